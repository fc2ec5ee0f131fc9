"""Print the demo's accounts."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from demo import people


class Command(BaseCommand):
    help = "Print the accounts of the demo community."

    def handle(self, **options: Any) -> None:
        for account in people.ACCOUNTS:
            self.stdout.write(f"  {account.login:<10} {account.role}")
        self.stdout.write(f"  password   {people.PASSWORD}")
