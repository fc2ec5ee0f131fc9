"""What the gates for helpers look at."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from accounts import mailboxes
from accounts.models import User
from gamify.selectors import players
from rewards.help_gates import Helper
from rewards.models import Assist, Unlock


def standing(*, user: User, unlock: Unlock) -> Helper:
    """Return what somebody is to an unlock. Queries: 3, and those of a player's card where a level is asked for."""
    helped = Assist.objects.filter(helper=user, unlock__reward=unlock.reward_id).values_list("unlock_id", flat=True)
    found = set(helped)
    others = Assist.objects.filter(unlock=unlock).exclude(helper=user).values_list("helper__email", flat=True)
    return Helper(
        is_owner=unlock.owner_id == user.pk or mailboxes.are_one(unlock.owner.email, user.email),
        has_helped=unlock.pk in found,
        has_helped_as_another=mailboxes.is_among(user.email, others),
        is_confirmed=EmailAddress.objects.filter(user=user, verified=True).exists(),
        level=players.card(user=user).level if unlock.reward.helper_level > 1 else 1,
        joined_at=user.date_joined,
        times=len(found - {unlock.pk}),
    )
