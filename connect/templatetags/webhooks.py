"""Addresses of the pages of an endpoint, of a brand's or of the site's."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Brand
from connect.models import Endpoint
from connect.services.webhooks import outbox
from lib import webhook_events

register = template.Library()


@register.simple_tag
def webhook_url(page: str, brand: Brand | None, endpoint: Endpoint | None = None, *more: Any) -> str:
    """Return where `page` of an endpoint is, such as `webhook-test`."""
    args = ([brand.slug] if brand else []) + ([endpoint.public_id] if endpoint else []) + list(more)
    return reverse(f"connect:{'' if brand else 'site-'}{page}", args=args)


@register.filter
def news_words(name: str) -> str:
    """Return what a kind of message says in the reader's words; the kind itself for one that is no more."""
    if name == outbox.TEST:
        return _("A test")
    kind = webhook_events.find(name)
    return str(kind.words) if kind else name
