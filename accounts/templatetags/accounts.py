"""Template tags about people's pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import devices, registry

register = template.Library()


@register.inclusion_tag("elements/tabs.html", takes_context=True)
def settings_tabs(context: dict[str, Any]) -> dict[str, Any]:
    """Draw the settings' tabs with the one that this request is under marked."""
    here = context["request"].path
    offered = {reverse(tab.url_name): tab.label for tab in registry.tabs()}
    current = max((url for url in offered if here.startswith(url)), key=len, default="")
    tabs = [{"url": url, "label": label, "is_current": url == current} for url, label in offered.items()]
    return {"label": _("Settings"), "tabs": tabs}


@register.filter
def device(user_agent: str) -> str:
    """Name the browser behind a session."""
    return devices.name_of(user_agent)
