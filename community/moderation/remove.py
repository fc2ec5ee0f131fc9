"""Take away what breaks a rule; its points go back."""

from django.utils.translation import gettext_lazy as _

from community.models import Allowance, Argument, Case, MakingUpdate, Meetup, Proposal, Support
from community.moderation.registry import Action, Deed, add
from community.services import removals
from community.services.meetups import removing as meetups
from community.services.proposals import removing


def carry_out(deed: Deed) -> None:
    assert deed.target is not None
    assert not isinstance(deed.target, Support | Allowance)
    by, now, is_checked = deed.moderator, deed.now, deed.is_checked
    if isinstance(deed.target, Proposal | Argument | MakingUpdate):
        removing.remove(target=deed.target, moderator=by, reason="removed", now=now, is_checked=is_checked)
    elif isinstance(deed.target, Meetup):
        meetups.remove(target=deed.target, moderator=by, now=now, is_checked=is_checked)
    else:
        removals.remove(target=deed.target, moderator=by, reason="removed", now=now, is_checked=is_checked)


add(
    Action(
        key="remove",
        label=_("Remove"),
        icon="trash-2",
        carry_out=carry_out,
        line=_("%(actor)s removed a %(what)s by %(subject)s"),
        public_line=_("A %(what)s was removed"),
        letter=_("The moderators of %(group)s removed your %(what)s. What it had earned has gone back."),
        decides=Case.State.REMOVED,
        starts=(Case.State.OPEN, Case.State.KEPT),
        needs="rule",
        is_harsh=True,
        undone_by="restore",
        against=_("against the removal of a %(what)s"),
    )
)
