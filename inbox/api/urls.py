"""Endpoints of the inbox."""

from __future__ import annotations

from django.urls import path

from inbox.api import notifications

urlpatterns = [
    path("notifications", notifications.Notifications.as_view(), name="api-notifications"),
    path("notifications/read", notifications.ReadAll.as_view(), name="api-notifications-read"),
    path("notifications/preferences", notifications.Preferences.as_view(), name="api-notification-preferences"),
    path("notifications/<int:pk>/read", notifications.ReadOne.as_view(), name="api-notification-read"),
]
