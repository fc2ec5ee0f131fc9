"""Template tags about people's pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from accounts import registry

register = template.Library()


@register.inclusion_tag("elements/tabs.html", takes_context=True)
def settings_tabs(context: dict[str, Any]) -> dict[str, Any]:
    """Draw the settings' tabs with the one that this request is under marked."""
    here = context["request"].path
    offered = [{"url": reverse(tab.url_name), "label": tab.label} for tab in registry.tabs()]
    under = [tab for tab in offered if here.startswith(tab["url"])]
    current = max(under, key=lambda tab: len(tab["url"]), default=None)
    return {"label": "", "tabs": [{**tab, "is_current": tab is current} for tab in offered]}
