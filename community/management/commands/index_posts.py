"""Write anew by which terms posts are found."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from community.models import Post
from community.services import terms


class Command(BaseCommand):
    help = "Write anew by which terms posts are found: after an upgrade that changed it, or after an import by SQL."

    def handle(self, **options: Any) -> None:
        count = 0
        for post in Post.objects.exclude(body="").order_by("pk").iterator(chunk_size=500):
            terms.rewrite(post)
            count += 1
        self.stdout.write(f"{count} posts are found by their words.")
