"""The admin of site staff: through the site's own sign-in, with what its theme needs of the content policy."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.decorators import secure_admin_login
from allauth.mfa.utils import is_mfa_enabled
from csp.constants import SELF
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from config import admin_names

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
    """Send its sign-in page through the site's, let nobody in who has no second step, and name fields for readers."""
    admin.autodiscover()
    admin_names.translate_fields(admin.site)
    admin.site.login = secure_admin_login(_second_step_first(admin.site.login))  # type: ignore[method-assign]
    is_allowed = admin.site.has_permission
    admin.site.has_permission = lambda request: (  # type: ignore[method-assign]
        is_allowed(request) and not _lacks_second_step(request)
    )


def _lacks_second_step(request: HttpRequest) -> bool:
    return settings.HEARTH_ADMIN_SECOND_STEP and not is_mfa_enabled(request.user)


def _second_step_first(page: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    def respond(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if _lacks_second_step(request):
            messages.warning(request, _("The admin opens with a second step of signing in. Set one up here first."))
            return redirect("mfa_index")
        return page(request, *args, **kwargs)

    return respond
