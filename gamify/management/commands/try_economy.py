"""Try an economy on what was done lately, beside the one in force, and write nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gamify.presenters import trial_rows, trials as presented
from gamify.selectors import editions
from gamify.services import economy_checks, trials
from lib import clock


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="a TOML file; without one, what is in force")
        parser.add_argument("--days", type=int, default=trials.WINDOWS[0], help="how far back (default: %(default)s)")
        parser.add_argument("--most", type=int, default=trials.MOST, help="activities tried (default: %(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:
        if min(options["days"], options["most"]) < 1:
            raise CommandError("--days and --most are whole numbers from 1 on.")
        file: Path | None = options["file"]
        try:
            text = file.read_text("utf-8") if file else _in_force()
            found = trials.run(text=text, days=options["days"], now=clock.now(), most=options["most"])
        except (OSError, UnicodeDecodeError, economy_checks.BadEconomy) as error:
            raise CommandError(f"{file}: {error}") from error
        for line in _lines(presented.page(found)):
            self.stdout.write(line)


def _in_force() -> str:
    found = editions.latest()
    if found is None:
        raise CommandError("no economy is in force: name a file")
    return found.text


def _lines(page: presented.Page) -> Iterator[str]:
    made = page.trial
    yield (
        f"tried {made.tried} of {made.done} activities, by {made.members} of {made.people} members, "
        f"since {made.since:%Y-%m-%d %H:%M} UTC; {made.after.left_out} left out"
    )
    for figure in page.figures:
        yield f"{figure.label:<40} {figure.before:>12} {figure.after:>12}  {figure.change}".rstrip()
    for row in (*page.differing, *page.alike):
        yield f"{'*' if row.before != row.after else ' '} {row.key:<38} {_side(row.before)} | {_side(row.after)}"
    for label, movers in (("more", page.gaining), ("less", page.losing)):
        yield from (f"{label:<5} {each.user.handle:<34} {each.change}" for each in movers)
    yield from (f"late  {name:<34} {sentence}" for name, sentence in page.late)
    yield from (f"never {each.subject:<34} {why}" for each, why in page.silent)


def _side(side: trial_rows.Side | None) -> str:
    return ", ".join(part for part in (side.points, side.times, side.refused) if part) if side else "not in it"
