"""A member may read but not write, for a while."""

from django.utils.translation import gettext_lazy as _

from community.moderation.registry import Action, Deed, add
from community.services import membership_changes


def carry_out(deed: Deed) -> None:
    assert deed.place is not None
    membership_changes.change(deed.place, muted_until=deed.until)


add(
    Action(
        key="mute",
        label=_("Mute"),
        icon="volume-x",
        carry_out=carry_out,
        line=_("%(actor)s muted %(subject)s until %(until)s"),
        line_for_good=_("%(actor)s muted %(subject)s for good"),
        public_line=_("A member was muted"),
        letter=_("The moderators of %(group)s muted you until %(until)s. You can still read there."),
        letter_for_good=_("The moderators of %(group)s muted you for good. You can still read there."),
        needs="rule",
        lasts=True,
        undone_by="unmute",
        against=_("against a mute"),
    )
)
