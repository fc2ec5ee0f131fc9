"""Publish an economy from a TOML file; the built-in one when no file is named."""

from __future__ import annotations

from argparse import ArgumentParser
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
        for source in report.published:
            self.stdout.write(f"published {source}")
        for source in report.retired:
            self.stdout.write(f"retired {source}")
        for source in report.backfilled:
            self.stdout.write(f"{source} will count what was done before, within minutes")
        if report.is_unchanged:
            self.stdout.write("nothing changed")
