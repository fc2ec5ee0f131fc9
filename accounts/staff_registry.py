"""What the staff of the site look after: each app adds its pages, with how much waits on each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise

from accounts.brand_registry import Registered
from accounts.models import User
from lib.lookup import Found


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


@dataclass(frozen=True)
class MemberPanel:
    """A part of the page on which the staff help one member; `render` returns its HTML, or "" to leave it out."""

    key: str
    position: int
    render: Callable[[HttpRequest, User], str]


@dataclass(frozen=True)
class Finder:
    """How the staff find what has a number: `find` returns what bears exactly this one, mostly nothing."""

    key: str
    position: int
    find: Callable[[str], Sequence[Found]]


member_panels = Registered("member panel")
finders = Registered("finder")
