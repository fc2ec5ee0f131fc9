"""Send messages again, as after a receiver was away for longer than we try."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_datetime

from connect.models import Delivery, Endpoint
from connect.services.webhooks import keeping
from lib import clock


class Command(BaseCommand):
    help = "Send the messages of an endpoint since a moment again, under the ids that they had."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("endpoint", help="its id, as its address has it")
        parser.add_argument("--since", required=True, help="2026-11-20T00:00:00+00:00")
        parser.add_argument("--all", action="store_true", help="those that were taken too")

    def handle(self, *args: Any, **options: Any) -> None:
        since = _moment(options["since"])
        if not Endpoint.objects.filter(public_id=options["endpoint"], off_at=None).exists():
            raise CommandError("No endpoint of that id is on.")
        states = [state for state in Delivery.State if options["all"] or state != Delivery.State.DONE]
        count = keeping.replay(endpoint=options["endpoint"], since=since, states=states, now=clock.now())
        self.stdout.write(f"{count} messages will be sent again.")


def _moment(text: str) -> datetime:
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise CommandError("--since is a moment with its zone, such as 2026-11-20T00:00:00+00:00.")
    return found
