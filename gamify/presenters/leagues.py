"""Leagues in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext, pgettext

from gamify.engine.leagues import Zone, following
from gamify.presenters import boards as shown
from gamify.selectors.leagues import Earlier, League, Row, name_of


def zones(league: League, *, me: str) -> list[dict[str, Any]]:
    """Return the rows of a cohort under a heading for each zone; `me` is the viewer's public id."""
    return [
        {
            "title": _heading(zone, league.division),
            "is_up": zone is Zone.UP,
            "is_down": zone is Zone.DOWN,
            "rows": shown.rows(list(rows), me=me),
        }
        for zone, rows in groupby(league.rows, key=_zone)
    ]


def _zone(row: Row) -> Zone:
    return row.zone


def _heading(zone: Zone, division: int) -> str:
    where = {"league": name_of(following(division, zone))}
    said = {
        Zone.UP: pgettext("league", "Up to %(league)s"),
        Zone.STAY: pgettext("league", "Stay in %(league)s"),
        Zone.DOWN: pgettext("league", "Back to %(league)s"),
    }
    return said[zone] % where


def what_comes(league: League) -> str:
    """Return what the end of the week brings."""
    up, down = league.leading(Zone.UP), league.leading(Zone.DOWN)
    words = {"up": up, "down": down, "above": "", "below": ""}
    if up:
        words["above"] = name_of(league.division + 1)
    if down:
        words["below"] = name_of(league.division - 1)
    return _what_comes(up, down) % words


def opened(before: int, now: int) -> str:
    """Return which leagues opened or closed with this week, "" when none did."""
    said = {"league": name_of(now)}
    if now > before:
        return _("More people played last week, so since this week the leagues go up to %(league)s.") % said
    if now < before:
        return _("Fewer people played last week, so this week the leagues go up to %(league)s only.") % said
    return ""


def _what_comes(up: int, down: int) -> str:
    if up and down:  # then two at least of each
        return _("When the week ends, the first %(up)s move up to %(above)s and the last %(down)s go on in %(below)s.")
    if up:
        return ngettext(
            "When the week ends, the first moves up to %(above)s.",
            "When the week ends, the first %(up)s move up to %(above)s.",
            up,
        )
    if down:
        return _("When the week ends, the last %(down)s go on in %(below)s. This is the highest league by now.")
    return _("When the week ends, everybody goes on in this league.")


def told(data: Mapping[str, Any]) -> str:
    """Return the line in the inbox of somebody whose week is settled."""
    zone, division = Zone(data["zone"]), data["division"]
    words = {"rank": data["rank"], "league": name_of(division), "next": name_of(following(division, zone))}
    return _sentence(zone, data["rank"]) % words


def _sentence(zone: Zone, rank: int) -> str:
    if zone is Zone.DOWN:
        return _("A new week begins: you go on in the league %(next)s, among people at your pace.")
    if rank == 1:
        if zone is Zone.UP:
            return _("A week in the league %(league)s: you were first, and move up to %(next)s.")
        return _("A week in the league %(league)s: you were first.")
    if zone is Zone.UP:
        return _("A week in the league %(league)s: you were number %(rank)s, and move up to %(next)s.")
    return _("A week in the league %(league)s: you were number %(rank)s. The next one has new neighbours.")


def weeks(found: Sequence[Earlier]) -> list[dict[str, Any]]:
    """Return a member's earlier weeks, each with the rank that was settled, "" where they had no score by then."""
    return [
        {
            "url": reverse("gamify:league-week", args=[each.week]),
            "starts_at": each.starts_at,
            "league": name_of(each.division),
            "rank": _("number %(rank)s") % {"rank": each.rank} if each.rank else "",
        }
        for each in found
    ]
