"""Template tags about people's pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.usersessions.models import UserSession
from django import template
from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import devices, registry
from accounts.staff_registry import staff_pages as pages

register = template.Library()


@register.inclusion_tag("elements/beside.html", takes_context=True)
def settings_tabs(context: dict[str, Any]) -> dict[str, Any]:
    """Draw the settings' tabs with the one that this request is under marked."""
    here = context["request"].path
    offered = {reverse(tab.url_name): tab for tab in registry.tabs()}
    current = max((url for url in offered if here.startswith(url)), key=len, default="")
    tabs = [
        {"url": url, "label": tab.label, "icon": tab.icon, "is_current": url == current} for url, tab in offered.items()
    ]
    return {"label": _("Settings"), "tabs": tabs}


@register.inclusion_tag("elements/beside.html", takes_context=True)
def staff_pages(context: dict[str, Any], current: str) -> dict[str, Any]:
    """Draw the pages of the staff, each with how much waits there for whoever looks."""
    user = context["request"].user
    counted = [(page, page.waiting(user)) for page in pages.every()]
    tabs = [
        {
            "url": reverse(page.url_name),
            "label": page.label,
            "icon": page.icon,
            "count": count,
            "is_current": page.key == current,
        }
        for page, count in counted
        if count is not None
    ]
    return {"label": _("What to look at"), "tabs": tabs}


@register.filter
def unechoed(field: BoundField) -> BoundField:
    """Take out the grey echo of the label that allauth's forms put into their fields."""
    field.field.widget.attrs.pop("placeholder", None)
    return field


@register.filter
def device(user_agent: str) -> str:
    """Name the browser behind a session."""
    return devices.name_of(user_agent)


@register.filter
def this_one_first(sessions: Iterable[UserSession]) -> list[UserSession]:
    """Put the browser that asks before the others, which begin with the latest."""
    return sorted(sessions, key=lambda each: (each.is_current(), each.created_at), reverse=True)
