"""Somebody who was kept out may knock again."""

from django.utils.translation import gettext_lazy as _

from community.moderation.registry import Action, Deed, add
from community.services import places


def carry_out(deed: Deed) -> None:
    assert deed.place is not None
    places.change(deed.place, banned_until=None)


add(
    Action(
        key="unban",
        label=_("Lift the ban"),
        icon="door-open",
        carry_out=carry_out,
        line=_("%(actor)s lifted the ban of %(subject)s"),
        public_line=_("A ban was lifted"),
        letter=_("The moderators of %(group)s lifted your ban: you may join again."),
    )
)
