"""The terms on rights that authors and those who amend accept. A version is never changed once somebody accepted it:
a new one is added, and what each person accepted is kept by its key."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lib import errors

Text = str | Promise

_VERSIONS: Mapping[str, tuple[Text, ...]] = {
    "2026-11": (
        _("The idea stays yours. You may use it anywhere else, and tell anybody that it is yours."),
        _("The brand may study it here. It may make and sell it only if it accepts the proposal in public."),
        _("If it is made, everybody in the credit statement gets their share of the pool that the brand pays in."),
        _("You say that it is your own work, or that whoever else had a part in it is named here."),
        _("You can withdraw it until the brand has accepted it. What was read before cannot be unread."),
    ),
}
LATEST = "2026-11"


def terms(version: str = LATEST) -> tuple[Text, ...]:
    """Return the sentences of a version; () for one that never was."""
    return _VERSIONS.get(version, ())


def check_latest(version: str) -> str:
    """Return `version` if it is what is asked for now. Raises: Invalid beside `terms`."""
    if version != LATEST:
        raise errors.Invalid(fields={"terms": _("Please read and accept the terms on rights.")})
    return version
