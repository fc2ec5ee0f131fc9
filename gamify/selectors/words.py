"""The game's sentences about points, times and doings, in the active language and the reader's own time zone."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _, gettext_lazy

_DOINGS = {
    "create": (gettext_lazy("Post"), gettext_lazy("Post in %(place)s")),
    "comment": (gettext_lazy("Comment"), gettext_lazy("Comment in %(place)s")),
    "like": (gettext_lazy("Felt with somebody"), gettext_lazy("Felt with somebody in %(place)s")),
    "receive": (gettext_lazy("Somebody felt your words"), gettext_lazy("Somebody felt your words in %(place)s")),
    "join": (gettext_lazy("Joined a group"), gettext_lazy("Joined %(place)s")),
    "register": (gettext_lazy("In with a team"), gettext_lazy("In with a team in %(place)s")),
    "complete": (gettext_lazy("A team came together"), gettext_lazy("A team came together in %(place)s")),
    "redeem": (gettext_lazy("Redeemed"), gettext_lazy("Redeemed in %(place)s")),
    "assist": (gettext_lazy("Helped a friend"), gettext_lazy("Helped a friend in %(place)s")),
    "unlock": (gettext_lazy("Unlocked with friends"), gettext_lazy("Unlocked with friends in %(place)s")),
    "try": (gettext_lazy("Tried with friends"), gettext_lazy("Tried with friends in %(place)s")),
    "enter": (gettext_lazy("Entered a challenge"), gettext_lazy("Entered a challenge in %(place)s")),
    "finish": (gettext_lazy("Finished a challenge"), gettext_lazy("Finished a challenge in %(place)s")),
    "win": (gettext_lazy("Won in a challenge"), gettext_lazy("Won in a challenge in %(place)s")),
    "propose": (gettext_lazy("Proposed something"), gettext_lazy("Proposed something in %(place)s")),
    "progress": (
        gettext_lazy("More people want your proposal"),
        gettext_lazy("More people want your proposal in %(place)s"),
    ),
    "support": (gettext_lazy("Supported a proposal"), gettext_lazy("Supported a proposal in %(place)s")),
    "amend": (gettext_lazy("Made a proposal better"), gettext_lazy("Made a proposal better in %(place)s")),
    "test": (gettext_lazy("Tested a prototype"), gettext_lazy("Tested a prototype in %(place)s")),
    "vote": (gettext_lazy("Voted"), gettext_lazy("Voted in %(place)s")),
    "credit": (gettext_lazy("Named in a credit statement"), gettext_lazy("Named in a credit statement in %(place)s")),
    "launch": (gettext_lazy("Your part became a product"), gettext_lazy("Your part became a product in %(place)s")),
    "attend": (gettext_lazy("Was at a meetup"), gettext_lazy("Was at a meetup of %(place)s")),
    "backfill": (gettext_lazy("What you did before"), gettext_lazy("What you did before in %(place)s")),
    "lapse": (gettext_lazy("Points lapsed"), gettext_lazy("Points lapsed in %(place)s")),
    "visit": (gettext_lazy("Came by"), gettext_lazy("Came by %(place)s")),
}
# Some doings are one verb of several things.
_DOINGS_WITH = {
    ("complete", "battle"): (
        gettext_lazy("Played a battle to its end"),
        gettext_lazy("Played a battle to its end in %(place)s"),
    ),
    ("win", "season"): (gettext_lazy("Among the first of a season"), gettext_lazy("Among the first of a season")),
    ("complete", "plant"): (gettext_lazy("Harvested together"), gettext_lazy("Harvested together in %(place)s")),
}
_REASONS = {
    "deleted": gettext_lazy("you deleted it"),
    "withdrawn": gettext_lazy("the reaction was taken back"),
    "left": gettext_lazy("you left the group"),
    "left_team": gettext_lazy("you left the team"),
    "team_failed": gettext_lazy("the team did not come together"),
    "refunded": gettext_lazy("the order was refunded"),
    "removed": gettext_lazy("a moderator removed it"),
    "taken_back": gettext_lazy("the brand took it back"),
    "expired": gettext_lazy("it was not used in time"),
    "not_valid": gettext_lazy("it did not count"),
    "support_back": gettext_lazy("you took your support back"),
    "vote_back": gettext_lazy("you took your vote back"),
    "proposal_back": gettext_lazy("the proposal was withdrawn"),
    "tick_back": gettext_lazy("it is no longer noted that you were there"),
    "struck": gettext_lazy("it was found not to be valid"),
    "restored": gettext_lazy("it is back"),
}


def number(value: int) -> str:
    """Return a whole number with the language's grouping."""
    return formats.number_format(value, force_grouping=True)


def amount(points: int, currency: str) -> str:
    """Return "40 spark"; `currency` is its name."""
    return _("%(amount)s %(currency)s") % {"amount": number(points), "currency": currency.lower()}


def day(date: date) -> str:
    """Return a calendar day with its year."""
    return formats.date_format(date, "DATE_FORMAT")


def signed(value: int) -> str:
    """Return a number with its sign; the minus is the typographic one."""
    return f"+{number(value)}" if value >= 0 else f"−{number(-value)}"


def points(*, growth: int, spark: int) -> str:
    """Return "+10 growth, +5 spark", leaving out what is 0."""
    parts = []
    if growth:
        parts.append(_("%(points)s growth") % {"points": signed(growth)})
    if spark:
        parts.append(_("%(points)s spark") % {"points": signed(spark)})
    return _(", ").join(parts)


def doing(verb: str, place: str = "", *, thing: str = "", called: str = "") -> str:
    """Return what an activity was, in a few words: "Post in Tea".

    `thing` is the type of what it was done to, `called` what a rule of the site calls it: for verbs that are not ours.
    """
    known = _DOINGS_WITH.get((verb, thing)) or _DOINGS.get(verb)
    if not known:
        return " · ".join(filter(None, (called or verb, place)))
    plain, placed = known
    return str(placed) % {"place": place} if place else str(plain)


def reason(text: str) -> str:
    """Return why something was taken back or given again: a known word becomes a sentence, other text stays."""
    return str(_REASONS.get(text, text))


def clock_time(moment: datetime) -> str:
    """Return the time of day, as in 07:42."""
    return formats.time_format(timezone.localtime(moment), "H:i")


def when(moment: datetime, *, now: datetime) -> str:
    """Return the time today, else the day and the time."""
    local, here = timezone.localtime(moment), timezone.localtime(now)
    if local.date() == here.date():
        return clock_time(moment)
    # Translators: formats of a day this year, and of one in another year, as Django's date filter writes them.
    return formats.date_format(local, _("M j, H:i") if local.year == here.year else _("M j, Y, H:i"))


def opens(moment: datetime, *, now: datetime) -> str:
    """Return when something opens again: at a midnight by its day, else by the time."""
    local, here = timezone.localtime(moment), timezone.localtime(now)
    if (local.hour, local.minute) != (0, 0):
        return _("Opens again at %(time)s.") % {"time": when(moment, now=now)}
    days = (local.date() - here.date()).days
    if days <= 1:
        return _("Opens again at midnight.")
    return _("Opens again on %(day)s.") % {"day": formats.date_format(local, "l")}
