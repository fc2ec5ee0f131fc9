"""Cookies, transport and the content security policy."""

from __future__ import annotations

from csp.constants import NONE, SELF

from config.settings.environment import env

HTTPS = env.bool("HEARTH_HTTPS", False)
SESSION_COOKIE_NAME = "__Host-hearth_session" if HTTPS else "hearth_session"
CSRF_COOKIE_NAME = "__Host-hearth_csrf" if HTTPS else "hearth_csrf"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/(jobs/)?$", r"^metrics$"]  # asked from beside the process, where there is no TLS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.int("HEARTH_PROXIES", 0) else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "look.stale_forms.answer"
CSRF_TRUSTED_ORIGINS = env.list("HEARTH_ORIGINS", default=[])

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF, "ws:", "wss:"] if not HTTPS else [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
