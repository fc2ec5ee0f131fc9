"""What the staff of the site look after: each app adds its pages, with how much waits on each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.brand_registry import Registered
from accounts.models import User


def _nothing(user: User) -> int | None:
    return 0


@dataclass(frozen=True)
class StaffPage:
    """A page of the staff: where it is (a URL name), and how many things wait there for one of them.

    None says that it is not theirs: who works for a brand judges no votes.
    """

    key: str
    url_name: str
    label: str | Promise
    icon: str
    position: int
    waiting: Callable[[User], int | None] = _nothing


staff_pages = Registered("staff page")
