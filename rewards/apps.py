"""The rewards app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

_REGISTERING = (
    "announced",
    "arrivals",
    "brand_shelf",
    "checks",
    "chores",
    "game",
    "launching",
    "lookups",
    "notices",
    "personal_rows",
    "prizes",
    "staff_desks",
    "topics",
)


class RewardsConfig(AppConfig):
    name = "rewards"
    verbose_name = _("Rewards")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for room in _REGISTERING:
            import_module(f"rewards.{room}")
