"""The gamify app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GamifyConfig(AppConfig):
    name = "gamify"
    verbose_name = _("The game")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for room in (
            "webhook_events",
            "brand_shelf",
            "challenge_notices",
            "account_closing",
            "jobs",
            "game",
            "home_cards",
            "lookups",
            "member_panel",
            "notices",
            "personal_rows",
            "profile_sections",
            "road",
            "settings_tabs",
            "staff_pages",
            "topics",
        ):  # each fills a registry
            import_module(f"gamify.{room}")
