"""What winners say about it, on the page of the result; the staff of the site may hide it."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from gamify.models import Challenge, Entrant, Prize
from gamify.policies import Action
from gamify.selectors import parts
from gamify.services.challenges import locking, telling
from lib import clean, errors

LENGTH = 500


@transaction.atomic
def tell(*, actor: User, challenge: Challenge, words: str) -> Entrant:
    """Tell one's story of it, or take it back with no words; whoever got a prize may, once it is settled.

    Locks: the challenge. Raises: NotFound: no winner; WrongMoment; Invalid.
    """
    said = clean.block(words, field="words", most=LENGTH)
    held = locking.challenge(challenge.pk)
    given = Prize.objects.filter(challenge=held, entrant__user=actor, state=Prize.State.GIVEN)
    mine = Entrant.objects.filter(challenge=held, user=actor, pk__in=given.values("entrant")).first()
    if mine is None:
        raise errors.NotFound(code="gamify.challenge_not_found")
    locking.check_state(held, Challenge.State.SETTLED)
    mine.story = said
    mine.save(update_fields=["story"])
    telling.touch(held)
    return mine


@transaction.atomic
def hide(*, by: User, entrant: Entrant, is_hidden: bool = True) -> Entrant:
    """Hide a story from everybody, or show it again. Raises: NotAllowed: `by` is not staff."""
    parts.require(user=by, challenge=entrant.challenge, action=Action.REVIEW)
    Entrant.objects.filter(pk=entrant.pk).update(story_hidden=is_hidden)
    entrant.story_hidden = is_hidden
    telling.touch(entrant.challenge)
    return entrant
