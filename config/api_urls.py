"""Version 1 of the API; it changes only by addition."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularSwaggerSplitView

from config import api_schema, outside  # noqa: F401  # the generator finds descriptions of keys and sessions loaded
from config.api_description import Description
from config.api_unknown import unknown

PREFIX = "/api/v1/"
_docs = SpectacularSwaggerSplitView.as_view(url_name="api-schema", template_name="api/docs.html", throttle_classes=[])

urlpatterns = [
    path("schema/", Description.as_view(), name="api-schema"),
    path("docs/", _docs, name="api-docs"),
    path("", include("accounts.api.urls")),
    path("", include("community.api.urls")),
    path("", include("connect.api.urls")),
    path("", include("gamify.api.urls")),
    path("", include("inbox.api.urls")),
    path("", include("rewards.api.urls")),
    *outside.addresses("api.urls"),
]
anything_else = [re_path(r"^api(?:/[\s\S]*)?\Z", unknown, name="api-unknown")]  # a line break in it too


def only_endpoints(endpoints: list[Any]) -> list[Any]:
    """Return the operations that the description is about; called by its generator."""
    return [found for found in endpoints if found[0].startswith(PREFIX)]
