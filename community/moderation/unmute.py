"""A muted member may write again before the time is over."""

from django.utils.translation import gettext_lazy as _

from community.moderation.registry import Action, Deed, add
from community.services import membership_changes


def carry_out(deed: Deed) -> None:
    assert deed.place is not None
    membership_changes.change(deed.place, muted_until=None)


add(
    Action(
        key="unmute",
        label=_("Lift the mute"),
        icon="volume-2",
        carry_out=carry_out,
        line=_("%(actor)s lifted the mute of %(subject)s"),
        public_line=_("A mute was lifted"),
        letter=_("The moderators of %(group)s lifted your mute: you can write there again."),
        after_appeal=_("You can write there again."),
    )
)
