"""What `./dev` understands."""

from __future__ import annotations

import argparse
import importlib
import os
from collections.abc import Sequence

from tools.steps import fail_softly

ABOUT = "Run, test and measure Hearth. Everything it makes goes to .venv/ and var/."
# name -> (module with `run(options) -> int`, what it does)
COMMANDS = {
    "run": ("tools.serving", "set up and serve the demo community on http://127.0.0.1:8000"),
    "test": ("tools.testing", "check and test everything: a real browser, PostgreSQL and Redis included"),
    "check": ("tools.checking", "style, types, layers, templates, migrations, translations"),
    "bench": ("tools.measuring", "measure one figure against its goal; without a name, list them"),
    "format": ("tools.formatting", "write Python and templates in the one format"),
    "messages": ("tools.translating", "update the translation catalogues from the sources"),
    "openapi": ("tools.openapi", "write docs/openapi.yaml from the code"),
    "freeze": ("tools.freezing", "write constraints.txt after the requirements changed"),
    "shots": ("tools.shooting", "take pictures of every page into var/shots/"),
    "browser": ("tools.browsing", "print the Chromium that tests use, fetching one when needed"),
    "help": ("tools.cli", "show this"),
}


def main(words: Sequence[str]) -> int:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # several processes follow: each starts seconds sooner
    parser = make_parser()
    options, rest = parser.parse_known_args(words or ["help"])
    if options.command == "help":
        parser.print_help()
        return 0
    if rest and options.command not in ("test", "bench"):
        parser.error(f"unknown: {' '.join(rest)}")
    options.rest = rest
    module = importlib.import_module(COMMANDS[options.command][0])
    return fail_softly(lambda: int(module.run(options)))


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./dev", description=ABOUT)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    added = {name: commands.add_parser(name, help=text, description=text) for name, (_, text) in COMMANDS.items()}
    added["run"].add_argument("--port", type=int, default=8000)
    added["run"].add_argument("--fresh", action="store_true", help="forget the demo database and seed a new one")
    added["run"].add_argument("--watch", action="store_true", help="for developers: debug pages, changed files at once")
    added["test"].epilog = "Other arguments go to pytest, as in ./dev test tests/gamify (then without the checks)."
    added["bench"].add_argument("name", nargs="?", help="which one")
    added["bench"].epilog = "Other arguments go to the bench, as in ./dev bench engine --quick."
    added["format"].add_argument("paths", nargs="*", help="only these, as ./dev format community templates/community")
    added["shots"].add_argument("names", nargs="*", help="only these pages")
    added["shots"].add_argument("--url", help="a site that runs already")
    return parser
