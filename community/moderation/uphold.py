"""An appeal is answered: the decision was right."""

from django.utils.translation import gettext_lazy as _

from community.models import Case
from community.moderation.registry import Action, Deed, add

KEY = "uphold"


def carry_out(deed: Deed) -> None:
    """Change nothing: the decision itself is the act."""


add(
    Action(
        key=KEY,
        label=_("It stands"),
        icon="scale",
        carry_out=carry_out,
        line=_("%(actor)s upheld a decision about %(subject)s on appeal"),
        public_line=_("A decision was upheld on appeal"),
        letter=_("Your appeal was looked at by somebody who had no part in the decision. It stands."),
        letter_by_same=_(
            "Nobody else looks after Hearth, so who had decided looked at your appeal. The decision stands."
        ),
        decides=Case.State.UPHELD,
        kinds=(),
        needs="reason",
    )
)
