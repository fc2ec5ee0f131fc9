"""The admin of site staff: through the site's own sign-in, with what its theme needs of the content policy."""

from __future__ import annotations

from allauth.account.decorators import secure_admin_login
from csp.constants import SELF
from csp.middleware import CSPMiddleware
from django.contrib import admin
from django.http import HttpRequest
from django.http.response import HttpResponseBase

PATH = "/admin/"
_LOOSER = {
    "script-src": [SELF, "'unsafe-eval'", "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "style-src-attr": ["'unsafe-inline'"],
}


class ContentPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere but below the admin, whose theme (Alpine) evaluates expressions."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith(PATH) and getattr(request, "user", None) and request.user.is_staff:
            response._csp_replace = _LOOSER  # type: ignore[attr-defined]
        return super().process_response(request, response)


def guard() -> None:
    """Send the admin's own sign-in page through the site's, with its second step and its limits."""
    admin.autodiscover()
    admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
