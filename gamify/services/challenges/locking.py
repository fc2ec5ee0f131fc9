"""Taking a challenge for oneself: always before its escrow, the purse and players."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gamify.models import Challenge
from gamify.policies import Action
from gamify.selectors import roles
from lib import clean, errors

REASON_LENGTH = 500


class WrongMoment(errors.Conflict):
    """The challenge is in another state by now; `data["state"]` says which."""

    code = "gamify.challenge_moment"
    message = _("That is not possible any more: the challenge has moved on.")


class TakesPart(errors.NotAllowed):
    """Whoever takes part, or did before they left, decides nothing in it: neither for friends nor about rivals."""

    code = "gamify.challenge_own_submission"
    message = _("Somebody else must decide this: you take part in this challenge yourself.")


def challenge(pk: int) -> Challenge:
    """Return the challenge with its brand, locked. Queries: 1."""
    return Challenge.objects.select_for_update(of=("self",), no_key=True).select_related("brand").get(pk=pk)


def challenge_for(by: User, known: Challenge, action: Action) -> Challenge:
    """Return the challenge, locked, once `by` may take `action`. Raises: as `policies.check`."""
    held = challenge(known.pk)
    roles.require(user=by, challenge=held, action=action)
    return held


def check_state(held: Challenge, *allowed: str) -> None:
    """Raises: WrongMoment."""
    if held.state not in allowed:
        raise WrongMoment(state=held.state)


def check_apart(held: Challenge, by: User) -> None:
    """Raises: TakesPart. Queries: 1."""
    if held.entrants.filter(user=by).exists():
        raise TakesPart


def check_reason(reason: str, field: str = "reason") -> str:
    """Return the clean reason. Raises: Invalid without one."""
    return clean.block(reason, field=field, most=REASON_LENGTH, least=3)
