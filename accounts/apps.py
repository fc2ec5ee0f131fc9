"""The accounts app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("accounts.brand_tabs")
        import_module("accounts.checks")
        import_module("accounts.jobs")
        import_module("accounts.lookups")
        import_module("accounts.personal_rows")
        import_module("accounts.settings_tabs")
        import_module("accounts.staff_pages")
