"""The rewards app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

_REGISTERING = (
    "webhook_events",
    "invite_codes",
    "brand_shelf",
    "checks",
    "jobs",
    "game",
    "home_cards",
    "launching",
    "lookups",
    "member_panel",
    "notices",
    "personal_rows",
    "prizes",
    "road",
    "staff_pages",
    "topics",
)


class RewardsConfig(AppConfig):
    name = "rewards"
    verbose_name = _("Rewards")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for room in _REGISTERING:
            import_module(f"rewards.{room}")
