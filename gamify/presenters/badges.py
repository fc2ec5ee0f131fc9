"""Badges as hexagons with their words."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from gamify.selectors import badges, words

STRIP = 6  # one row on wide screens, two on narrow ones


def item(card: badges.Card, *, now: datetime, is_linked: bool = True) -> dict[str, object]:
    """Return what `elements/badge_item.html` draws, and the fuller words of its detail."""
    return {
        "key": card.key,
        "icon": card.icon,
        "mood": card.mood,
        "is_gold": not card.mood,
        "is_locked": not card.is_earned,
        "name": card.name,
        "description": card.description,
        "note": _day(card.earned_at, now) if card.earned_at else _progress(card),
        "percent": card.percent,
        "progress": _progress(card),
        "earned_at": card.earned_at,
        "rarity": _rarity(card),
        "url": f"{reverse('gamify:badge-list')}#badge-{card.key}" if is_linked else "",
    }


def strip(shelf: badges.Shelf, *, now: datetime) -> list[dict[str, object]]:
    """Return the few badges of the tasks page: the newest earned, then the nearest."""
    newest = shelf.earned[: STRIP - 2]
    return [item(card, now=now) for card in (*newest, *shelf.locked[: STRIP - len(newest)])]


def _progress(card: badges.Card) -> str:
    value = min(card.value, card.goal)
    return _("%(value)s of %(goal)s") % {"value": words.number(value), "goal": words.number(card.goal)}


def _rarity(card: badges.Card) -> str:
    if not card.rarity_percent:
        return _("Nobody has it yet")
    return _("%(percent)s%% have it") % {"percent": card.rarity_percent}


def _day(moment: datetime, now: datetime) -> str:
    local, here = timezone.localtime(moment), timezone.localtime(now)
    if local.date() == here.date():
        return _("today")
    # Translators: formats of a day this year, and of one in another year, as Django's date filter writes them.
    return formats.date_format(local, _("F j") if local.year == here.year else _("F j, Y"))
