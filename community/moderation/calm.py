"""The raid switch of a group is switched off before its time."""

from django.utils.translation import gettext_lazy as _

from community.moderation.registry import Action, Deed, add


def carry_out(deed: Deed) -> None:
    """Change nothing: `services.automod` has done it."""


add(
    Action(
        key="calm",
        label=_("Raid switch off"),
        icon="siren",
        carry_out=carry_out,
        line=_("%(actor)s switched the raid switch off"),
        public_line=_("The raid switch was switched off"),
    )
)
