"""Pages of the inbox."""

from __future__ import annotations

from django.urls import path

from inbox.views import notifications, preferences

app_name = "inbox"
urlpatterns = [
    path("notifications/", notifications.index, name="notification-list"),
    path("notifications/count/", notifications.count, name="notification-count"),
    path("notifications/read/", notifications.read_all, name="notification-read-all"),
    path("notifications/<int:pk>/open/", notifications.open_one, name="notification-open"),
    path("settings/notifications/", preferences.index, name="preference-list"),
]
