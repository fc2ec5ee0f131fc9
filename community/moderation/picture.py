"""A picture that a brand showed is taken away; its news stay."""

from django.utils.translation import gettext_lazy as _

from community.moderation.registry import Action, Deed, add


def carry_out(deed: Deed) -> None:
    """Change nothing: `showing.remove` knows which picture it is."""


add(
    Action(
        key="picture",
        label=_("Take it away"),
        icon="image-off",
        carry_out=carry_out,
        line=_("%(actor)s took away a picture that %(subject)s showed"),
        public_line=_("A picture of the making was taken away"),
        letter=_("The moderators of %(group)s took away a picture that you showed."),
        needs="reason",
    )
)
