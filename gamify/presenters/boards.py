"""Boards as rows with a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _, ngettext

from gamify.selectors import boards, words


def rows(found: Sequence[boards.Row], *, me: str = "") -> list[dict[str, object]]:
    """Return what `elements/standing.html` draws; `me` is the viewer's public id."""
    return [
        {
            "rank": row.position,
            "score": words.number(row.score),
            "url": row.url,
            "who": row.who,
            "is_me": row.public_id == me,
        }
        for row in found
    ]


def passing(rows: Sequence[boards.Row], *, me: str) -> str:
    """Return how many points pass the member just above, "" for the first and for who is not there."""
    place = next((place for place, row in enumerate(rows) if row.public_id == me), 0)
    if not place:
        return ""
    above, mine = rows[place - 1], rows[place]
    needed = above.score - mine.score + 1  # an equal score stays with who reached it first
    return ngettext("%(n)s more and you pass %(name)s.", "%(n)s more and you pass %(name)s.", needed) % {
        "n": words.number(needed),
        "name": above.display_name,
    }


def champions(rows: Sequence[boards.Row]) -> str:
    """Return who stood on top of a week that is over, "" when nobody did."""
    names = [row.display_name for row in rows[:3]]
    said = {
        1: _("Champion of the week: %(first)s."),
        2: _("Champion of the week: %(first)s, before %(second)s."),
        3: _("Champion of the week: %(first)s, before %(second)s and %(third)s."),
    }
    return said[len(names)] % dict(zip(("first", "second", "third"), names, strict=False)) if names else ""
