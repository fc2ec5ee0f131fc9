"""Why somebody cannot help to unlock something, in plain words: the same for pages, programs and the service. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _, ngettext_lazy

from rewards.gates import Gate
from rewards.models import Reward, Unlock
from rewards.models.by_help import ByHelp

Who = ByHelp.HelpersAre
State = Unlock.State


@dataclass(frozen=True)
class Helper:
    """What the gates look at: `has_helped` with this unlock, perhaps from another account on the same mailbox, and with
    how many of the reward, this one not counted.
    """

    is_owner: bool
    has_helped: bool
    has_helped_as_another: bool
    is_confirmed: bool
    level: int
    joined_at: datetime
    times: int


def first(unlock: Unlock, helper: Helper | None, now: datetime) -> Gate | None:
    """Return the first gate that is shut, None when one can help; without a helper only those for everybody."""
    if helper and helper.is_owner:
        return Gate("rewards.help_own", _("This is your own: friends help you with it."))
    if helper and helper.has_helped:
        return Gate("rewards.help_again", _("You have helped already. Thank you."))
    if helper and helper.has_helped_as_another:
        said = _("Somebody with your e-mail address has helped already. One person helps once.")
        return Gate("rewards.help_same_person", said)
    found = offer(unlock, now)
    if found or helper is None:
        return found
    return _qualified(unlock.reward, helper, now)


def offer(unlock: Unlock, now: datetime) -> Gate | None:
    """Return what keeps everybody from helping now."""
    if unlock.state in (State.UNLOCKED, State.CLAIMED, State.WAITLISTED):
        return Gate("rewards.help_full", _("Enough friends have helped: it needs no more."))
    is_closed = unlock.reward.state == Reward.State.CLOSED
    if unlock.state != State.OPEN or unlock.deadline_at <= now or is_closed:
        return Gate("rewards.help_over", _("This is over."))
    return None


def _qualified(reward: Reward, helper: Helper, now: datetime) -> Gate | None:
    """Return what the reward asks of helpers and this one is not."""
    if not helper.is_confirmed:
        return Gate("rewards.help_address", _("Confirm your e-mail address first: then your help counts."))
    if helper.level < reward.helper_level:
        said = _("Not yet: one helps with this from level %(level)s.") % {"level": reward.helper_level}
        return Gate("rewards.help_level", said, {"level": reward.helper_level, "own": helper.level})
    days = timedelta(days=reward.helper_days)
    if reward.helpers_are == Who.KNOWN and helper.joined_at + days > now:
        since = helper.joined_at + days
        day = formats.date_format(timezone.localtime(since), "DATE_FORMAT")
        known = _("Not yet: this is for people who have been here for a while, for you from %(day)s.") % {"day": day}
        return Gate("rewards.help_not_yet", known, {"from": since.isoformat()})
    if reward.helpers_are == Who.NEW and helper.joined_at + days <= now:
        new = ngettext_lazy(
            "This is for people who joined within the last %(n)s day.",
            "This is for people who joined within the last %(n)s days.",
            reward.helper_days,
        )
        return Gate("rewards.help_new", new % {"n": reward.helper_days}, {"days": reward.helper_days})
    if helper.times >= reward.help_cap:
        often = ngettext_lazy(
            "You have helped somebody with this already, which is as often as one may.",
            "You have helped with this %(n)s times, which is as often as one may.",
            reward.help_cap,
        )
        return Gate("rewards.help_cap", often % {"n": reward.help_cap}, {"most": reward.help_cap})
    return None
