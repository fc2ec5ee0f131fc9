"""`{% live topic %}`: the attributes that keep an element current."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def live(context: template.Context, topic: str, version: int | None = None) -> SafeString:
    """Print `data-live` and `data-live-version` for the element's opening tag.

    The version comes from the second argument, else from the dict `live_versions` in the context, which the view
    made by `live.selectors.topics.versions(...)` before it read the content. There is no fallback that asks the
    database here: read after the content, a version could hide a change for ever.
    """
    if version is None:
        version = _from_context(context, topic)
    return format_html('data-live="{}" data-live-version="{}"', topic, version)


def _from_context(context: template.Context, topic: str) -> Any:
    versions = context.get("live_versions")
    if versions is None or topic not in versions:
        raise LookupError(f"The view must put the version of {topic!r} into `live_versions`, read before the content.")
    return versions[topic]
