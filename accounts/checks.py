"""What `manage.py check` says of apps: their pages in our menus have addresses, and their rows of people an end."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.urls import NoReverseMatch, reverse

from accounts import brand_registry, personal, registry, staff_registry
from accounts.models import User


@register(Tags.urls)
def menus(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Name each page that has no address: every page with the menu would break."""
    parts = [
        *(("staff page", page.url_name, []) for page in staff_registry.staff_pages.every()),
        *(("settings tab", tab.url_name, []) for tab in registry.tabs()),
        *(("console tab", tab.url_name, ["a-brand"]) for tab in brand_registry.tabs.every()),
    ]
    return [_missing(what, name, args) for what, name, args in parts if not _is_there(name, args)]


@register()
def people(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Name each model that points to a person and does not say what becomes of its rows when they leave."""
    known = {table.model for table in personal.tables()} | personal.left_out().keys()
    hint = "accounts.personal: take_along or leave_out, in the app's personal_rows.py."
    return [
        Warning(f"{model._meta.label} names a person: it stays when they leave.", hint=hint, id="accounts.W002")
        for model in apps.get_models()
        if any(field.related_model is User for field in model._meta.concrete_fields) and model._meta.label not in known
    ]


def _is_there(name: str, args: list[str]) -> bool:
    try:
        return bool(reverse(name, args=args))
    except NoReverseMatch:
        return False


def _missing(what: str, name: str, args: list[str]) -> CheckMessage:
    takes = "the brand's slug" if args else "nothing"
    return Error(f"A {what} leads to {name!r}: no address of that name takes {takes}.", id="accounts.E001")
