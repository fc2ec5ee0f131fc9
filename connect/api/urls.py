"""Endpoints about connected programs: the same of a brand and of the site."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, path

from connect.api.webhooks import described

_PARTS = (
    ("/kinds", "kinds"),
    ("", "list"),
    ("/<str:public_id>", "one"),
    ("/<str:public_id>/state", "state"),
    ("/<str:public_id>/secret", "secret"),
    ("/<str:public_id>/messages", "messages"),
    ("/<str:public_id>/messages/<str:message_id>/again", "again"),
)


def _of(begin: str, name: str, tag: str) -> Iterator[URLPattern]:
    for (part, what), view in zip(_PARTS, described(name, tag), strict=True):
        yield path(f"{begin}webhooks{part}", view.as_view(), name=f"api-{name}-{what}")


urlpatterns = [*_of("brands/<str:slug>/", "webhook", "Brands"), *_of("review/", "site_webhook", "Review")]
