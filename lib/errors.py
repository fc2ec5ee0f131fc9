"""The five kinds of error that domain code raises; only edges turn them into HTTP, frames or toasts.

Subclasses sit beside the function that raises them and set a stable `code` such as `community.post_closed`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lib import texts

T = TypeVar("T")
Text = str | Promise


class HearthError(Exception):
    """A refusal with a stable code, a sentence for the user and data for machines."""

    code = "hearth.error"
    message: Text = _("Something went wrong.")

    def __init__(self, message: Text | None = None, *, code: str | None = None, **data: Any) -> None:
        self.message = message or self.message
        self.code = code or self.code
        self.data = data
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.message)

    @property
    def words(self) -> str:
        """All that it says to a person, in one line."""
        return str(self.message)


class NotFound(HearthError):
    """The thing does not exist, or the actor may not know that it does."""

    code = "hearth.not_found"
    message = _("We could not find that.")


class NotAllowed(HearthError):
    """The actor may see the thing but not do this to it; `data["needs"]` may name the role."""

    code = "hearth.not_allowed"
    message = _("You may not do that here.")


class Conflict(HearthError):
    """The thing has changed, is closed or full; `data` carries what the user needs to decide again."""

    code = "hearth.conflict"
    message = _("This has changed in the meantime.")


class Invalid(HearthError):
    """The input is wrong; `data["fields"]` maps a field's name to a sentence."""

    code = "hearth.invalid"
    message = _("Please check what you entered.")

    @property
    def fields(self) -> dict[str, Text]:
        fields: dict[str, Text] = self.data.get("fields", {})
        return fields

    @property
    def words(self) -> str:
        return texts.join(self.fields.values()) or str(self.message)


class RateLimited(HearthError):
    """Too many, too soon; `data["retry_seconds"]` says when it opens again."""

    code = "hearth.rate_limited"
    message = _("That was a little fast. Please wait a moment.")


REFUSALS = (Conflict, NotAllowed, RateLimited)  # a sound wish that is not granted now, or not to this person


def gather(wrong: dict[str, Text], check: Callable[[], T]) -> T | None:
    """Return what `check` gives; None when it raises Invalid, whose fields then stand among the `wrong` ones."""
    try:
        return check()
    except Invalid as error:
        wrong.update(error.fields)
        return None
