"""Prove that seats, money, the log of steps and the bank's books agree; stop at the first thing that is not so."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lib import clock
from rewards.services import proofs


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        for name, differences in proofs.check(now=clock.now()):
            if differences:
                raise CommandError(f"not so: {name}\n  " + "\n  ".join(str(each) for each in differences))
            self.stdout.write(f"ok: {name}")
