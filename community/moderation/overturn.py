"""An appeal is answered: the decision was wrong."""

from django.utils.translation import gettext_lazy as _

from community.models import Case
from community.moderation.registry import Action, Deed, add

KEY = "overturn"


def carry_out(deed: Deed) -> None:
    """Change nothing: `appeals.deciding` has run the action that takes the decision back."""


add(
    Action(
        key=KEY,
        label=_("Overturn it"),
        icon="undo-2",
        carry_out=carry_out,
        line=_("%(actor)s overturned a decision about %(subject)s on appeal"),
        public_line=_("A decision was overturned on appeal"),
        letter=_("Your appeal was looked at by somebody who had no part in the decision. It is overturned."),
        letter_by_same=_("Nobody else looks after Hearth, so who had decided looked at your appeal. It is overturned."),
        decides=Case.State.OVERTURNED,
        kinds=(),
        needs="reason",
    )
)
