"""Put aside what was reported and is gone: its author deleted it, or the vote is over."""

from django.utils.translation import gettext_lazy as _

from community.models import Case, Post
from community.models.case import TARGETS
from community.moderation.registry import Action, Deed, add


def carry_out(deed: Deed) -> None:
    """Change nothing: there is nothing left to judge."""


add(
    Action(
        key="close",
        label=_("Close the case"),
        icon="archive",
        carry_out=carry_out,
        line=_("%(actor)s closed a case about a %(what)s by %(subject)s that was gone"),
        public_line=_("A case about a %(what)s that was gone was closed"),
        decides=Case.State.SETTLED,
        on=(Post.State.DELETED,),
        kinds=TARGETS,
    )
)
