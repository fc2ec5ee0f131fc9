"""Telling people of their keys: whoever did not make one must hear of it, by letter and here."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from accounts.models import BrandStaff, User
from connect import scopes
from connect.models import ApiKey
from inbox.services import notifications
from lib.after_commit import after_commit


def made(key: ApiKey, now: datetime) -> None:
    """Tell the owner, by letter too, and the brand's other owners. Inside a transaction."""
    url = _page(key)
    said = {"name": key.name, "shown": key.shown}
    told = f"api_key_made:{key.public_id}"
    notifications.send(recipient=key.owner, kind="api_key_made", key=told, url=url, data=said, now=now)
    if key.brand is not None:
        owners = key.brand.staff.filter(role=BrandStaff.Role.OWNER, user__is_active=True).exclude(user=key.owner)
        data = said | {"brand": key.brand.names}
        for row in owners.select_related("user").order_by("pk"):
            notifications.send(
                recipient=row.user, kind="brand_key_made", key=told, url=url, actor=key.owner, data=data, now=now
            )
    after_commit(partial(_write, key))


def revoked(key: ApiKey, by: User, now: datetime) -> None:
    """Tell the owner that somebody else took the key away. Inside a transaction."""
    said = {"name": key.name, "shown": key.shown}
    told = f"api_key_revoked:{key.public_id}"
    notifications.send(
        recipient=key.owner, kind="api_key_revoked", key=told, url=_page(key), actor=by, data=said, now=now
    )


def _page(key: ApiKey) -> str:
    return reverse("connect:connections", args=[key.brand.slug]) if key.brand else reverse("connect:keys")


def _write(key: ApiKey) -> None:
    with translation.override(key.owner.locale), timezone.override(key.owner.time_zone):
        said = {
            "name": key.name,
            "shown": key.shown,
            "brand": key.brand.name if key.brand else "",
            "may": [scope.label for scope in scopes.SCOPES if scope.key in key.scopes],
            "until": date_format(timezone.localtime(key.expires_at), "DATE_FORMAT"),
            "site": settings.SITE_NAME,
            "url": f"{settings.BASE_URL.rstrip('/')}{_page(key)}",
        }
        subject = render_to_string("connect/letters/key_made_subject.txt", said).strip()
        send_mail(subject, render_to_string("connect/letters/key_made.txt", said), None, [key.owner.email])
