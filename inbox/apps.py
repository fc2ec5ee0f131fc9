"""The inbox app."""

from importlib import import_module

from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "inbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("inbox.brand_notices")
        import_module("inbox.jobs")
        import_module("inbox.personal_rows")
        import_module("inbox.topics")
        import_module("inbox.settings_tabs")
