"""Pages of the community app."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "community"
urlpatterns: list[URLPattern] = []
