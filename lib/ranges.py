"""Numbers and moments as somebody wrote them into a form: what nobody can mean goes into `wrong` beside its field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from lib import errors

FIRST_YEAR, LAST_YEAR = 2000, 2999


def between(least: int, most: int) -> errors.Text:
    """Return the sentence for what is out of range."""
    return _("Between %(least)s and %(most)s, please.") % {"least": least, "most": most}


def require(value: int, least: int, most: int, *, field: str) -> None:
    """Refuse a value that is out of range. Raises: Invalid beside `field`."""
    if not least <= value <= most:
        raise errors.Invalid(fields={field: between(least, most)})


def check(
    said: object, ranges: Mapping[str, tuple[int, int]], wrong: dict[str, errors.Text], *, prefix: str = ""
) -> None:
    """Check the attributes of `said` that `ranges` names; None lacks, and is not wrong."""
    for name, (least, most) in ranges.items():
        value = getattr(said, name)
        if value is not None and not least <= value <= most:
            wrong[f"{prefix}{name}"] = between(least, most)


def check_years(said: object, names: Iterable[str], wrong: dict[str, errors.Text]) -> None:
    """Check these moments; a year at the end of the calendar has no place in the calendar of another time zone."""
    for name in names:
        moment = getattr(said, name)
        if moment and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            wrong[name] = between(FIRST_YEAR, LAST_YEAR)
