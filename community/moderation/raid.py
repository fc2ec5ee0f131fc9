"""The raid switch of a group is switched on."""

from django.utils.translation import gettext_lazy as _

from community.moderation.registry import Action, Deed, add


def carry_out(deed: Deed) -> None:
    """Change nothing: `services.automod` has done it."""


add(
    Action(
        key="raid",
        label=_("Raid switch on"),
        icon="siren",
        carry_out=carry_out,
        line=_("%(actor)s switched the raid switch on until %(until)s"),
        public_line=_("The raid switch was switched on until %(until)s"),
    )
)
