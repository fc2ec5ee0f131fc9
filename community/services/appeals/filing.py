"""Writing an appeal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import Truncator

from accounts.models import User
from community.models import Appeal, AppealMessage, Case, ModlogEntry
from community.services import sending
from community.services.appeals import judges, locking, notifying, terms
from lib import clean
from live.services import topics

TITLE_LENGTH = 120


@dataclass(frozen=True)
class Filed:
    """An appeal; `is_new` is False when the decision had been appealed before."""

    appeal: Appeal
    is_new: bool


@transaction.atomic
def file(*, member: User, decision: ModlogEntry, text: str, now: datetime) -> Filed:
    """Ask that somebody else look at a decision about `member` again, once for each decision.

    Whoever is banned or muted may, whatever else is closed to them.

    Locks: what the decision was about.
    Raises: NotFound for decisions about others and for what has another way; TooLate; TakenBack; Invalid for `text`.
    Emits: topics of the queues and the member; notice `appeal_opened` to those who may decide.
    """
    said = clean.block(text, field="text", most=terms.TEXT_LIMIT, least=1)
    decision = locking.decision_of(decision)
    terms.check_own(member=member, decision=decision)
    terms.hold(decision)
    earlier = Appeal.objects.filter(decision=decision).select_related("case").first()
    if earlier is not None:
        return Filed(earlier, is_new=False)
    terms.check(decision=decision, now=now)

    appeal = _open(member, decision, said, now)
    topics.touch(*judges.topics_of(appeal))
    sending.send(notifying.opened(appeal, now=now))
    return Filed(appeal, is_new=True)


def _open(member: User, decision: ModlogEntry, said: str, now: datetime) -> Appeal:
    case = Case.objects.create(
        kind=Case.Kind.APPEAL,
        group=decision.group,
        author=member,
        snapshot={"title": Truncator(" ".join(said.split())).chars(TITLE_LENGTH)},
        opened_at=now,
    )
    appeal = Appeal.objects.create(
        case=case,
        decision=decision,
        due_at=now + terms.ANSWERED_WITHIN,
        is_for_staff=judges.needs_staff(decision),
    )
    AppealMessage.objects.create(appeal=appeal, author=member, body=said, at=now)
    return appeal
