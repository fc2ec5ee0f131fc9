"""The community app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

_REGISTERING = (
    "webhook_events",
    "brand_shelf",
    "jobs",
    "game",
    "home_cards",
    "lookups",
    "member_panel",
    "notices",
    "origins",
    "personal_rows",
    "profile_sections",
    "road",
    "staff_pages",
    "topics",
)


class CommunityConfig(AppConfig):
    name = "community"
    verbose_name = _("Community")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for room in _REGISTERING:
            import_module(f"community.{room}")
