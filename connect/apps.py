"""The connect app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConnectConfig(AppConfig):
    name = "connect"
    verbose_name = _("Programs")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("connect.brand_tabs")
        import_module("connect.checks")
        import_module("connect.jobs")
        import_module("connect.account_closing")
        import_module("connect.key_notices")
        import_module("connect.settings_tabs")
        import_module("connect.staff_pages")
        import_module("connect.topics")
        import_module("connect.webhook_notices")
        import_module("connect.personal_rows")
