"""The description of the API for whoever asks: made once for each language and format, for it takes seconds."""

from __future__ import annotations

from typing import Any

from django.core.cache import caches
from django.http import HttpResponse
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request


class Description(SpectacularAPIView):
    """Takes neither a language nor a version from the address: there is one of each, and both went into headers."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the description in the reader's language, as YAML or JSON."""
        renderer = request.accepted_renderer
        key = f"api-description:{get_language()}:{renderer.format}"
        made: bytes | None = caches["fragments"].get(key)
        if made is None:
            found = self.generator_class().get_schema(request=None, public=True)
            made = renderer.render(found, renderer_context={})
            caches["fragments"].set(key, made)
        response = HttpResponse(made, content_type=f"{renderer.media_type}; charset=utf-8")
        response["Content-Disposition"] = f'inline; filename="hearth-api.{renderer.format}"'
        return response
