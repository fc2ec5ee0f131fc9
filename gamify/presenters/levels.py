"""The level and the streak as the level card."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _, ngettext

from gamify.engine.streaks import MOST_KEPT, SAVED_BY
from gamify.selectors import levels, streaks, words
from lib import texts


def level(current: levels.Current) -> dict[str, object]:
    """Return what `elements/level.html` draws."""
    numbers = {"growth": words.number(current.growth), "next": words.number(current.next_at)}
    if current.next_number is None:
        note = label = _("%(growth)s growth. This is the highest level there is.") % numbers
    else:
        following = {"number": current.next_number, "name": current.next_name, "percent": current.percent}
        note = texts.gap(_("%(growth)s of %(next)s growth.") % numbers) + _("Level %(number)s is %(name)s.") % following
        label = _("%(percent)s percent of the way to level %(number)s") % following
    title = _("Level %(number)s, %(name)s") % {"number": current.number, "name": current.name}
    return {"percent": current.percent, "number": current.number, "title": title, "note": note, "words": label}


def streak(found: streaks.Streak, *, explains: bool = False) -> dict[str, object]:
    """Return what `elements/streak.html` draws; it `explains` freezes to whose streak it is."""
    title = ngettext("Streak: %(n)s day", "Streak: %(n)s days", found.length) % {"n": found.length}
    marks = (("today" * day.is_today, "on" * day.is_active, "frozen" * day.is_frozen) for day in found.days)
    days = [" ".join(filter(None, each)) for each in marks]
    saved = {"days": SAVED_BY, "most": MOST_KEPT}
    said = _(
        "Every %(days)s days of a streak save a freeze, %(most)s at most. It keeps the streak when you miss a day."
    )
    return {
        "title": title,
        "note": " · ".join(_notes(found)),
        "words": " · ".join(_words(found)),
        "days": days,
        "help": said % saved if explains else "",
    }


def _notes(found: streaks.Streak) -> Iterator[str]:
    yield _("today is in") if found.is_today_done else _("today is still open")
    if found.was_kept_yesterday:
        yield _("a freeze kept yesterday")
    if found.freezes:
        yield ngettext("%(n)s freeze left", "%(n)s freezes left", found.freezes) % {"n": found.freezes}


def _words(found: streaks.Streak) -> Iterator[str]:
    active, frozen = sum(day.is_active for day in found.days), sum(day.is_frozen for day in found.days)
    yield ngettext(
        "Here on %(active)s of the last %(days)s day", "Here on %(active)s of the last %(days)s days", len(found.days)
    ) % {"active": active, "days": len(found.days)}
    if frozen:
        yield ngettext("%(n)s kept by a freeze", "%(n)s kept by freezes", frozen) % {"n": frozen}
