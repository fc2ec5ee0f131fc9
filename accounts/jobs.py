"""What accounts need now and then."""

from datetime import datetime

from django.core.management import call_command

from accounts.services import closing
from lib.jobs import Job, add


def _clear_sessions(now: datetime) -> None:
    call_command("clearsessions")


add(Job("accounts.clear_sessions", every_seconds=86_400, run=_clear_sessions))
add(Job("accounts.erase", every_seconds=3_600, run=closing.erase_due))
