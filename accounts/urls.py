"""Pages about people."""

from __future__ import annotations

from django.urls import path, register_converter

from accounts.models.user import HANDLE_PATTERN
from accounts.views import mailbox, people, settings


class HandleConverter:
    """An @handle in a path."""

    regex = HANDLE_PATTERN

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(HandleConverter, "handle")

app_name = "accounts"
urlpatterns = [
    path("@<handle:handle>/", people.profile, name="profile"),
    path("brands/<slug:slug>/", people.brand, name="brand"),
    path("settings/", settings.profile, name="settings"),
    path("settings/preferences/", settings.preferences, name="settings-preferences"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
]
