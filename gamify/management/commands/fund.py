"""Put points into the purse of a brand or a group, or with a minus take them out; the same key does it once."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Brand, User
from gamify.services import purses
from lib import clock, errors


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("owner", help="a brand by its slug, or a place such as group:7")
        parser.add_argument("amount", type=int)
        parser.add_argument("--by", required=True, metavar="HANDLE", help="who of the staff grants it")
        parser.add_argument("--key", required=True, help="names this grant for ever")
        parser.add_argument("--note", required=True)
        parser.add_argument("--currency", default="spark")

    def handle(self, *args: Any, **options: Any) -> None:
        owner = options["owner"]
        try:
            entry = purses.grant(
                by=User.objects.get(username=options["by"]),
                brand=None if ":" in owner else Brand.objects.get(slug=owner),
                scope=owner if ":" in owner else "",
                now=clock.now(),
                **{name: options[name] for name in ("amount", "key", "note", "currency")},
            )
        except (User.DoesNotExist, Brand.DoesNotExist, errors.HearthError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{entry.amount:+}; available now: {entry.purse.available}")
