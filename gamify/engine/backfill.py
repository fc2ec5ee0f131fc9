"""What a badge counts that was published late: the activities before it, as far as they still hold.

A backfill is an activity of the member like any other, so that a rebuild finds it again. It tells how much it counted,
not of what: that comes out the same whenever it is asked, and whoever mirrors one of those activities later asks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from gamify.engine import grants, matching
from gamify.engine.decision import COMPLETED, Contribution, Decision, Step
from gamify.engine.economy import Economy, Goal
from gamify.engine.facts import Facts, Key
from gamify.engine.happening import UNDO, Happening


def decide(happening: Happening, economy: Economy, facts: Facts, decision: Decision) -> None:
    """Fill `decision` with what the badge counts of the past; nothing when it was retired or replaced meanwhile."""
    goal = _goal(happening.badge, economy)
    if goal not in economy.goals.get(goal.verb, ()):
        return
    decision.contributions.extend(_folded(goal, _uncounted(goal, economy, facts)))
    counter = facts.counter((goal.subject, ""))
    after = counter.value + sum(_moved(each, facts) for each in decision.contributions)
    change = COMPLETED if after >= goal.goal and counter.completed_at is None else ""
    decision.steps.append(Step(goal.subject, "", counter.value, after, goal.goal, goal.version, change))
    if change:
        decision.entries.extend(grants.grant(goal, happening))


def late(happening: Happening, economy: Economy, facts: Facts) -> list[Contribution]:
    """Return what backfills since `happening.undoes` counted of the activity behind it, as if that had given it."""
    if not facts.backfills or happening.undoes not in facts.past:
        return []
    units = 1 if happening.verb == UNDO else -1  # what was away while they counted is counted when it comes back
    root = _root(happening, facts)
    known = {each.subject for each in facts.contributions[happening.undoes]}
    found = []
    for goal in _since(happening.undoes, economy, facts):
        counted = _contribution(goal, root)
        if counted and goal.subject not in known:
            known.add(goal.subject)
            found.append(Contribution(counted.subject, counted.period, counted.item, units))
    return found


def counters(happening: Happening, economy: Economy, facts: Facts) -> Iterator[Key]:
    """Yield the counters that deciding about a backfill reads."""
    goal = _goal(happening.badge, economy)
    yield goal.subject, ""
    for each in facts.past.values():
        counted = _contribution(goal, each)
        if counted:
            yield counted.counter


def _goal(source: str, economy: Economy) -> Goal:
    found = economy.by_source[source]
    assert isinstance(found, Goal)
    return found


def _contribution(goal: Goal, happening: Happening) -> Contribution | None:
    return matching.contribution(goal, happening, []) if happening.verb == goal.verb else None


def _uncounted(goal: Goal, economy: Economy, facts: Facts) -> Collection[Happening]:
    """Return what happened, still holds, and was not counted for the badge, by itself or by an earlier backfill."""
    roots: dict[int, int] = {}
    found: dict[int, Happening] = {}
    for each in facts.past.values():
        is_counted = any(given.subject == goal.subject for given in facts.contributions.get(each.id, ()))
        if each.id in facts.backfills:
            earlier = _goal(facts.backfills[each.id], economy)
            if earlier.subject == goal.subject:
                found = {pk: root for pk, root in found.items() if not _contribution(earlier, root)}
        elif each.undoes is None and each.verb == goal.verb:
            roots[each.id] = each.id
        elif each.undoes in roots:
            roots[each.id] = roots[each.undoes]
        if each.id in roots:
            found.pop(roots[each.id], None)
            if each.verb != UNDO and not is_counted:
                found[roots[each.id]] = facts.past[roots[each.id]]
    return found.values()


def _folded(goal: Goal, happenings: Collection[Happening]) -> Iterator[Contribution]:
    units: dict[str, int] = {}
    for happening in happenings:
        counted = _contribution(goal, happening)
        if counted:
            units[counted.item] = units.get(counted.item, 0) + 1
    for item, number in units.items():
        yield Contribution(goal.subject, "", item, number)


def _moved(contribution: Contribution, facts: Facts) -> int:
    """Return by how much the goal's own counter rises: once for each new item, however often it came."""
    if not contribution.item:
        return contribution.units
    return 0 if facts.counter(contribution.counter).value else 1


def _root(happening: Happening, facts: Facts) -> Happening:
    while happening.undoes is not None:
        happening = facts.past[happening.undoes]
    return happening


def _since(activity_id: int, economy: Economy, facts: Facts) -> list[Goal]:
    """Return the badges that were counted late since an activity, in order."""
    found = []
    for pk in reversed(facts.past):
        if pk == activity_id:
            break
        if pk in facts.backfills:
            found.append(_goal(facts.backfills[pk], economy))
    return found[::-1]
