from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_POST, require_safe

from lib import web
from look import last_words, sample, themes

logger = logging.getLogger(__name__)


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "styleguide/index.html", sample.page())


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "offline.html")


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    response = web.see_other(web.back(request, "/"))
    themes.remember(request, response, request.POST.get("theme", ""))
    return response


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", {"error": exception}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that it is our fault; where even that page cannot be drawn, in both languages."""
    language = getattr(request, "LANGUAGE_CODE", "") or translation.get_language_from_request(request)
    try:
        with translation.override(language):
            return render(request, "errors/500.html", status=500)
    except Exception:  # whatever is gone: this is the last that can be said
        logger.exception("the page for accidents could not be drawn")
        return last_words.page(500)
