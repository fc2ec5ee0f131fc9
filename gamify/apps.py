"""The gamify app."""

from django.apps import AppConfig


class GamifyConfig(AppConfig):
    name = "gamify"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gamify import notices, topics  # noqa: F401, PLC0415
