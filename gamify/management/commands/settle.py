"""Settle the challenges that are over: freeze what is ripe, give what is due, return the rest. Safe to run again."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gamify.models import Challenge, Prize
from gamify.services.challenges import settling
from lib import clock


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--challenge", default="", metavar="ID", help="only this one, by its public id")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["challenge"]
        if name and not Challenge.objects.filter(public_id=name).exists():
            raise CommandError(f"there is no challenge {name}")
        count = settling.catch_up(now=clock.now(), public_id=name)
        self.stdout.write(f"settled {count}")
        left = Prize.objects.filter(state=Prize.State.DUE, **({"challenge__public_id": name} if name else {})).count()
        if left:
            raise CommandError(f"{left} prizes could not be given; the log says why, and the next run tries again")
