"""What `manage.py check` says of menus: each page that an app put into one has an address, or every page would break."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import NoReverseMatch, reverse

from accounts import brand_registry, registry, staff_registry


@register(Tags.urls)
def menus(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Name each page that has none."""
    parts = [
        *(("staff page", page.url_name, []) for page in staff_registry.staff_pages.every()),
        *(("settings tab", tab.url_name, []) for tab in registry.tabs()),
        *(("console tab", tab.url_name, ["a-brand"]) for tab in brand_registry.tabs.every()),
    ]
    return [_missing(what, name, args) for what, name, args in parts if not _is_there(name, args)]


def _is_there(name: str, args: list[str]) -> bool:
    try:
        return bool(reverse(name, args=args))
    except NoReverseMatch:
        return False


def _missing(what: str, name: str, args: list[str]) -> CheckMessage:
    takes = "the brand's slug" if args else "nothing"
    return Error(f"A {what} leads to {name!r}: no address of that name takes {takes}.", id="accounts.E001")
