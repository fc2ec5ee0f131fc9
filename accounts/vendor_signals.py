"""What allauth tells of, and no adapter is asked about."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.dispatch import receiver

from accounts.services import addresses


@receiver(email_confirmed, dispatch_uid="accounts.addresses.confirmed")
def free_the_address(email_address: EmailAddress, **_kwargs: Any) -> None:
    """Make sure that a confirmed address can become its owner's first one."""
    addresses.confirmed(user=email_address.user, email=email_address.email)
