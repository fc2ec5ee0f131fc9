"""Publish an economy from a TOML file; the built-in one when no file is named."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gamify.services import economies
from lib import clock

DEFAULT = Path(__file__).parents[2] / "economy" / "default.toml"


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=DEFAULT)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = economies.publish(text=options["file"].read_text("utf-8"), now=clock.now())
        except OSError as error:
            raise CommandError(str(error)) from error
        except economies.BadEconomy as error:
            raise CommandError(f"{options['file']}: {error}") from error
        if options["verbosity"] > 0:
            for line in _lines(report, is_long=options["verbosity"] > 1):
                self.stdout.write(line)


def _lines(report: economies.Report, *, is_long: bool) -> Iterator[str]:
    if report.is_unchanged:
        yield "nothing changed"
    for what, sources in (("published", report.published), ("retired", report.retired)):
        if is_long:
            yield from (f"{what} {source}" for source in sources)
        elif sources:
            yield f"{what} {_counted(sources)}"
    for source in report.backfilled:
        yield f"{source} will count what was done before, within minutes"


def _counted(sources: Iterable[str]) -> str:
    """Return `rule/a@1, rule/b@1, badge/c@2` as `2 rules, 1 badge`."""
    kinds = Counter(source.partition("/")[0] for source in sources)
    return ", ".join(f"{number} {kind}{'s' * (number > 1)}" for kind, number in kinds.items())
