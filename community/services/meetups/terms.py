"""What a meetup can be: every part checked at once, before anything is written. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _, ngettext_lazy

from community.models import Meetup
from community.services import text
from lib import clean, errors, languages, ranges

TITLE_LENGTH, VENUE_LENGTH, LINK_LENGTH, BODY_LENGTH = 120, 200, 500, 8_000
MOST_PLACES = 10_000
AHEAD, LONGEST = timedelta(days=366), timedelta(days=14)
REMINDED_BEFORE = timedelta(days=1)
# What people plan their day by: who comes hears when one of these changes.
DAY = ("begins_at", "ends_at", "venue", "link")
NOWHERE = _("Say where: a place, a link, or both.")
Wrong = dict[str, errors.Text]


@dataclass(frozen=True)
class Plan:
    """A meetup as somebody wants it; `places` None: as many as like."""

    title: str
    begins_at: datetime | None
    ends_at: datetime | None
    body: str = ""
    venue: str = ""
    link: str = ""
    places: int | None = None


def cleaned(plan: Plan, *, now: datetime, before: Meetup | None = None) -> tuple[dict[str, Any], text.Parsed | None]:
    """Return the columns of `plan`, and its words as they were parsed, None for none.

    Args: before: what is changed; a beginning that stays may have passed.
    Raises: Invalid with a sentence for each wrong field.
    """
    wrong: Wrong = {}
    parsed = errors.gather(wrong, lambda: _words(plan.body))
    begins, ends = _minute(plan.begins_at), _minute(plan.ends_at)
    values = {
        "title": errors.gather(wrong, lambda: clean.line(plan.title, field="title", most=TITLE_LENGTH, least=2)),
        "body": parsed.source if parsed else "",
        "venue": errors.gather(wrong, lambda: clean.line(plan.venue, field="venue", most=VENUE_LENGTH)),
        "link": errors.gather(wrong, lambda: _link(plan.link)),
        "begins_at": begins,
        "ends_at": ends,
        "places": plan.places,
    }
    if not plan.venue.strip() and not plan.link.strip():
        wrong.setdefault("venue", NOWHERE)
    wrong |= wrong_times(begins, ends, now=now, kept=before.begins_at if before else None)
    wrong |= _wrong_places(plan.places, taken=before.coming if before else 0)
    if wrong:
        raise errors.Invalid(fields=wrong)
    values["language"] = languages.language_of(f"{values['title']}\n{values['body']}")
    return values, parsed


def wrong_times(
    begins: datetime | None, ends: datetime | None, *, now: datetime, kept: datetime | None = None
) -> Wrong:
    """Return what is wrong with these times, beside their fields; a beginning as it was `kept` may have passed."""
    wrong: Wrong = {}
    if begins is None:
        wrong["begins_at"] = _("Say when it begins.")
    elif kept is not None and kept <= now and begins != kept:
        wrong["begins_at"] = _("It has begun. When it began stays as it is.")
    elif begins != kept and begins <= now:
        wrong["begins_at"] = _("That has passed. A meetup begins later than now.")
    elif begins > now + AHEAD:
        wrong["begins_at"] = _("That is more than a year ahead.")
    if ends is None:
        wrong["ends_at"] = _("Say when it ends.")
    elif begins is not None and ends <= begins:
        wrong["ends_at"] = _("It ends before it has begun.")
    elif begins is not None and ends - begins > LONGEST:
        wrong["ends_at"] = _("Two weeks at most.")
    elif ends <= now:
        wrong.setdefault("ends_at", _("That has passed."))
    return wrong


def reminds_at(begins: datetime, *, now: datetime) -> datetime | None:
    """Return when those who come are reminded: a day before, None when that is not ahead."""
    at = begins - REMINDED_BEFORE
    return at if at > now else None


def _minute(at: datetime | None) -> datetime | None:
    return at.replace(second=0, microsecond=0) if at else None


def _words(body: str) -> text.Parsed | None:
    return text.parse(body, most=BODY_LENGTH) if body.strip() else None


def _link(said: str) -> str:
    url = clean.line(said, field="link", most=LINK_LENGTH)
    if not url:
        return ""
    try:
        found = urlsplit(url)
        is_web = found.scheme in ("http", "https") and bool(found.hostname) and "@" not in found.netloc
    except ValueError:
        is_web = False
    if not is_web or " " in url:
        raise errors.Invalid(fields={"link": _("Please give the address of a page, such as https://example.org.")})
    return url


def _wrong_places(places: int | None, *, taken: int) -> Wrong:
    if places is None:
        return {}
    if not 1 <= places <= MOST_PLACES:
        return {"places": ranges.between(1, MOST_PLACES)}
    if places < taken:
        said = ngettext_lazy(
            "%(n)s person is coming already. There cannot be fewer places than that.",
            "%(n)s people are coming already. There cannot be fewer places than that.",
            "n",
        )
        return {"places": said % {"n": taken}}
    return {}
