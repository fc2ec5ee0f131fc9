"""The terms of a challenge as somebody wants it: what of them can be kept, and what they lack to be announced."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from gamify import metrics, prizes
from gamify.engine import conditions, kindness
from gamify.models import Challenge, ChallengeTask, PrizeLine
from lib import clean, errors, ranges
from lib.wordings import Texts, Wrong, keep

NAME_LENGTH, TAGLINE_LENGTH, STORY_LENGTH, TERM_LENGTH, HINT_LENGTH, CONDITION_LENGTH = 80, 140, 4000, 2000, 500, 300
MOST_TASKS, MOST_LINES, MOST_PLACES_ASKED = 8, 8, 20
MOST_WINNERS = 10_000
MOST_JSON = 1000  # characters of what a task compares, and of what a prize is
SHORTEST, LONGEST = timedelta(hours=1), timedelta(days=92)
RANGES = {"team_size": (0, 50), "member_cap": (0, 1_000_000), "review_days": (1, 14), "holdout_bp": (0, 5000)}
TASK_RANGES = {"goal": (1, 1000), "points": (1, 100), "most": (1, 1000), "daily_most": (0, 100)}
# What people do of their own accord, and what costs them no money: a challenge never rewards spending.
VERBS = ("create", "comment", "like", "receive", "join", "visit")
ASKS = ("text", "link", "picture")
TOO_LONG = _("This is too long.")


@dataclass(frozen=True)
class Task:
    """One thing to do; see `ChallengeTask`. `most` 0: as many units as the goal."""

    names: Texts
    kind: str = ChallengeTask.Kind.METRIC
    hints: Texts = field(default_factory=dict)
    verb: str = ""
    when: Mapping[str, Any] = field(default_factory=dict)
    condition: str = ""
    metric: str = "count"
    asks: Sequence[str] = ()
    goal: int = 1
    points: int = 1
    most: int = 0
    daily_most: int = 0


@dataclass(frozen=True)
class Line:
    """Something to win: `kind` and `spec` as in `gamify/prizes`, for each of `places`, by `rule`."""

    rule: str
    places: int
    kind: str = "points"
    spec: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Terms:
    """A challenge as somebody wants it; texts per language. Without `starts_at` it begins when it is approved.

    `places` are where it shall take place, such as `group:7`; without any it is everywhere.
    """

    names: Texts
    taglines: Texts = field(default_factory=dict)
    stories: Texts = field(default_factory=dict)
    terms: Texts = field(default_factory=dict)
    places: Sequence[str] = ()
    tasks: Sequence[Task] = ()
    lines: Sequence[Line] = ()
    team_size: int = 0
    member_cap: int = 0
    review_days: int = 3
    holdout_bp: int = 0
    starts_at: datetime | None = None
    ends_at: datetime | None = None


def keepable(terms: Terms) -> tuple[dict[str, object], list[ChallengeTask], list[PrizeLine]]:
    """Return the columns of the challenge, its tasks and its lines, however unfinished they are.

    Raises: Invalid, naming every field that cannot be kept: `name`, `tagline`, `story`, `term` (`name_zh_hans` and so
    on for the other languages), `tasks-0`, `lines-0` …, and the fields of Terms.
    """
    wrong: Wrong = {}
    values: dict[str, object] = {
        "names": keep(terms.names, "name", NAME_LENGTH, wrong),
        "taglines": keep(terms.taglines, "tagline", TAGLINE_LENGTH, wrong),
        "stories": keep(terms.stories, "story", STORY_LENGTH, wrong, clean.block),
        "terms": keep(terms.terms, "term", TERM_LENGTH, wrong, clean.block),
        "places": sorted(set(terms.places)),
        **{name: getattr(terms, name) for name in (*RANGES, "starts_at", "ends_at")},
    }
    ranges.check(terms, RANGES, wrong)
    _check_moments(terms, wrong)
    for name, most in (("tasks", MOST_TASKS), ("lines", MOST_LINES), ("places", MOST_PLACES_ASKED)):
        if len(getattr(terms, name)) > most:
            wrong[name] = _("At most %(most)s, please.") % {"most": most}
    tasks = [_task(task, place, wrong) for place, task in enumerate(terms.tasks[:MOST_TASKS])]
    lines = [_line(line, place, wrong) for place, line in enumerate(terms.lines[:MOST_LINES])]
    if wrong:
        raise errors.Invalid(fields=wrong)
    return values, tasks, lines


def lacks(challenge: Challenge, now: datetime) -> Wrong:
    """Return what keeps a challenge from being announced: a sentence for each field that is missing or does not fit.

    Queries: 2, and those that the kinds of its prizes need.
    """
    wrong: Wrong = {}
    if not challenge.names:
        wrong["name"] = _("Give it a name, in one language at least.")
    if not challenge.stories:
        wrong["story"] = _("Say what it is about and why you do it.")
    tasks, lines = list(challenge.tasks.all()), list(challenge.lines.all())
    if not tasks:
        wrong["tasks"] = _("Add at least one task.")
    for task in tasks:
        _lacks_of_task(task, wrong)
    if not lines:
        wrong["lines"] = _("Say what there is to win.")
    for line in lines:
        _lacks_of_line(line, challenge, wrong)
    _check_window(challenge, now, wrong)
    return wrong


def check_ready(challenge: Challenge, now: datetime) -> None:
    """Refuse what cannot be announced yet. Raises: Invalid, with what it `lacks`."""
    wrong = lacks(challenge, now)
    if wrong:
        raise errors.Invalid(_("A few things are missing before this can be reviewed."), fields=wrong)


def budget(lines: Sequence[PrizeLine], team_size: int) -> int:
    """Return the most that all prizes together can take from the escrow."""
    people = max(team_size, 1)
    return sum(prizes.get(line.kind).cost(line.spec) * line.places * people for line in lines)


def _task(task: Task, place: int, wrong: Wrong) -> ChallengeTask:
    name = f"tasks-{place}"
    found = asdict(task) | {
        "names": keep(task.names, f"{name}-name", NAME_LENGTH, wrong),
        "hints": keep(task.hints, f"{name}-hint", HINT_LENGTH, wrong, clean.block),
        "most": max(task.most, task.goal),
        "asks": [each for each in ASKS if each in task.asks],
        "condition": clean.line(task.condition, field=name, most=CONDITION_LENGTH),
    }
    ranges.check(task, TASK_RANGES | {"most": (0, 1000)}, wrong, prefix=f"{name}-")
    if task.kind == ChallengeTask.Kind.PROOF:
        found |= {"verb": "", "when": {}, "condition": "", "metric": "count", "goal": 1, "most": 1, "daily_most": 0}
    elif task.kind != ChallengeTask.Kind.METRIC or (task.verb and task.verb not in VERBS):
        wrong[name] = _("Please choose one of the list.")
    if len(json.dumps(found["when"])) > MOST_JSON:
        wrong[name] = TOO_LONG
    elif not clean.is_storable(found["when"]):
        wrong[name] = _("This JSON holds characters or numbers that cannot be stored.")
    try:
        metrics.get(task.metric)
        conditions.compile_when(task.when)
        if task.condition:
            conditions.check_cost(task.condition)
            conditions.compile_condition(task.condition)
        kindness.check_feelings(task.when, task.condition)
    except (ValueError, TypeError, AttributeError) as error:
        wrong[name] = str(error)
    return ChallengeTask(position=place, **found)


def _line(line: Line, place: int, wrong: Wrong) -> PrizeLine:
    if line.rule not in PrizeLine.Rule.values or prizes.find(line.kind) is None:
        wrong[f"lines-{place}"] = _("Please choose one of the list.")
    elif not 1 <= line.places <= MOST_WINNERS:
        wrong[f"lines-{place}"] = ranges.between(1, MOST_WINNERS)
    elif len(json.dumps(dict(line.spec))) > MOST_JSON:
        wrong[f"lines-{place}"] = TOO_LONG
    return PrizeLine(position=place, **asdict(line))


def _lacks_of_task(task: ChallengeTask, wrong: Wrong) -> None:
    if not task.names:
        wrong[f"tasks-{task.position}-name"] = _("Give it a name, in one language at least.")
    if task.kind == ChallengeTask.Kind.METRIC and not task.verb:
        wrong[f"tasks-{task.position}"] = _("What shall people do?")
    if task.kind == ChallengeTask.Kind.PROOF and not task.asks:
        wrong[f"tasks-{task.position}"] = _("What shall people hand in?")


def _lacks_of_line(line: PrizeLine, challenge: Challenge, wrong: Wrong) -> None:
    try:
        prizes.get(line.kind).check(line.spec, challenge)
    except prizes.Wrong as error:
        wrong[f"lines-{line.position}"] = error.sentence
    except ValueError as error:
        wrong[f"lines-{line.position}"] = str(error)


def _check_window(challenge: Challenge, now: datetime, wrong: Wrong) -> None:
    begins = max(challenge.starts_at or now, now)
    if challenge.ends_at is None:
        wrong["ends_at"] = _("When does it end?")
    elif not SHORTEST <= challenge.ends_at - begins <= LONGEST:
        wrong["ends_at"] = _("A challenge lasts between an hour and 92 days.")


def _check_moments(terms: Terms, wrong: Wrong) -> None:
    ranges.check_years(terms, ("starts_at", "ends_at"), wrong)
    if terms.starts_at and terms.ends_at and terms.ends_at <= terms.starts_at:
        wrong["ends_at"] = _("It must end after it begins.")
