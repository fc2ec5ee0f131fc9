"""What an economy makes of things that were done: counted up, and nothing else."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from gamify.engine import deciding, sources
from gamify.engine.decision import EARN, Decision
from gamify.engine.economy import Economy
from gamify.engine.facts import Counter as Count, Facts, Key
from gamify.engine.happening import BACKFILL, Happening
from gamify.engine.matching import Match

Points = Counter[str]  # by currency
Matches = Mapping[int, Match]


@dataclass(slots=True)
class Line:
    """What one definition did: `times` it gave or was reached, less what was taken back; `refusals` by reason."""

    times: int = 0
    has_given: bool = False
    points: Points = field(default_factory=Counter)
    people: set[int] = field(default_factory=set)
    refusals: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Tally:
    """What one economy gave: `lines` by subject such as `rule/come-by`, `members` by user id, `verbs` that it decided.

    `left_out` is not decided: counting of the past for late badges, undoing of what was done before the trial.
    """

    economy: Economy
    points: Points = field(default_factory=Counter)
    lines: dict[str, Line] = field(default_factory=lambda: defaultdict(Line))
    members: dict[int, Points] = field(default_factory=lambda: defaultdict(Counter))
    verbs: Counter[str] = field(default_factory=Counter)
    left_out: int = 0

    def play(self, happenings: Sequence[Happening], start: Mapping[Key, Count], matches: Matches) -> None:
        """Decide what one member did, in order, from the counters `start`, which stay as they are."""
        facts = Facts(counters={key: replace(counter) for key, counter in start.items()})
        for happening in happenings:
            if not _is_playable(happening, facts):
                self.left_out += 1
                continue
            decision = deciding.decide(happening, self.economy, facts, matches.get(happening.id))
            facts.apply(decision, happening)
            self.verbs[happening.verb] += 1
            self._add(happening.actor_id, decision)

    def total(self, kind: str) -> int:
        """Return how often definitions of `kind` gave or were reached."""
        return sum(line.times for subject, line in self.lines.items() if subject.startswith(f"{kind}/"))

    def _add(self, user: int, decision: Decision) -> None:
        for entry in decision.entries:
            self.points[entry.currency] += entry.amount
            self.members[user][entry.currency] += entry.amount
            self._line(entry.source).points[entry.currency] += entry.amount
        given = {
            (entry.source, entry.kind == EARN) for entry in decision.entries if entry.source.startswith(sources.RULE)
        }
        settled = {(step.subject, not step.is_reopened) for step in decision.steps if step.change}
        for source, is_given in given | settled:
            line = self._line(source)
            line.times += 1 if is_given else -1
            line.has_given |= is_given
            line.people.add(user)
        for failure in decision.failures:
            self._line(failure.source).refusals[failure.reason] += 1

    def _line(self, source: str) -> Line:
        return self.lines[sources.subject_of(source)]


def _is_playable(happening: Happening, facts: Facts) -> bool:
    if happening.verb == BACKFILL:
        return False
    return happening.undoes is None or happening.undoes in facts.contributions
