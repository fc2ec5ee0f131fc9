from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from lib.migrating import fresh_made_fast


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> Any:
        with fresh_made_fast(connections[options["database"]]):
            return super().handle(*args, **options)
