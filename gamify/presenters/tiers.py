"""Tiers in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _, ngettext

from gamify.engine.tiers import GRACE, WINDOW_DAYS, Change
from gamify.models import Tier
from gamify.selectors import words
from gamify.selectors.tiers import Mine
from lib import texts


def chip(tier: Tier | None) -> dict[str, object] | None:
    """Return what `elements/tier.html` draws, None for nobody's tier."""
    return {"name": tier.name, **_emblem(tier)} if tier else None


def _emblem(tier: Tier) -> dict[str, object]:
    return {"icon": tier.icon, "mood": tier.mood, "is_gold": not tier.mood}


def card(mine: Mine) -> dict[str, object] | None:
    """Return what the card of one's own tier shows, None where there are no tiers."""
    if not mine.tiers:
        return None
    here = mine.here or mine.tiers[0]
    return {
        **_emblem(here),
        "is_none": mine.here is None,
        "title": here.name if mine.here else _("None yet"),
        "is_warned": mine.held.falls_at is not None,
        "keeps": _keeps(mine),
        "benefits": [said for tier in mine.reached for said in tier.said],
        "next": _following(mine),
        "percent": _percent(mine),
        "rows": [_row(mine, place, tier) for place, tier in enumerate(mine.tiers)],
        "how": _("It comes with growth of the last %(days)s days, and never goes without %(grace)s days’ warning.")
        % {"days": WINDOW_DAYS, "grace": GRACE.days},
    }


def told(data: Mapping[str, Any]) -> str:
    """Return the line in the inbox of somebody whose tier changed, or is about to."""
    names = {name: texts.pick(data.get(name) or {}) for name in ("before", "after")}
    change = data["change"]
    if change == Change.ROSE:
        return _("You are “%(after)s” now. Welcome; have a look at what comes with it.") % names
    if change == Change.WARNED:
        return _warning(names["after"], parse_datetime(data["falls_at"]), data["missing"])
    if not names["after"]:
        return _("“%(before)s” rests for now. Nothing you earned is lost, and it comes back with new moments.") % names
    if change == Change.MOVED:
        return _("The tiers were set anew. You go on as “%(after)s”.") % names
    return _("You go on as “%(after)s”. Nothing you earned is lost, and the way back is open.") % names


def _warning(name: str, falls_at: datetime | None, missing: int) -> str:
    assert falls_at is not None
    said = ngettext(
        "“%(name)s” is yours until %(day)s. It stays with %(n)s more growth by then.",
        "“%(name)s” is yours until %(day)s. It stays with %(n)s more growth by then.",
        missing,
    )
    return said % {"name": name, "day": _day(falls_at), "n": words.number(missing)}


def _keeps(mine: Mine) -> str:
    """Return what keeps the tier, or what warns of its end; "" without one."""
    if not mine.here:
        return ""
    missing = mine.here.keep - mine.gained
    if mine.held.falls_at:
        return _warning(mine.here.name, mine.held.falls_at, max(0, missing))
    if mine.lasts_until:
        numbers = {"keep": words.number(mine.here.keep), "day": _day(mine.lasts_until)}
        return _("It stays with %(keep)s. What you gained so far keeps it until %(day)s.") % numbers
    return ""


def _following(mine: Mine) -> str:
    """Return what was gained, and what the next tier takes."""
    numbers = {"gained": words.number(mine.gained), "days": WINDOW_DAYS}
    if mine.following is None:
        return _("%(gained)s growth in the last %(days)s days. There is no tier above this.") % numbers
    numbers |= {"enter": words.number(mine.following.enter), "next": mine.following.name}
    return _("%(gained)s of %(enter)s growth in the last %(days)s days for “%(next)s”.") % numbers


def _percent(mine: Mine) -> int:
    return min(100, max(0, mine.gained) * 100 // mine.following.enter) if mine.following else 100


def _row(mine: Mine, place: int, tier: Tier) -> dict[str, object]:
    numbers = {"enter": words.number(tier.enter), "keep": words.number(tier.keep)}
    return {
        "name": tier.name,
        **_emblem(tier),
        "is_mine": place == mine.place,
        "is_ahead": place > mine.place,
        "takes": _("from %(enter)s, kept with %(keep)s") % numbers,
        "benefits": tier.said,
    }


def _day(moment: datetime | date) -> str:
    return formats.date_format(timezone.localtime(moment) if isinstance(moment, datetime) else moment)
