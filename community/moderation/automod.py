"""What automod looks for in a group is changed."""

from django.utils.translation import gettext_lazy as _

from community.moderation.registry import Action, Deed, add


def carry_out(deed: Deed) -> None:
    """Change nothing: `services.automod` has done it."""


add(
    Action(
        key="automod",
        label=_("Automod"),
        icon="shield",
        carry_out=carry_out,
        line=_("%(actor)s changed the automod"),
        public_line=_("The automod was changed"),
    )
)
