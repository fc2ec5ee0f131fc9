"""What both sides of an appeal write to each other while it is open."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community.models import Appeal, AppealMessage, Case
from community.services import sending
from community.services.appeals import judges, locking, notifying, terms
from lib import clean, errors
from live.services import topics


class NotAsked(errors.Conflict):
    """A member writes once, and then when something is asked."""

    code = "community.appeal_not_asked"
    message = _("Nothing is asked of you now. You will be told as soon as it is.")


class Closed(errors.Conflict):
    """Nothing more is written to an appeal that is answered."""

    code = "community.appeal_closed"
    message = _("This appeal is closed.")


@transaction.atomic
def ask(*, judge: User, appeal: Appeal, text: str, seen: str, now: datetime) -> AppealMessage:
    """Ask the member something, as whoever may decide.

    Args: seen: what `locking.token_of` said when the page was opened. Locks: the case.
    Raises: NotFound; StaleAppeal; Invalid for `text`.
    Emits: topics of the queues and the member; notice `appeal_asked`.
    """
    said = clean.block(text, field="text", most=terms.TEXT_LIMIT, least=1)
    held = locking.lock(appeal)
    if not judges.may_decide(user=judge, appeal=held, now=now):
        raise errors.NotFound(code="community.appeal_not_found")
    locking.check_seen(held, seen)
    made = _add(held, judge, said, now)
    sending.send(notifying.asked(made, appeal=held))
    return made


@transaction.atomic
def answer(*, member: User, appeal: Appeal, text: str, now: datetime) -> AppealMessage:
    """Answer what was asked, as the member whose appeal it is.

    Locks: the case. Raises: NotFound; Closed; NotAsked; Invalid for `text`.
    Emits: topics of the queues and the member; notice `appeal_opened` to who asked.
    """
    said = clean.block(text, field="text", most=terms.TEXT_LIMIT, least=1)
    held = locking.lock(appeal)
    if held.case.author_id != member.pk:
        raise errors.NotFound(code="community.appeal_not_found")
    if not held.case.is_open:
        raise Closed()
    latest = held.messages.select_related("author").order_by("-pk").first()
    if latest is None or latest.author_id == member.pk:
        raise NotAsked()
    made = _add(held, member, said, now)
    sending.send(notifying.answered(made, appeal=held, asker=latest.author))
    return made


def _add(appeal: Appeal, author: User, said: str, now: datetime) -> AppealMessage:
    made = AppealMessage.objects.create(appeal=appeal, author=author, body=said, at=now)
    Case.objects.filter(pk=appeal.case_id).update(version=F("version") + 1)
    topics.touch(*judges.topics_of(appeal))
    return made
