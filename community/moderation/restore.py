"""Reverse a removal; what was earned comes back."""

from django.utils.translation import gettext_lazy as _

from community.models import Allowance, Argument, Case, MakingUpdate, Meetup, Post, Proposal, Support
from community.moderation.registry import Action, Deed, add
from community.services import removals
from community.services.meetups import removing as meetups
from community.services.proposals import removing


def carry_out(deed: Deed) -> None:
    assert deed.target is not None
    assert not isinstance(deed.target, Support | Allowance)
    if isinstance(deed.target, Proposal | Argument | MakingUpdate):
        removing.restore(target=deed.target, by=deed.moderator, now=deed.now, is_checked=deed.is_checked)
    elif isinstance(deed.target, Meetup):
        meetups.restore(target=deed.target, by=deed.moderator, now=deed.now, is_checked=deed.is_checked)
    else:
        removals.restore(target=deed.target, by=deed.moderator, now=deed.now, is_checked=deed.is_checked)


add(
    Action(
        key="restore",
        label=_("Bring it back"),
        icon="undo-2",
        carry_out=carry_out,
        line=_("%(actor)s brought back a %(what)s by %(subject)s"),
        public_line=_("A removed %(what)s was brought back"),
        letter=_("The moderators of %(group)s brought your %(what)s back, with what it had earned."),
        decides=Case.State.KEPT,
        starts=(Case.State.REMOVED,),
        on=(Post.State.REMOVED,),
        needs="reason",
        after_appeal=_("Your %(what)s is back, with what it had earned."),
    )
)
