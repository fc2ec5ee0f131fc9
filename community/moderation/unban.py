"""Somebody who was kept out may knock again."""

from django.utils.translation import gettext_lazy as _

from community.moderation.registry import Action, Deed, add
from community.services import membership_changes


def carry_out(deed: Deed) -> None:
    place, wrong = deed.place, deed.overturns
    assert place is not None
    membership_changes.change(place, banned_until=None)
    if wrong is not None and wrong.former_role and not place.is_active:
        membership_changes.come_back(place, role=wrong.former_role, by=deed.moderator, now=deed.now)


add(
    Action(
        key="unban",
        label=_("Lift the ban"),
        icon="door-open",
        carry_out=carry_out,
        line=_("%(actor)s lifted the ban of %(subject)s"),
        public_line=_("A ban was lifted"),
        letter=_("The moderators of %(group)s lifted your ban: you may join again."),
        after_appeal=_("Your place in the group is again what it was before the ban."),
    )
)
