"""Publish an economy from a TOML file; without one the built-in, unless the site's own is in force."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gamify.selectors import editions
from gamify.services import economies, economy_checks
from lib import clock

DEFAULT = Path(__file__).parents[2] / "economy" / "default.toml"


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument("--built-in", action="store_true", help="go back to the built-in economy")

    def handle(self, *args: Any, **options: Any) -> None:
        file, is_wanted = options["file"], options["built_in"]
        if file and is_wanted:
            raise CommandError("Either a file or --built-in, not both.")
        if file is None and not is_wanted and editions.is_own():
            if options["verbosity"] > 0:
                self.stdout.write(
                    "the site's own economy stays in force; --built-in puts the built-in one in its place"
                )
            return
        report = _publish(file or DEFAULT, is_built_in=file is None)
        if options["verbosity"] > 0:
            for line in _lines(report, is_long=options["verbosity"] > 1):
                self.stdout.write(line)


def _publish(file: Path, *, is_built_in: bool) -> economies.Report:
    try:
        text = file.read_text("utf-8")
        return economies.publish(text=text, now=clock.now(), is_built_in=is_built_in)
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{file}: {error}") from error
    except economy_checks.BadEconomy as error:
        raise CommandError(f"{file}: {error}") from error


def _lines(report: economies.Report, *, is_long: bool) -> Iterator[str]:
    if report.is_unchanged:
        yield "nothing changed"
    for change in report.lapsing:
        yield f"{change.currency} lapses {f'after {change.months} months' if change.months else 'no more'}"
    for what, sources in (("published", report.published), ("retired", report.retired)):
        if is_long:
            yield from (f"{what} {source}" for source in sources)
        elif sources:
            yield f"{what} {_counted(sources)}"
    if report.is_relevelled:
        yield "levels changed"
    if report.is_retiered:
        yield "tiers changed"
    for source in report.backfilled:
        yield f"{source} will count what was done before, within minutes"


def _counted(sources: Iterable[str]) -> str:
    """Return `rule/a@1, rule/b@1, badge/c@2` as `2 rules, 1 badge`."""
    kinds = Counter(source.partition("/")[0] for source in sources)
    return ", ".join(f"{number} {kind}{'s' * (number > 1)}" for kind, number in kinds.items())
