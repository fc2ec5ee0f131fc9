"""The demo's challenges, lived through the real services with the clock set to each step; the record scores."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from accounts.models import Brand, User
from community.models import Group
from demo import content, pictures
from gamify.models import Challenge, Entrant, PrizeLine, Submission
from gamify.services import process, purses
from gamify.services.challenges import (
    collecting,
    consents,
    drafting,
    entering,
    freezing,
    judging,
    reviewing,
    running,
    settling,
    stories,
    submitting,
)
from gamify.services.challenges.terms import Line, Task, Terms

HOUR = timedelta(hours=1)
TEXTS = ("names", "taglines", "stories", "terms", "team_size", "review_days")
Step = tuple[datetime, Callable[[], object]]
Wanted = Mapping[str, Any]


@dataclass
class Course:
    """The challenges while they are lived through, once the engine has decided all that they are counted from."""

    users: Mapping[str, User]
    groups: Mapping[str, Group]
    staff: User
    now: datetime

    def live(self) -> None:
        """Take every step in the order of time; what runs at the end is counted once, when all of it is there."""
        for at, step in sorted(self._steps(), key=lambda found: found[0]):
            running.start_due(now=at)
            running.close_due(now=at)
            step()
        process.sweep(now=self.now)
        running.warn_due(now=self.now)
        collecting.collect_due(now=self.now)

    def _steps(self) -> Iterator[Step]:
        for wanted in content.challenges():
            yield from self._of(wanted)

    def _of(self, wanted: Wanted) -> Iterator[Step]:
        at, made = self._ago(wanted["drafted"]), list[Challenge]()
        yield at, lambda: made.append(self._draft(wanted, at))
        if wanted.get("state") == "draft":
            return
        yield at + HOUR, lambda: self._hand_over(wanted, made[0], at + HOUR)
        for who, hours in wanted.get("enters", ()):
            yield self._ago(hours), partial(self._enter, made, who, self._ago(hours))
        for team in wanted.get("teams", ()):
            for place, (who, hours) in enumerate(team["who"]):
                yield self._ago(hours), partial(self._join, made, team["name"], place, who, self._ago(hours))
        for proof in wanted.get("proof", ()):
            yield self._ago(proof["hours"]), partial(self._prove, made, proof, self._ago(proof["hours"]))
            answer = self._ago(proof["hours"] - 6)
            if answer < self.now - 2 * HOUR:
                yield answer, partial(self._answer, made, wanted, proof, answer)
        if wanted.get("ends", 0) > 0:
            yield self._ago(wanted["ends"] - 8), partial(self._end, made, wanted, self._ago(wanted["ends"] - 8))

    def _draft(self, wanted: Wanted, at: datetime) -> Challenge:
        by, house = self.users[wanted["by"]], self._house(wanted)
        if "purse" in wanted:
            purses.grant(
                by=self.staff, **house, amount=wanted["purse"], note="Budget of the season", key=wanted["key"], now=at
            )
        places = [f"group:{self.groups[wanted['place']].pk}"] if "place" in wanted else []
        terms = Terms(
            **{name: wanted[name] for name in TEXTS if name in wanted},
            places=places,
            tasks=[Task(**task) for task in wanted.get("task", ())],
            lines=[Line(**line) for line in wanted.get("line", ())],
            starts_at=self._ago(wanted["starts"]) if "starts" in wanted else None,
            ends_at=self._ago(wanted["ends"]) if "ends" in wanted else None,
        )
        return drafting.draft(by=by, **house, terms=terms, now=at)

    def _hand_over(self, wanted: Wanted, made: Challenge, at: datetime) -> None:
        """Hand it in; the groups agree and staff approve, unless it stays in review."""
        drafting.submit(by=self.users[wanted["by"]], challenge=made, now=at)
        if wanted.get("state") == "review":
            return
        for consent in made.consents.filter(state="asked"):
            owner = self.users[content.groups()[wanted["place"]]["owner"]]
            consents.answer(by=owner, consent=consent, agrees=True, now=at + HOUR)
        drafting.approve(by=self.staff, challenge=made, now=at + 2 * HOUR)

    def _enter(self, made: list[Challenge], who: str, at: datetime) -> None:
        entering.enter(actor=self.users[who], challenge=made[0], now=at)

    def _join(self, made: list[Challenge], name: str, place: int, who: str, at: datetime) -> None:
        if place == 0:
            entering.found(actor=self.users[who], challenge=made[0], name=name, now=at)
        else:
            entering.join(actor=self.users[who], team=made[0].teams.get(name=name), now=at)

    def _prove(self, made: list[Challenge], proof: Wanted, at: datetime) -> None:
        task = made[0].tasks.get(position=proof["task"])
        shown = pictures.draw(scene=proof["picture"], seed=proof["who"]) if "picture" in proof else None
        words = {"text": proof["text"], "alt": proof.get("alt", "")}
        submitting.hand_in(actor=self.users[proof["who"]], task=task, picture=shown, now=at, **words)

    def _answer(self, made: list[Challenge], wanted: Wanted, proof: Wanted, at: datetime) -> None:
        by = self.users[wanted["by"]]
        rows = Submission.objects.filter(entrant__challenge=made[0], entrant__user=self.users[proof["who"]])
        row = rows.select_related("entrant__challenge__brand").get(state="waiting")
        if "refused" in proof:
            reviewing.refuse(by=by, submission=row, reason=proof["refused"], now=at)
        else:
            reviewing.accept(by=by, submission=row, now=at)

    def _end(self, made: list[Challenge], wanted: Wanted, at: datetime) -> None:
        """The jury has chosen, everything is paid, and the winners say something."""
        for line in PrizeLine.objects.filter(challenge=made[0], rule="jury"):
            picks = [pick for pick in wanted["won"] if pick["line"] == line.position]
            choices = [judging.Choice(self._entrant(made, pick["who"]), _both(pick["words"])) for pick in picks]
            judging.choose(by=self.users[wanted["by"]], line=line, choices=choices, now=at)
        process.sweep(now=self.now)
        freezing.freeze(made[0].pk, now=at + HOUR)
        settling.settle(made[0].pk, now=at + 2 * HOUR)
        for told in wanted.get("story", ()):
            shown = pictures.draw(scene=told["picture"], seed=told["who"]) if "picture" in told else None
            stories.tell(
                actor=self.users[told["who"]],
                challenge=made[0],
                words=told["words"],
                picture=shown,
                alt=told.get("alt", ""),
            )

    def _entrant(self, made: list[Challenge], who: str) -> Entrant:
        return Entrant.objects.get(challenge=made[0], user=self.users[who])

    def _house(self, wanted: Wanted) -> dict[str, Any]:
        if "brand" in wanted:
            return {"brand": Brand.objects.get(slug=wanted["brand"])}
        return {"scope": f"group:{self.groups[wanted['group']].pk}"}

    def _ago(self, hours: float) -> datetime:
        return self.now - timedelta(hours=hours)


def _both(words: Mapping[str, str]) -> str:
    """Return the reason in both languages: a jury writes one text that everybody reads."""
    return "\n".join(words.values())
