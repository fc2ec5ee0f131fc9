"""Write anew by which terms posts and comments are found."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from community.models import Comment, Post
from community.services import terms


class Command(BaseCommand):
    help = "Write anew by which terms posts and comments are found: after an upgrade that changed it or an import."

    def handle(self, **options: Any) -> None:
        for kind in (Post, Comment):
            count = 0
            for thing in kind.objects.exclude(body="").order_by("pk").iterator(chunk_size=500):
                terms.rewrite(thing)
                count += 1
            self.stdout.write(f"{count} {kind._meta.verbose_name_plural} are found by their words.")
