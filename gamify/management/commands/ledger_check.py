"""Prove that accounts, standings, ranks, counters and awards agree with the ledger and the log."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gamify.services import audit


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        for name, differences in audit.check():
            if differences:
                raise CommandError(f"not so: {name}\n  " + "\n  ".join(str(each) for each in differences))
            self.stdout.write(f"ok: {name}")
