"""What the rows of eight weeks say of a group: counts and figures, of nobody. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean
from typing import NamedTuple

from community.health import formulas
from community.health.formulas import Polarisation, Share

WEEKS = 8
DAY, WEEK, MONTH = timedelta(days=1), timedelta(days=7), timedelta(days=28)
SPAN = WEEKS * WEEK
MOST_LINKED = 8
NONE = Share(0, 0)


class Written(NamedTuple):
    """A post; its id, who wrote it, when, and whether for a brand."""

    pk: int
    author: int
    at: datetime
    is_brand: bool


class Answer(NamedTuple):
    """A comment or reaction under a post."""

    post: int
    author: int
    at: datetime
    has_words: bool


@dataclass(frozen=True)
class Rows:
    """What is read of a group. `moods` are the feelings of a post by its id, `newcomers` who came in meanwhile,
    `challenges` how many of those that run here are a brand's. Nothing older than `since` was read: it was too much.
    """

    posts: Sequence[Written]
    answers: Sequence[Answer]
    moods: Mapping[int, Sequence[str]]
    newcomers: frozenset[int] = frozenset()
    challenges: Share = NONE
    since: datetime | None = None


@dataclass(frozen=True)
class Week:
    """Seven days: `back` are those of the week before who wrote again, `in_a_day` the posts that somebody else answered
    within a day, `unanswered` those that nobody answered to this day; posts that are not a day old do not count yet.
    """

    begins_at: datetime
    posts: int
    people: int
    back: Share
    in_a_day: Share
    unanswered: Share


@dataclass(frozen=True)
class Alarm:
    """Heavy feelings of the last `days` against the 28 before: `z` is how far beyond the usual swing, `posts` which."""

    days: int
    now: Share
    before: Share
    z: float
    posts: tuple[int, ...]


@dataclass(frozen=True)
class Health:
    """How a group is. What has too few posts or authors is None; `feeling` are the authors who said how they feel,
    `felt` how many posts of the last week did. Of shares in pairs, the first is of the last four weeks."""

    weeks: tuple[Week, ...]
    again: Share
    unanswered: Share
    left_alone: tuple[int, ...]
    voices: tuple[Share, Share]
    writers: int
    alarm: Alarm | None
    felt: int
    polarisation: Polarisation | None
    feeling: int
    echo: tuple[float | None, float | None]
    brands: tuple[Share, Share]
    challenges: Share
    since: datetime | None


class _Told:
    """The rows, and what several figures ask of them."""

    def __init__(self, rows: Rows, now: datetime) -> None:
        self.rows, self.now = rows, now
        self.author_of = {post.pk: post.author for post in rows.posts}
        self.valence = {
            pk: fmean(known)
            for pk, keys in rows.moods.items()
            if pk in self.author_of and (known := [formulas.VALENCE[key] for key in keys if key in formulas.VALENCE])
        }
        self.first_answer: dict[int, datetime] = {}
        for answer in rows.answers:
            if answer.has_words and self.is_by_another(answer):
                self.first_answer[answer.post] = min(answer.at, self.first_answer.get(answer.post, answer.at))

    def is_by_another(self, answer: Answer) -> bool:
        return self.author_of.get(answer.post, answer.author) != answer.author

    def posts(self, since: datetime, until: datetime) -> list[Written]:
        return [post for post in self.rows.posts if since < post.at <= until]

    def ripe(self, since: datetime, until: datetime) -> list[Written]:
        """Posts that are a day old: what is younger may still be answered."""
        return self.posts(since, min(until, self.now - DAY))

    def writers(self, since: datetime, until: datetime) -> list[int]:
        """Who wrote each post and comment."""
        answers = (row.author for row in self.rows.answers if row.has_words and since < row.at <= until)
        return [*(post.author for post in self.posts(since, until)), *answers]

    def heavy(self, posts: Iterable[Written]) -> Share:
        found = [self.valence[post.pk] < 0 for post in posts if post.pk in self.valence]
        return Share(sum(found), len(found))


def count(rows: Rows, now: datetime) -> Health:
    """Return what the rows of the last eight weeks say."""
    told = _Told(rows, now)
    recent = told.ripe(now - MONTH, now)
    alone = [post for post in recent if post.pk not in told.first_answer]
    means = _means(told)
    written = told.writers(now - MONTH, now)
    return Health(
        weeks=tuple(_week(told, now - number * WEEK) for number in range(_weeks(rows, now))),
        again=_again(told),
        unanswered=Share(len(alone), len(recent)),
        left_alone=tuple(post.pk for post in sorted(alone, key=lambda post: post.at, reverse=True)[:MOST_LINKED]),
        voices=(formulas.busiest(written), formulas.busiest(told.writers(now - 2 * MONTH, now - MONTH))),
        writers=len(set(written)),
        alarm=_alarm(told),
        felt=told.heavy(told.posts(now - WEEK, now)).all,
        polarisation=formulas.polarisation(list(means.values())),
        feeling=len(means),
        echo=(_echo(told, means, now - MONTH, now), _echo(told, means, now - 2 * MONTH, now - MONTH)),
        brands=(_brands(told, now - MONTH, now), _brands(told, now - 2 * MONTH, now - MONTH)),
        challenges=rows.challenges,
        since=rows.since,
    )


def _weeks(rows: Rows, now: datetime) -> int:
    """Return how many weeks are known from their beginning; at least one is told."""
    return WEEKS if rows.since is None else max(1, (now - rows.since) // WEEK)


def _week(told: _Told, until: datetime) -> Week:
    since = until - WEEK
    ripe, people = told.ripe(since, until), set(told.writers(since, until))
    before = set(told.writers(since - WEEK, since))
    answered = [told.first_answer[post.pk] - post.at for post in ripe if post.pk in told.first_answer]
    return Week(
        begins_at=since,
        posts=len(told.posts(since, until)),
        people=len(people),
        back=Share(len(people & before), len(before)),
        in_a_day=Share(sum(waited <= DAY for waited in answered), len(ripe)),
        unanswered=Share(len(ripe) - len(answered), len(ripe)),
    )


def _again(told: _Told) -> Share:
    """Of the newcomers who posted, those who posted on another day, too."""
    days = defaultdict(set)
    for post in told.rows.posts:
        if post.author in told.rows.newcomers:
            days[post.author].add(post.at.date())
    return Share(sum(len(found) > 1 for found in days.values()), len(days))


def _alarm(told: _Told) -> Alarm | None:
    """Look at the last day, or where that is too little at the last seven."""
    for days in (1, 7):
        since = told.now - days * DAY
        felt = [post for post in told.posts(since, told.now) if post.pk in told.valence]
        if len(felt) < formulas.WARNING_POSTS or len({post.author for post in felt}) < formulas.WARNING_AUTHORS:
            continue
        before = [told.heavy(told.posts(since - (n + 1) * DAY, since - n * DAY)) for n in range(28)]
        usual = Share(sum(day.count for day in before), sum(day.all for day in before))
        if usual.all < formulas.WARNING_POSTS:
            return None
        heavy = sorted((post for post in felt if told.valence[post.pk] < 0), key=lambda post: post.at, reverse=True)
        now = Share(len(heavy), len(felt))
        behind = tuple(post.pk for post in heavy[:MOST_LINKED])
        return Alarm(days, now, usual, formulas.rise(now, before), behind)
    return None


def _means(told: _Told) -> dict[int, float]:
    """Return one mean valence for each author, however much they wrote."""
    by_author = defaultdict(list)
    for pk, valence in told.valence.items():
        by_author[told.author_of[pk]].append(valence)
    return {author: fmean(valences) for author, valences in by_author.items()}


def _echo(told: _Told, means: Mapping[int, float], since: datetime, until: datetime) -> float | None:
    return formulas.echo(_ties(told, since, until), formulas.camps(means))


def _ties(told: _Told, since: datetime, until: datetime) -> Iterator[tuple[int, int]]:
    for answer in told.rows.answers:
        if since < answer.at <= until and answer.post in told.author_of:
            yield answer.author, told.author_of[answer.post]


def _brands(told: _Told, since: datetime, until: datetime) -> Share:
    posts = told.posts(since, until)
    return Share(sum(post.is_brand for post in posts), len(posts))
