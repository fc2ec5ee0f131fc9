"""Do not let out what automod or the raid switch held, by a rule."""

from django.utils.translation import gettext_lazy as _

from community.models import Case, Comment, Post
from community.moderation.registry import Action, Deed, add
from community.services import removals


def carry_out(deed: Deed) -> None:
    assert isinstance(deed.target, Post | Comment)
    by, now = deed.moderator, deed.now
    removals.remove(target=deed.target, moderator=by, reason="declined", now=now, is_checked=deed.is_checked)


add(
    Action(
        key="decline",
        label=_("Do not publish"),
        icon="circle-slash",
        carry_out=carry_out,
        line=_("%(actor)s did not let out a %(what)s by %(subject)s that automod held"),
        public_line=_("A %(what)s that automod held was not let out"),
        letter=_("The moderators of %(group)s did not approve your %(what)s: nobody but you can read it."),
        decides=Case.State.REMOVED,
        on=(Post.State.HELD,),
        kinds=("post", "comment"),
        needs="rule",
        is_harsh=True,
        undone_by="restore",
        against=_("against holding back a %(what)s"),
    )
)
