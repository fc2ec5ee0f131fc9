"""The community app."""

from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "community"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from community import game, group_notices, moderation_notices, notices, profile_sections, topics  # noqa: F401, PLC0415  # each fills a registry
