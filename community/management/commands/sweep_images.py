"""`manage.py sweep_images`: delete the pictures that have waited two days for a post."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from community.services import images
from lib import clock


class Command(BaseCommand):
    help = "Delete the pictures that have waited two days for a post."

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        while number := images.sweep(now=clock.now()):
            total += number
        self.stdout.write(f"{total} pictures deleted.")
