"""The field of a moment that is typed in the zone of whoever types it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MomentField(forms.DateTimeField):
    """A moment in the current zone. Of an hour that comes twice, when clocks are put back, it is the first."""

    def to_python(self, value: Any) -> datetime | None:
        try:
            return super().to_python(value)
        except ValidationError as error:
            if error.code != "ambiguous_timezone" or not error.params:
                raise
            return _first(error.params["datetime"])


def _first(local: datetime) -> datetime:
    """Return the first moment at which clocks show `local`, in UTC: a local time that comes twice equals no other.

    Raises: ValidationError when clocks never show it.
    """
    zone = timezone.get_current_timezone()
    try:
        first = timezone.make_aware(local, zone).astimezone(UTC)
        is_shown = first.astimezone(zone).replace(tzinfo=None) == local
    except OverflowError:
        is_shown = False
    if not is_shown:
        said = _("Clocks are put forward that night and skip this hour. Choose another.")
        raise ValidationError(said, code="skipped_hour")
    return first
