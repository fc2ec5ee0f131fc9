"""Fill an empty database with the demo community."""

from __future__ import annotations

import gc
import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from demo import grow, listening, people, seed
from lib import clock

_WIDTH = 32
_MOST = 100_000
OBJECTS_BETWEEN_COLLECTIONS = 50_000


class Command(BaseCommand):
    help = "Fill an empty database with the demo community: eight groups, forty members, ninety days."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there are members already")
        parser.add_argument("--migrate", action="store_true", help="make the tables first")
        parser.add_argument(
            "--size", type=int, default=0, help="grow to so many members, for measurements (up to 100000)"
        )

    def handle(self, **options: Any) -> None:
        if not 0 <= options["size"] <= _MOST:
            raise CommandError(f"--size goes up to {_MOST}.")
        if options["migrate"]:
            call_command("migrate", interactive=False, verbosity=0)
            self.stdout.write("the tables are made")
        if User.objects.exists():
            self._explain(is_wanted=not options["if_empty"])
            return
        gc.freeze()  # what is imported stays; the collector would walk all of it again and again
        gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
        started = time.monotonic()
        call_command("load_economy", verbosity=options["verbosity"], stdout=self.stdout)
        seed.seed(now=clock.now(), progress=self._draw)
        listening.add(now=clock.now())
        if options["size"]:
            grow.grow(size=options["size"], now=clock.now(), progress=self._draw)
        start = "\r" if self.stdout.isatty() else ""
        self.stdout.write(f"{start}  {'█' * _WIDTH} the demo community is there ({time.monotonic() - started:.1f} s)")

    def _explain(self, *, is_wanted: bool) -> None:
        if not User.objects.filter(username=people.STAFF).exists() and not is_wanted:
            self.stdout.write(
                self.style.WARNING("  The members here are not (all) the demo's; ./dev run --fresh starts again.")
            )
        if is_wanted:
            raise CommandError("There are members already. The demo goes into an empty database only.")

    def _draw(self, done: int, total: int) -> None:
        if self.stdout.isatty():
            full = done * _WIDTH // max(total, 1)
            self.stdout.write(f"\r  {'█' * full}{'░' * (_WIDTH - full)} {done} of {total} events", ending="")
            self.stdout.flush()
