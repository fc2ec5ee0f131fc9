"""Seasons in words, and a member's path through the leagues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from gamify.engine import leagues, seasons
from gamify.presenters import boards as shown
from gamify.selectors import leagues as divisions
from gamify.selectors.season_paths import Path, Week
from gamify.selectors.seasons import Season, Won, name_of
from lib import texts


def week_of(season: Season, *, now: datetime) -> int:
    """Return which week of the season runs at `now`; the first is 1."""
    return (now - season.starts_at).days // 7 + 1


def grid(path: Path) -> list[dict[str, Any]]:
    """Return a row for each division that the member reached, the highest first, with a cell for each week."""
    reached = max((week.division for week in path.weeks if week.division), default=0)
    return [
        {"name": divisions.name_of(division), "cells": [_cell(week, division) for week in path.weeks]}
        for division in range(reached, 0, -1)
    ]


def _cell(week: Week, division: int) -> dict[str, Any]:
    return {"rank": week.rank if week.division == division else "", "counts": week.counts}


def weeks(path: Path) -> list[dict[str, Any]]:
    """Return the weeks that the member played, in words."""
    return [
        {
            "starts_at": week.starts_at,
            "url": reverse("gamify:league-week", args=[week.key]),
            "league": divisions.name_of(week.division),
            "rank": week.rank,
            "points": week.points,
            "counts": week.counts,
        }
        for week in path.weeks
        if week.division
    ]


def summary(path: Path, *, position: int, is_over: bool) -> str:
    """Return where the member stands and how they came there, "" without a week."""
    week = path.best
    if week is None or not week.division:
        return ""
    played = ngettext("You took part in %(n)s week.", "You took part in %(n)s weeks.", path.played) % {"n": path.played}
    words = {"rank": week.rank, "league": divisions.name_of(week.division)}
    best = _("Your best one: number %(rank)s in the league %(league)s.") % words
    return texts.join([_place(path.points, position, is_over), played, best])


def _place(points: int, position: int, is_over: bool) -> str:
    if not position:
        line = ngettext("You have %(points)s point.", "You have %(points)s points.", points)
    elif is_over:
        line = ngettext(
            "You were number %(position)s with %(points)s point.",
            "You were number %(position)s with %(points)s points.",
            points,
        )
    else:
        line = ngettext(
            "You are number %(position)s with %(points)s point.",
            "You are number %(position)s with %(points)s points.",
            points,
        )
    return line % {"position": position, "points": points}


def table() -> list[dict[str, Any]]:
    """Return what each place brings in each division."""
    places = range(1, len(seasons.PLACES) + 2)
    every = range(1, leagues.DIVISIONS + 1)
    return [
        {"place": place, "is_rest": place == places[-1], "points": [seasons.points(place, each) for each in every]}
        for place in places
    ]


def names() -> list[str]:
    """Return what the divisions are called, the lowest first."""
    return [divisions.name_of(division) for division in range(1, leagues.DIVISIONS + 1)]


def earlier(found: Sequence[Won]) -> list[dict[str, Any]]:
    """Return the seasons that are over, each with its champions."""
    return [
        {"url": reverse("gamify:season", args=[won.season.key]), "season": won.season, "rows": shown.rows(won.rows)}
        for won in found
    ]


def told(data: Mapping[str, Any]) -> str:
    """Return the line in the inbox of somebody who took part in a season that is settled."""
    said = {"season": name_of(data["season"]), "rank": data["rank"], "n": data["weeks"]}
    if data["rank"] == 1:
        return _("%(season)s is over, and you are its champion.") % said
    line = ngettext(
        "%(season)s is over: you took part in %(n)s week and are number %(rank)s. The next one has begun.",
        "%(season)s is over: you took part in %(n)s weeks and are number %(rank)s. The next one has begun.",
        data["weeks"],
    )
    return line % said
