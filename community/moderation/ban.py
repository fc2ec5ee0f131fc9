"""Somebody is put out of the group and kept out, for a while."""

from django.utils.translation import gettext_lazy as _

from community.models import Membership
from community.moderation.registry import Action, Deed, add
from community.services import membership_changes

KEY = "ban"


def carry_out(deed: Deed) -> None:
    place = deed.place
    assert place is not None
    membership_changes.change(place, banned_until=deed.until)
    if place.is_active:
        membership_changes.go(place, by=deed.moderator, reason="banned", now=deed.now)
    else:
        membership_changes.change(place, state=Membership.State.LEFT)


add(
    Action(
        key=KEY,
        label=_("Ban"),
        icon="ban",
        carry_out=carry_out,
        line=_("%(actor)s banned %(subject)s until %(until)s"),
        line_for_good=_("%(actor)s banned %(subject)s for good"),
        public_line=_("Somebody was banned"),
        letter=_("The moderators of %(group)s banned you from the group until %(until)s."),
        letter_for_good=_("The moderators of %(group)s banned you from the group for good."),
        needs="rule",
        lasts=True,
        is_harsh=True,
        undone_by="unban",
        against=_("against a ban"),
    )
)
