"""What accounts keep of a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import personal
from accounts.models import BrandInvite, BrandStaff, Follow, HiddenPerson, User
from accounts.personal import Obstacle, Table, Telling
from accounts.selectors import road

PERSON = (
    "public_id", "username", "display_name", "bio", "email", "locale", "time_zone", "shortcuts_on", "feelings_on",
    "game_hidden", "boards_hidden", "date_joined", "last_login",
)  # fmt: skip

personal.take_along(
    Table("accounts.User", "pk", PERSON),
    Table("account.EmailAddress", "user", ("email", "verified", "primary")),
    Table("mfa.Authenticator", "user", ("type", "created_at", "last_used_at")),
    Table("usersessions.UserSession", "user", ("created_at", "last_seen_at", "ip", "user_agent")),
    Table("accounts.BrandStaff", "user", ("brand__slug", "role")),
    Table("accounts.Follow", "by", ("person__public_id", "created_at")),
    Table("accounts.HiddenPerson", "by", ("person__public_id", "created_at")),
    Table("accounts.BrandInvite", "user", ("brand__slug", "role", "state", "asked_at", "answered_at")),
)
personal.tell_along(Telling("accounts/road", road.everything))
personal.leave_out("the brand's own log", "accounts.BrandStep")
personal.leave_out("the site's own log", "admin.LogEntry")
personal.leave_out("hashes of handles that were given up", "accounts.RetiredHandle")


@personal.before_closing
def brands_without_an_owner(user: User) -> Iterator[Obstacle]:
    """Name the brands that nobody else owns."""
    for row in BrandStaff.objects.filter(user=user, role=BrandStaff.Role.OWNER).select_related("brand"):
        others = BrandStaff.objects.filter(brand=row.brand_id, role=BrandStaff.Role.OWNER, user__is_active=True)
        if not others.exclude(user=user).exists():
            text = _("You are the only owner of %(name)s: make somebody else one first.") % {"name": row.brand.name}
            yield Obstacle(text, reverse("accounts:brand-people", args=[row.brand.slug]))


@personal.before_closing
def staff_of_the_site(user: User) -> Iterator[Obstacle]:
    """Ask staff to be taken off the staff first, so that nobody closes the last account that can help."""
    if user.is_staff or user.is_superuser:
        yield Obstacle(_("You belong to the staff: let a colleague take you off it first."), "")


@personal.at_erasing
def erase(*, user: User, with_words: bool, now: datetime) -> None:
    """Delete every way to reach or recognise the person; the row itself stays for what points to it."""
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    UserSession.objects.filter(user=user).delete()
    BrandStaff.objects.filter(user=user).delete()
    Follow.objects.filter(Q(by=user) | Q(person=user)).delete()
    HiddenPerson.objects.filter(Q(by=user) | Q(person=user)).delete()
    BrandInvite.objects.filter(Q(user=user) | Q(email__iexact=user.email)).delete()
