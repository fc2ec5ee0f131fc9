"""Pages of the gamify app."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "gamify"
urlpatterns: list[URLPattern] = []
