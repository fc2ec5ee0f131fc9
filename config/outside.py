"""What apps from outside this tree add to the addresses: each may have `urls` and `api.urls`."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLResolver, include, path


def addresses(module: str) -> list[URLResolver]:
    """Return what the apps of HEARTH_APPS bring in their `module`, such as "urls"; core addresses go before them."""
    names = [f"{app}.{module}" for app in settings.HEARTH_APPS]
    return [path("", include(name)) for name in names if _is_there(name)]


def _is_there(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:  # its package is not there either
        return False
