"""Figures of a group in plain words: what is, how it was before, and what somebody who looks after it may do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from community.health import formulas
from community.health.counting import Health
from community.health.formulas import ALARM, Share
from lib import texts

WATCH, PLAIN, MISSING = "watch", "plain", "missing"
POLAR = 50.0  # an even spread of all feelings stands at 46
MOST_BRAND = 0.2
LEAST, FEW = 5, 30  # of fewer nothing is compared; of fewer it is compared with a reserve


@dataclass(frozen=True)
class Figure:
    """One figure: `sum` in a few signs, a sentence, how it was `before`, and `advice`, each "" where there is none.

    `posts` are those behind it.
    """

    key: str
    title: str
    icon: str
    sum: str = ""
    words: str = ""
    before: str = ""
    advice: str = ""
    tone: str = PLAIN
    posts: tuple[int, ...] = ()


def of(health: Health) -> tuple[Figure, ...]:
    """Return all figures: first what is worth a look, last what cannot be said, else by how much they help."""
    found = (
        _left_alone(health),
        _mood(health),
        _in_a_day(health),
        _back(health),
        _again(health),
        _voices(health),
        _brands(health),
        _polarisation(health),
        _echo(health),
    )
    return tuple(sorted(found, key=lambda figure: (WATCH, PLAIN, MISSING).index(figure.tone)))


def _left_alone(health: Health) -> Figure:
    share = health.unanswered
    words = _("Without an answer from anybody else: %(count)s of %(all)s posts of the last four weeks.")
    if not share.count:
        words = _("Every post of the last four weeks has an answer from somebody else.")
    if not share.all:
        words = _nothing()
    return Figure(
        "left-alone",
        _("Posts that nobody answered"),
        "message-circle-off",
        _of(share),
        words % {"count": share.count, "all": share.all},
        advice=_("A few words are enough. Here they are, the latest first.") if share.count else "",
        tone=PLAIN if share.all else MISSING,
        posts=health.left_alone,
    )


def _mood(health: Health) -> Figure:
    figure, alarm = Figure("mood", _("Heavy feelings"), "droplet"), health.alarm
    if alarm is None:
        words = _(
            "Too little to say: it takes %(posts)s posts with a feeling by %(authors)s people in a week, and as many "
            "posts in the four weeks before. The last seven days had %(n)s."
        )
        known = {"posts": formulas.WARNING_POSTS, "authors": formulas.WARNING_AUTHORS, "n": health.felt}
        return _silent(figure, words % known)
    words = _("Sad, anxious, angry or averse: %(count)s of %(all)s posts with a feeling of the last seven days.")
    if alarm.days == 1:
        words = _("Sad, anxious, angry or averse: %(count)s of %(all)s posts with a feeling since yesterday.")
    figure = replace(figure, sum=_of(alarm.now), words=words % _counts(alarm.now))
    before = _("In the four weeks before it was %(count)s of %(all)s.") % _counts(alarm.before)
    if alarm.z <= ALARM:
        return replace(figure, before=texts.join((before, _("That is within what it swings by itself."))))
    return replace(
        figure,
        before=texts.join((before, _("That is far more than this group swings by itself."))),
        advice=_("Read them before you answer: often one thing went wrong, and often it can be put right."),
        tone=WATCH,
        posts=alarm.posts,
    )


def _in_a_day(health: Health) -> Figure:
    now, before = health.weeks[0].in_a_day, _together(week.in_a_day for week in health.weeks[1:])
    words = _("Answered by somebody else within a day: %(count)s of %(all)s posts of this week.") % _counts(now)
    advice = _("Agree who looks in when. A question that waits a day is often asked elsewhere.")
    return _compared(Figure("in-a-day", _("Answered within a day"), "clock", _of(now), words), now, before, advice)


def _back(health: Health) -> Figure:
    now, before = health.weeks[0].back, _together(week.back for week in health.weeks[1:-1])
    words = _("Wrote again this week: %(count)s of the %(all)s people who wrote the week before.") % _counts(now)
    advice = _("Ask something that everybody can answer, or invite to a meetup: both are reasons to come back.")
    return _compared(Figure("back", _("Who comes back"), "repeat", _of(now), words), now, before, advice)


def _again(health: Health) -> Figure:
    share = health.again
    words = _("Posted again on another day: %(count)s of the %(all)s newcomers of these eight weeks who posted.")
    if not share.all:
        words = _("Nobody who came in during these eight weeks has posted yet.")
    return Figure(
        "again",
        _("Newcomers who stay"),
        "sprout",
        _of(share),
        words % _counts(share),
        advice=_("Answer a first post yourself when nobody else does.") if share.count < share.all else "",
        tone=PLAIN if share.all else MISSING,
    )


def _voices(health: Health) -> Figure:
    now, before = health.voices
    figure = Figure("voices", _("How many voices"), "mic")
    if health.writers < formulas.WARNING_AUTHORS:
        words = _("Too little to say: it takes %(authors)s people who wrote in four weeks. There were %(n)s.")
        known = {"authors": formulas.WARNING_AUTHORS, "n": health.writers}
        return _silent(figure, words % known)
    words = _("The three who wrote most wrote %(count)s of %(all)s posts and comments of the last four weeks.")
    advice = _("Thank them, and ask others by a question, a theme for the week, or a task shared out.")
    is_narrow = now.value > 0.5  # three people say more than all others together
    figure = replace(figure, sum=_of(now), words=words % _counts(now), tone=WATCH if is_narrow else PLAIN)
    return _compared(figure, now, before, advice, is_more_good=False, is_advised=is_narrow)


def _brands(health: Health) -> Figure:
    now, before = health.brands
    words = _("For a brand: %(count)s of %(all)s posts of the last four weeks.") % _counts(now)
    if health.challenges.all:
        run = _("By a brand: %(count)s of %(all)s challenges that run here.") % _counts(health.challenges)
        words = texts.join((words, run))
    advice = _("People came for one another. You may say no to a brand's challenge, and ask its people to post less.")
    is_much = now.all >= formulas.WARNING_POSTS and now.value > MOST_BRAND
    tone = WATCH if is_much else PLAIN if now.all else MISSING
    figure = Figure("brands", _("How much is for sale"), "store", _of(now), words, tone=tone)
    return _compared(figure, now, before, advice, is_more_good=False, is_advised=is_much)


def _polarisation(health: Health) -> Figure:
    figure, found = Figure("camps", _("Two camps"), "split"), health.polarisation
    if found is None:
        words = _(
            "Too little to say: it takes %(authors)s people who said how they feel in eight weeks. There were %(n)s."
        )
        return _silent(figure, words % {"authors": formulas.POLAR_AUTHORS, "n": health.feeling})
    words = _(
        "%(index)s between 0, all feel alike, and 100, two equal halves feel the opposite; each of %(n)s people is one "
        "voice. With so many it may be %(low)s to %(high)s."
    )
    known = {"index": round(found.index), "low": round(found.low), "high": round(found.high), "n": found.authors}
    figure = replace(figure, sum=str(known["index"]), words=words % known)
    if found.low <= POLAR:
        return figure
    advice = _("Name what both want. A thread for each side lets both breathe, and a meetup lets them see faces.")
    return replace(figure, advice=advice, tone=WATCH)


def _echo(health: Health) -> Figure:
    figure, (now, before) = Figure("echo", _("Echoes"), "megaphone"), health.echo
    if now is None or before is None:
        words = _(
            "Too little to say: it takes %(authors)s people who clearly feel well or bad, and %(ties)s answers among "
            "them in each of two spans of four weeks."
        )
        known = {"authors": formulas.ECHO_AUTHORS, "ties": formulas.ECHO_TIES}
        return _silent(figure, words % known)
    if max(now, before) < -ALARM:
        words = _(
            "Who feels well answers almost only who feels well, and who feels bad who feels bad: for eight weeks now."
        )
        advice = _("Answer across the line yourself, and pin what speaks to both.")
        return replace(figure, words=words, advice=advice, tone=WATCH)
    return replace(figure, words=_("People answer those who feel otherwise about as often as chance would have it."))


def _silent(figure: Figure, words: str) -> Figure:
    return replace(figure, words=words, tone=MISSING)


def _compared(
    figure: Figure, now: Share, before: Share, advice: str, *, is_more_good: bool = True, is_advised: bool = False
) -> Figure:
    """Add how it was before; advice and a mark only where it is clearly worse, or `is_advised` for itself."""
    if not now.all:
        return _silent(figure, _nothing())
    sign = formulas.differs(now, before) if min(now.all, before.all) >= LEAST else 0
    is_worse = sign == (-1 if is_more_good else 1)
    is_vague = min(now.all, before.all) < FEW
    told = {
        1: _("Before it was %(count)s of %(all)s: now it is clearly more."),
        0: _("Before it was %(count)s of %(all)s: about the same, as far as so few can say.")
        if is_vague
        else _("Before it was %(count)s of %(all)s: about the same."),
        -1: _("Before it was %(count)s of %(all)s: now it is clearly less."),
    }
    return replace(
        figure,
        before=told[sign] % _counts(before) if before.all else "",
        advice=advice if is_worse or is_advised else "",
        tone=WATCH if is_worse else figure.tone,
    )


def _nothing() -> str:
    return _("There is nothing to count yet.")


def _together(shares: Iterable[Share]) -> Share:
    known = list(shares)
    return Share(sum(each.count for each in known), sum(each.all for each in known))


def _counts(share: Share) -> dict[str, int]:
    return {"count": share.count, "all": share.all}


def _of(share: Share) -> str:
    return _("%(count)s of %(all)s") % _counts(share) if share.all else ""
