"""Whose an e-mail address is: whoever opened the letter that was sent there, not whoever typed it first."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import User
from lib import public_id


def is_of_staff(*, user: User, email: str) -> bool:
    """Say whether somebody else who looks after the site has the address: made by hand, theirs needs no letter.

    Queries: 1.
    """
    return User.objects.filter(email__iexact=email, is_staff=True).exclude(pk=user.pk).exists()


@transaction.atomic
def confirmed(*, user: User, email: str) -> int:
    """Take `email`, which `user` confirmed, from accounts made with it and never confirmed; return how many.

    Nobody was ever signed in as one of them. They stay closed: without the address nobody could open them. Nothing is
    taken from the staff.
    Queries: 1; 3 more for each of them.
    """
    opened = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    rivals = User.objects.select_for_update().filter(~Exists(opened), email__iexact=email, last_login=None)
    found = list(rivals.filter(is_staff=False).exclude(pk=user.pk))
    for rival in found:
        EmailAddress.objects.filter(user=rival).delete()
        rival.email, rival.is_active = f"{public_id.new()}@unconfirmed.invalid", False
        rival.save(update_fields=["email", "is_active"])
    return len(found)
