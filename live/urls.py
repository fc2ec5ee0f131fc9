"""Requests of the live pages."""

from __future__ import annotations

from django.urls import path

from live import views

app_name = "live"
urlpatterns = [
    path("versions/", views.versions, name="versions"),
    path("fragment/", views.fragment, name="fragment"),
]
