"""The level and the streak as the level card."""

from __future__ import annotations

from django.utils.translation import gettext as _, ngettext

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


def streak(found: streaks.Streak) -> dict[str, object]:
    """Return what `elements/streak.html` draws."""
    active = sum(day.is_active for day in found.days)
    title = ngettext("Streak: %(n)s day", "Streak: %(n)s days", found.length) % {"n": found.length}
    label = ngettext(
        "Here on %(active)s of the last %(days)s day", "Here on %(active)s of the last %(days)s days", len(found.days)
    ) % {"active": active, "days": len(found.days)}
    days = [" ".join(filter(None, ("today" * day.is_today, "on" * day.is_active))) for day in found.days]
    note = _("today is in") if found.is_today_done else _("today is still open")
    return {"title": title, "note": note, "words": label, "days": days}
