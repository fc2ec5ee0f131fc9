"""The backend of Django's e-mail in production: letters are kept, and a job sends them."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from inbox.services import letters
from lib import clock


class EmailBackend(BaseEmailBackend):
    """Keeps what has nothing attached; what has is sent at once, as it may be large."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the letters; return how many."""
        whole = [message for message in email_messages if message.attachments]
        kept = [message for message in email_messages if message.recipients() and not message.attachments]
        sent = get_connection(settings.HEARTH_LETTERS_BACKEND).send_messages(whole) if whole else 0
        return (sent or 0) + (letters.keep(kept, now=clock.now()) if kept else 0)
