"""Find a support or a ballot not to be valid: it does not count, and what it had earned goes back."""

from django.utils.translation import gettext_lazy as _

from community.models import Allowance, Case, Support
from community.models.case import VOTES
from community.moderation.registry import Action, Deed, add
from community.services.proposals import invalidating as supports
from community.services.rounds import invalidating as ballots


def carry_out(deed: Deed) -> None:
    if isinstance(deed.target, Support):
        supports.strike(row=deed.target, by=deed.moderator, now=deed.now)
    elif isinstance(deed.target, Allowance):
        ballots.strike(ballot=deed.target, by=deed.moderator, reason=deed.reason, now=deed.now)


add(
    Action(
        key="strike",
        label=_("Does not count"),
        icon="circle-slash",
        carry_out=carry_out,
        line=_("%(actor)s struck a %(what)s by %(subject)s"),
        public_line=_("A %(what)s was struck"),
        letter=_("Your %(what)s for “%(about)s” was found not to be valid and does not count any more."),
        decides=Case.State.REMOVED,
        kinds=VOTES,
        needs="reason",
        is_harsh=True,
    )
)
