"""Letters that a brand sends to people who may not have an account yet."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import BrandInvite


def invite(row: BrandInvite) -> None:
    """Ask whoever has the address of the invitation; in the language of who asks, for we know no other."""
    with translation.override(row.asked_by.locale):
        said = {
            "brand": row.brand.name,
            "by": row.asked_by.display_name,
            "role": row.get_role_display(),
            "site": settings.SITE_NAME,
            "url": f"{settings.BASE_URL.rstrip('/')}/brands/invites/{row.public_id}/",
        }
        subject = render_to_string("accounts/letters/brand_invite_subject.txt", said).strip()
        send_mail(subject, render_to_string("accounts/letters/brand_invite.txt", said), None, [row.email])
