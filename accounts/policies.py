"""Who may do what with what a brand runs: roles, and tables of actions that the apps above fill in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from django.utils.functional import Promise

from accounts.models import User
from lib import errors

Action = TypeVar("Action", bound=StrEnum)


class Role(StrEnum):
    """What somebody is to a brand; staff of the site who work for it count as its people only."""

    NOBODY = "nobody"
    EDITOR = "editor"
    OWNER = "owner"
    STAFF = "staff"

    @property
    def works_here(self) -> bool:
        return self in BRAND

    @property
    def is_owner(self) -> bool:
        return self is Role.OWNER


BRAND = frozenset({Role.EDITOR, Role.OWNER})
STAFF = frozenset({Role.STAFF})


class StaffOnly(errors.NotFound):
    """This is the staff's; nobody else need know that there is such a page."""

    code = "accounts.staff_only"


def require_staff(user: User) -> None:
    """Refuse whoever is not of the site's staff. Raises: StaffOnly."""
    if not user.is_staff:
        raise StaffOnly


@dataclass(frozen=True)
class Policy(Generic[Action]):
    """Which roles may take which action; `needs` is what those read who may look, but not do this.

    Codes of refusals begin with `app`; `hidden` is that of a thing which somebody may not even know of.
    """

    app: str
    hidden: str
    roles: Mapping[Action, frozenset[Role]]
    needs: Mapping[Action, Promise]

    def may(self, action: Action, role: Role) -> bool:
        """Say whether the table allows `action`."""
        return role in self.roles[action]

    def check(self, action: Action, role: Role) -> None:
        """Refuse `action` unless the table allows it. Raises: NotFound for who is nobody here; else NotAllowed."""
        if self.may(action, role):
            return
        if role is Role.NOBODY:
            raise self.not_found()
        raise errors.NotAllowed(self.needs.get(action), code=f"{self.app}.may_not_{action}")

    def not_found(self) -> errors.NotFound:
        """Return what is said of a thing that is not there, and of one that somebody may not know of."""
        return errors.NotFound(code=f"{self.app}.{self.hidden}")
