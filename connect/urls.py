"""Pages about what a member or a brand has connected."""

from __future__ import annotations

from django.urls import path

from connect.views import connections

app_name = "connect"
urlpatterns = [
    path("brands/<slug:slug>/connections/", connections.index, name="connections"),
]
