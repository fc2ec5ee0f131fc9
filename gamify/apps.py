"""The gamify app."""

from django.apps import AppConfig


class GamifyConfig(AppConfig):
    name = "gamify"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gamify import notices, profile_sections, settings_tabs, topics  # noqa: F401, PLC0415  # each fills a registry
