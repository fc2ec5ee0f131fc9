"""Process the activities that wait, such as what a crash left behind."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from gamify.services import process
from lib import clock


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"processed {process.sweep(now=clock.now())}")
