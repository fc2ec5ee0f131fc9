"""What is said while the database is away (lib/outages.py): 503, and one line a minute."""

from __future__ import annotations

import logging

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException

RETRY_SECONDS = 5
logger = logging.getLogger(__name__)


class Unavailable(APIException):
    """Said to programs; `wait` becomes Retry-After."""

    status_code = 503
    default_code = "unavailable"
    default_detail = _("Our database does not answer just now. Try again in a moment.")
    wait = RETRY_SECONDS


def note(error: BaseException | None) -> None:
    """Write it down; the settings let one line a minute pass, for in an outage each request has it."""
    logger.error("The database is away: %s", " ".join(str(error).split()))
