"""Whose page opened the socket: only our own may, for the browser sends the cookies of the person to any."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

DEFAULT_PORTS = {"http": "80", "https": "443"}
Headers = Iterable[tuple[bytes, bytes]]


def is_ours(headers: Headers) -> bool:
    """Say whether the handshake's one Origin names this site: its Host header, or one of CSRF_TRUSTED_ORIGINS.

    The scheme may differ (a proxy may end TLS), host and port may not. Missing, doubled and `null` origins are foreign.
    """
    origin = _only(headers, b"origin")
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    parts = _split(origin)
    if parts is None:
        return False
    host, port = split_domain_port(_only(headers, b"host").lower())
    standard = DEFAULT_PORTS[parts.scheme]
    is_same = (_host(parts), str(parts.port or standard)) == (host, port or standard)
    return is_same and validate_host(host, settings.ALLOWED_HOSTS)


def _only(headers: Headers, name: bytes) -> str:
    values = [value.decode("latin-1") for key, value in headers if key == name]
    return values[0] if len(values) == 1 else ""


def _split(origin: str) -> SplitResult | None:
    try:
        parts = urlsplit(origin)
        return parts if parts.scheme in DEFAULT_PORTS and parts.hostname and parts.port != 0 else None
    except ValueError:
        return None


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    return f"[{host}]" if ":" in host else host
