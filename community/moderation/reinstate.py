"""Let a support or a ballot count again that was struck, with what it had earned."""

from django.utils.translation import gettext_lazy as _

from community.models import Allowance, Case, Post, Support
from community.models.case import VOTES
from community.moderation.registry import Action, Deed, add
from community.services.proposals import invalidating as supports
from community.services.rounds import invalidating as ballots


def carry_out(deed: Deed) -> None:
    if isinstance(deed.target, Support):
        supports.reinstate(row=deed.target, by=deed.moderator, now=deed.now)
    elif isinstance(deed.target, Allowance):
        ballots.reinstate(ballot=deed.target, by=deed.moderator, now=deed.now)


add(
    Action(
        key="reinstate",
        label=_("Let it count again"),
        icon="undo-2",
        carry_out=carry_out,
        line=_("%(actor)s let a %(what)s by %(subject)s count again"),
        public_line=_("A struck %(what)s counts again"),
        letter=_("Your %(what)s for “%(about)s” counts again, with what it had earned."),
        decides=Case.State.KEPT,
        starts=(Case.State.REMOVED,),
        on=(Post.State.REMOVED,),
        kinds=VOTES,
        needs="reason",
    )
)
