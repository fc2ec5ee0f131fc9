"""Let out what automod or the raid switch held: it appears as of now, with its points."""

from django.utils.translation import gettext_lazy as _

from community.models import Case, Comment, Post
from community.moderation.registry import Action, Deed, add
from community.services import removals


def carry_out(deed: Deed) -> None:
    assert isinstance(deed.target, Post | Comment)
    removals.restore(target=deed.target, by=deed.moderator, now=deed.now, is_checked=deed.is_checked)


add(
    Action(
        key="approve",
        label=_("Approve"),
        icon="check",
        carry_out=carry_out,
        line=_("%(actor)s approved a %(what)s by %(subject)s that automod held"),
        public_line=_("A %(what)s that automod held was approved"),
        letter=_("The moderators of %(group)s approved your %(what)s. Everybody can read it now."),
        decides=Case.State.KEPT,
        on=(Post.State.HELD,),
        kinds=("post", "comment"),
    )
)
