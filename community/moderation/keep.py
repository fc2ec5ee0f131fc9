"""Leave what was reported where it is."""

from django.utils.translation import gettext_lazy as _

from community.models import Case
from community.models.case import TARGETS
from community.moderation.registry import Action, Deed, add


def carry_out(deed: Deed) -> None:
    """Change nothing: the decision itself is the act."""


add(
    Action(
        key="keep",
        label=_("Keep"),
        icon="check",
        carry_out=carry_out,
        line=_("%(actor)s kept a reported %(what)s by %(subject)s"),
        public_line=_("A reported %(what)s was kept"),
        decides=Case.State.KEPT,
        kinds=TARGETS,
    )
)
