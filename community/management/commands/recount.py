"""`manage.py recount [--check]`: compare the kept counts with the rows, and repair them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from community.services import recounts


class Command(BaseCommand):
    help = "Count members, posts, comments and reactions again and repair what is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail if a count is wrong")

    def handle(self, *args: Any, **options: Any) -> None:
        is_repairing = not options["check"]
        number = 0
        for drift in recounts.recount(is_repairing=is_repairing):
            number += 1
            self.stdout.write(f"{drift.what} {drift.pk}: {drift.field} was {drift.stored}, is {drift.counted}")
        if number and not is_repairing:
            raise CommandError(f"{number} counts are wrong; run `manage.py recount` to repair them.")
        self.stdout.write(self.style.SUCCESS(f"{number} counts repaired." if number else "Every count is right."))
