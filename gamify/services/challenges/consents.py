"""Asking places whether a challenge may take place in them, and their answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gamify.models import Challenge, Consent
from gamify.registry import scopes
from gamify.services.challenges import locking, notifying
from lib import clean, errors

State = Consent.State
WORDS_LENGTH = 500


class Unanswered(errors.Conflict):
    """Not every place has answered, or none agreed; `data["waiting"]` are those that have not."""

    code = "gamify.challenge_unanswered"
    message = _("A group has not answered yet, or none of them agreed.")


def ask(held: Challenge, *, by: User, now: datetime) -> None:
    """Ask every place of the locked challenge anew, for its words may have changed. Inside a transaction.

    Who runs a place's own challenge speaks for it.
    """
    Consent.objects.filter(challenge=held).delete()
    if held.scope:
        held.places = [held.scope]
        held.save(update_fields=["places"])
    for place in held.places:
        made = Consent(challenge=held, scope=place, asked_at=now)
        if place == held.scope:
            made.state, made.answered_by, made.answered_at = State.AGREED, by, now
        made.save()
        if made.state == State.ASKED:
            notifying.consent_asked(held, place, by=by, now=now)


@transaction.atomic
def answer(*, by: User, consent: Consent, agrees: bool, words: str = "", now: datetime) -> Consent:
    """Say for a place that the challenge may take place in it, or not; until it is announced one may think again, after
    that one may take a yes back (`withdrawing`).

    Locks: the challenge.
    Raises: NotFound: `by` does not speak for the place; NotAllowed: they belong to the brand that asks. WrongMoment;
        Invalid: a no without a word.
    """
    held, row = hold(by, consent)
    locking.check_state(held, Challenge.State.REVIEW)
    row.words = clean.block(words, field="words", most=WORDS_LENGTH, least=0 if agrees else 3)
    row.state = State.AGREED if agrees else State.REFUSED
    row.answered_by, row.answered_at = by, now
    row.save(update_fields=["words", "state", "answered_by", "answered_at"])
    notifying.consent_answered(held, row, by=by, now=now)
    return row


def hold(by: User, consent: Consent) -> tuple[Challenge, Consent]:
    """Return the challenge and the place's answer, both locked, for who speaks for the place. Inside a transaction.

    Raises: NotFound, NotAllowed, as `answer`.
    """
    held = locking.challenge(consent.challenge_id)
    row = Consent.objects.select_for_update(of=("self",)).filter(pk=consent.pk, challenge=held).first()
    if row is None or row.scope not in scopes.run_by(by):
        raise errors.NotFound(code="gamify.challenge_not_found")
    if held.brand_id and by.brand_roles.filter(brand=held.brand_id).exists():
        raise errors.NotAllowed(_("Who works for the brand cannot agree for the group."), code="gamify.own_brand")
    return held, row


def agreed(held: Challenge) -> Sequence[str]:
    """Return the places that agreed, in order. Queries: 1. Raises: Unanswered."""
    rows = list(Consent.objects.filter(challenge=held).order_by("scope"))
    waiting = [row.scope for row in rows if row.state == State.ASKED]
    found = [row.scope for row in rows if row.state == State.AGREED]
    if waiting or (rows and not found):
        raise Unanswered(waiting=waiting)
    return found
