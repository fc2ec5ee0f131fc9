"""Letters by e-mail: kept with what they tell of, and sent when the mail server takes them.

A page never waits for the server, and what it does not take now goes out when it is well again: at least once, and
for a day.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection

from inbox.models import Letter
from lib import jobs

LEASE = timedelta(minutes=2)
PAUSE = timedelta(minutes=1)  # then twice as long each time
LONGEST_PAUSE = timedelta(hours=1)
KEPT_FOR = timedelta(days=1)  # by then the links in most of them have run out
BATCH = 50
DOOR, SENDING, RESTING = "letters:door", "sending", "resting"  # one sends; none while the server is away
SENDING_SECONDS, RESTING_SECONDS = 120, 20
FIELDS = ("subject", "body", "from_email", "to", "cc", "bcc", "reply_to", "extra_headers")
_log = logging.getLogger(__name__)


class ServerAway(Exception):
    """The mail server does not answer, or not to us: no letter is to blame."""


def keep(messages: Sequence[EmailMessage], *, now: datetime) -> int:
    """Keep letters to be sent, in the transaction of what they tell of; return how many. Queries: 1."""
    Letter.objects.bulk_create(Letter(fields=_fields(message), written_at=now, due_at=now) for message in messages)
    return len(messages)


def send_due(*, now: datetime) -> int:
    """Send what is due, outside any transaction; return how many. Queries: 1 while nothing is."""
    due = list(Letter.objects.filter(due_at__lte=now).order_by("due_at", "pk")[:BATCH])
    if not due:
        return 0
    if cache.get(DOOR) == RESTING:
        jobs.leave(len(due))
        return 0
    if not cache.add(DOOR, SENDING, SENDING_SECONDS):
        return 0
    try:
        sent = _send_all(due, now)
    except ServerAway as problem:
        cache.set(DOOR, RESTING, RESTING_SECONDS)
        jobs.leave(len(due))
        _log.warning("The mail server is away, %s letters or more wait: %s", len(due), problem)
        return 0
    cache.delete(DOOR)
    return sent


def _send_all(due: Sequence[Letter], now: datetime) -> int:
    connection = get_connection(settings.HEARTH_LETTERS_BACKEND)
    try:
        connection.open()
    except OSError as problem:
        raise ServerAway(repr(problem)) from problem
    try:
        return sum(_send(letter, connection, now) for letter in due if _claim(letter, now))
    finally:
        _hang_up(connection)


def _claim(letter: Letter, now: datetime) -> bool:
    mine = Letter.objects.filter(pk=letter.pk, due_at=letter.due_at)
    return bool(mine.update(due_at=now + LEASE))


def _send(letter: Letter, connection: Any, now: datetime) -> int:
    try:
        connection.send_messages([_message(letter)])
    except SMTPRecipientsRefused as refused:
        _refused(letter, refused, now)
    except (SMTPServerDisconnected, TimeoutError, ConnectionError) as problem:
        _pause(letter, problem, now)  # it may be what the server breaks at
        raise ServerAway(repr(problem)) from problem
    except (SMTPException, OSError, ValueError) as problem:
        _pause(letter, problem, now)
    else:
        Letter.objects.filter(pk=letter.pk).delete()
        return 1
    return 0


def _refused(letter: Letter, refused: SMTPRecipientsRefused, now: datetime) -> None:
    """Forget what nobody will ever get; nobody's address is written into the log."""
    codes = [code for code, _said in refused.recipients.values()]
    if any(code < 500 for code in codes):
        _pause(letter, refused, now)
        return
    Letter.objects.filter(pk=letter.pk).delete()
    _log.warning("%s has no recipient: the server answered %s", letter, codes)


def _pause(letter: Letter, problem: Exception, now: datetime) -> None:
    """Try again later, or give up; an alarm hears of it."""
    jobs.leave()
    if now - letter.written_at >= KEPT_FOR:
        Letter.objects.filter(pk=letter.pk).delete()
        _log.error("%s is given up after %s tries: %s", letter, letter.attempts + 1, type(problem).__name__)
        return
    pause = min(PAUSE * 2 ** min(letter.attempts, 10), LONGEST_PAUSE)
    Letter.objects.filter(pk=letter.pk).update(due_at=now + pause, attempts=letter.attempts + 1)
    _log.warning("%s waits: %s", letter, type(problem).__name__)


def _hang_up(connection: Any) -> None:
    try:
        connection.close()
    except (SMTPException, OSError):  # whatever was to be sent has been
        _log.debug("the mail server went before we did", exc_info=True)


def _fields(message: EmailMessage) -> dict[str, Any]:
    said: dict[str, Any] = {name: getattr(message, name) for name in FIELDS}
    said |= {"subject": str(message.subject), "body": str(message.body)}
    return said | {"alternatives": [list(each) for each in getattr(message, "alternatives", [])]}


def _message(letter: Letter) -> EmailMessage:
    fields = dict(letter.fields)
    headers, alternatives = fields.pop("extra_headers"), fields.pop("alternatives")
    message = EmailMultiAlternatives(**fields, headers=headers)
    for content, kind in alternatives:
        message.attach_alternative(content, kind)
    return message
