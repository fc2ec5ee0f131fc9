"""Making accounts from commands; visitors sign up through django-allauth."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import User


@transaction.atomic
def register(
    *,
    handle: str,
    display_name: str,
    email: str,
    password_hash: str,
    locale: str,
    time_zone: str,
    now: datetime,
    bio: str = "",
) -> User:
    """Make an account whose address is already confirmed. Raises IntegrityError for a taken handle or address."""
    user = User.objects.create(
        username=handle,
        display_name=display_name,
        email=email,
        password=password_hash,
        locale=locale,
        time_zone=time_zone,
        bio=bio,
        date_joined=now,
    )
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user
