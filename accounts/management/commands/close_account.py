"""Close somebody's account for them, as they could in their settings: a letter says how to come back within 14 days."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.services import closing
from lib import clock


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("handle")
        parser.add_argument("--words-go", action="store_true", help="erase what they wrote too")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = User.objects.get(username=options["handle"].removeprefix("@"))
            closed = closing.close(user=user, with_words=options["words_go"], now=clock.now())
        except User.DoesNotExist as error:
            raise CommandError("There is nobody with this handle.") from error
        except closing.NotYet as error:
            lines = (f"- {each['text']} {each['url']}" for each in error.data["obstacles"])
            raise CommandError("\n".join([str(error.message), *lines])) from error
        assert closed.closed_at is not None
        self.stdout.write(
            f"{closed.handle} is closed, and erased from {closed.closed_at + closing.PATIENCE:%Y-%m-%d} on."
        )
