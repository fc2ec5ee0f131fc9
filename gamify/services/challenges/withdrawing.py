"""A place takes back its yes after the announcement: what that ends, and what stays."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext, gettext_lazy as _

from accounts.models import User
from gamify.models import Challenge, Consent
from gamify.registry import scopes
from gamify.services.challenges import consents, drafting, locking, notifying, running
from lib import errors
from lib.machines import steps
from live.services import topics

State = Challenge.State


class OwnPlace(errors.Conflict):
    """A place that runs a challenge itself calls it off, or sees it through."""

    code = "gamify.challenge_own_place"
    message = _("This is your group's own challenge. Call it off instead, as long as it has not begun.")


@transaction.atomic
def withdraw(*, by: User, consent: Consent, words: str, now: datetime) -> Consent:
    """Take a yes back for a place, saying why; twice changes nothing.

    It is not shown there any more, nobody can enter from there, and what is done there from now on does not count. What
    was done counts, and who takes part still does. Without any place left it is called off before it begins; once it
    runs it goes on for those who take part.
    Locks: the challenge, as calling off does. Raises: as `consents.answer`; OwnPlace; WrongMoment; Invalid: no words.
    """
    held, row = consents.hold(by, consent)
    if held.scope == row.scope:
        raise OwnPlace
    if row.state == Consent.State.WITHDRAWN:
        return row
    locking.check_state(held, State.ANNOUNCED, State.RUNNING)
    if row.state != Consent.State.AGREED:
        raise locking.WrongMoment(state=held.state)
    row.words, row.state = locking.check_reason(words, "words"), Consent.State.WITHDRAWN
    row.answered_by, row.answered_at = by, now
    row.save(update_fields=["words", "state", "answered_by", "answered_at"])
    notifying.consent_answered(held, row, by=by, now=now)
    _narrow(held, row, by, now)
    return row


def _narrow(held: Challenge, row: Consent, by: User, now: datetime) -> None:
    rest = [place for place in held.places if place != row.scope]
    if not rest and held.state == State.ANNOUNCED:
        reason = gettext("The group in which it should take place took back its yes: %(words)s") % {"words": row.words}
        drafting.end(held, by=by, cause="consent_withdrawn", reason=reason, now=now)
        return
    said = {"place": row.scope, "words": row.words}
    held.places = rest or [Challenge.NOWHERE]
    held.is_public = bool(rest) and running.is_for_visitors(held)
    same = {"places": held.places, "is_public": held.is_public}
    steps.take(held, held.state, actor=by, cause="consent_withdrawn", now=now, data=said, **same)
    notifying.narrowed(held, set(scopes.members(row.scope)), by=by, now=now)
    notifying.touch(held)
    topics.doubt()
