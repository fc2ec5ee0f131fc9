"""The staff's page for helping members."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services import member_care
from accounts.staff_registry import StaffPage, staff_pages


def _members(user: User) -> int | None:
    return 0 if member_care.may_look(user) else None


staff_pages.add(StaffPage("members", "accounts:member-search", _("Members"), "users", 5, _members))
