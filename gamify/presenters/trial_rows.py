"""The definitions of a trial as rows: what each of two economies makes of one, and those that gave nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _, ngettext

from gamify.engine.decision import CAPPED, COOLING, NOT_OPEN
from gamify.engine.economy import Definition, Economy
from gamify.engine.trial import Line, Points, Tally
from gamify.selectors import words
from gamify.services.trials import Trial
from lib import texts


@dataclass(frozen=True)
class Side:
    """What one economy makes of a definition: points, how often and to how many people, what went over its cap."""

    points: str
    times: str
    refused: str


@dataclass(frozen=True)
class Row:
    """A definition under both economies, None where it is not in one of them."""

    key: str
    name: str
    before: Side | None
    after: Side | None


def rows(trial: Trial, names: Mapping[str, str]) -> Iterator[Row]:
    """Yield the definitions that did something under one of the economies, those with the greatest difference first."""
    before, after = _in_force(trial.before.economy), _in_force(trial.after.economy)
    found = before | after
    active = [key for key in found if key in trial.before.lines or key in trial.after.lines]
    for key in sorted(active, key=lambda key: (-_distance(trial, key), key)):
        sides = (
            _side(tally.lines.get(key, Line()), names) if key in known else None
            for tally, known in ((trial.before, before), (trial.after, after))
        )
        yield Row(key, texts.pick(found[key].names), *sides)


def _in_force(economy: Economy) -> dict[str, Definition]:
    every = (each for found in (*economy.rules.values(), *economy.goals.values()) for each in found)
    return {each.subject: each for each in every}


def _distance(trial: Trial, key: str) -> int:
    nothing = Line()
    return abs(trial.after.lines.get(key, nothing).points.total() - trial.before.lines.get(key, nothing).points.total())


def _side(line: Line, names: Mapping[str, str]) -> Side:
    capped = line.refusals[CAPPED]
    refused = _("over the cap: %(times)s ×") % {"times": words.number(capped)} if capped else ""
    if not line.has_given and not line.points:
        return Side(_("nothing"), "", refused)
    people = {"times": words.number(line.times), "people": words.number(len(line.people))}
    return Side(
        points=points(line.points, names),
        times=ngettext("%(times)s × · %(people)s person", "%(times)s × · %(people)s people", len(line.people)) % people,
        refused=refused,
    )


def points(moved: Points, names: Mapping[str, str]) -> str:
    given = [
        f"{words.signed(amount)}\N{NO-BREAK SPACE}{names.get(key, key)}"
        for key, amount in sorted(moved.items())
        if amount
    ]
    return " · ".join(given)


def silent(tally: Tally) -> Iterator[tuple[Definition, str]]:
    """Yield the rules, tasks and steps of quests that gave nothing in the trial, as long as anything was tried."""
    if not tally.verbs:
        return
    for key, definition in _in_force(tally.economy).items():
        line = tally.lines.get(key, Line())
        if definition.kind not in ("badge", "quest") and not line.has_given:
            yield definition, _why_silent(tally.verbs[definition.verb], line)


def _why_silent(done: int, line: Line) -> str:
    if not done:
        return _("Nobody did what it is about.")
    if line.refusals[NOT_OPEN]:
        return _("Nobody had come that far in the quest.")
    if line.refusals.total() < done:
        return _("Begun, but nobody got that far.")
    if line.refusals[CAPPED] + line.refusals[COOLING] == done:
        return _("Everybody had had it as often as it goes.")
    return ngettext(
        "It was done %(n)s time, never the way it asks for.",
        "It was done %(n)s times, never the way it asks for.",
        done,
    ) % {"n": words.number(done)}
