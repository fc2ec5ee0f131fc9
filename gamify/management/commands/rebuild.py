"""Decide everything again from the activity log and replace the projections by what comes out."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gamify.services import rebuilding


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing, fail at the first difference")

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for difference in rebuilding.rebuild(is_check=options["check"]):
            if options["check"]:
                raise CommandError(str(difference))
            self.stdout.write(str(difference))
            count += 1
        self.stdout.write(f"{count} differences" if count else "everything agrees")
