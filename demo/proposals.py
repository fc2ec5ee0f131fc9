"""The demo's proposals and votes, lived through the real services with the clock set to each step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from accounts.models import Brand, User
from community import rights
from community.models import Argument, Group, MakingUpdate, Proposal, TestRound, VoteRound
from community.services.making import credits, owed, showing, testing
from community.services.proposals import (
    amending,
    answering,
    arguing,
    authors,
    drafting,
    merging,
    picturing,
    reviewing,
    rising,
    supporting,
)
from community.services.proposals.wording import Words
from community.services.rounds import ballots, counting, drafting as voting
from demo import content, pictures
from demo.launched import Launch

HOUR = timedelta(hours=1)
TEXTS = ("title", "problem", "audience", "sketch", "change")
Step = tuple[datetime, Callable[[], object]]
Wanted = Mapping[str, Any]


@dataclass
class Road:
    """The proposals while they are lived through: which exist so far, by the content's keys."""

    users: Mapping[str, User]
    groups: Mapping[str, Group]
    staff: User
    now: datetime
    made: dict[str, Proposal] = field(default_factory=dict)
    rounds: dict[str, VoteRound] = field(default_factory=dict)

    def live(self) -> None:
        """Take every step in the order of time."""
        for _at, step in sorted(self._steps(), key=lambda found: found[0]):
            step()
        self._jobs(self.now)
        supporting.count_trusted(now=self.now)
        rising.tell_overdue(now=self.now)

    def _steps(self) -> Iterator[Step]:
        for wanted in content.proposals():
            yield from self._of(wanted)
        for wanted in content.rounds():
            yield from self._vote(wanted)

    def _of(self, wanted: Wanted) -> Iterator[Step]:
        opened = self._ago(wanted["opened"])
        stage = wanted.get("stage", "open")
        yield opened - 48 * HOUR, partial(self._draft, wanted, opened - 48 * HOUR)
        if stage == "draft":
            return
        yield opened - 40 * HOUR, partial(self._hand_in, wanted, opened - 40 * HOUR)
        if stage == "review":
            return
        yield opened, partial(self._open, wanted, opened)
        for place, who in enumerate(wanted["supports"], start=1):
            at = opened + place * timedelta(hours=wanted["pace"])
            yield at, partial(self._support, wanted["key"], who, at)
        for place, said in enumerate(wanted.get("argument", ()), start=1):
            at = opened + place * 7 * HOUR
            yield at, partial(self._argue, wanted["key"], said, place, at)
        for said in wanted.get("amendment", ()):
            yield self._ago(said["hours"]), partial(self._amend, wanted, said, self._ago(said["hours"]))
        yield from self._then(wanted)

    def _then(self, wanted: Wanted) -> Iterator[Step]:
        """What the brand does, and what follows from it."""
        key = wanted["key"]
        if "merged_into" in wanted:
            yield self._ago(wanted["merged_hours"]), partial(self._merge, wanted, self._ago(wanted["merged_hours"]))
        if reply := wanted.get("reply"):
            yield self._ago(reply["hours"]), partial(self._answer, key, reply, self._ago(reply["hours"]))
        for told in wanted.get("news", ()):
            yield self._ago(told["hours"]), partial(self._tell, key, told, self._ago(told["hours"]))
        if test := wanted.get("test"):
            yield self._ago(test["hours"]), partial(self._test, key, test, self._ago(test["hours"]))
            if "said" in test:
                at = self._ago(test["draws"] - 24)
                yield at, partial(self._try_out, key, test, at)
        if credit := wanted.get("credit"):
            yield self._ago(credit["hours"]), partial(self._credit, wanted, credit, self._ago(credit["hours"]))
        if launch := wanted.get("launch"):
            sale = Launch(self.users, self.staff, launch, partial(self._fresh, key), self.now, self._jobs)
            yield from sale.steps()

    def _draft(self, wanted: Wanted, at: datetime) -> None:
        by, group = self.users[wanted["by"]], self.groups[wanted["group"]]
        brand = Brand.objects.get(slug=wanted["brand"]) if "brand" in wanted else None
        words = Words(**{name: wanted[name] for name in TEXTS})
        made = drafting.draft(author=by, group=group, words=words, brand=brand, now=at)
        if "picture" in wanted:
            file = pictures.draw(scene=wanted["picture"], seed=wanted["key"])
            picturing.add(by=by, proposal=made, file=file, alt=wanted["alt"], now=at)
        for who in wanted.get("with", ()):
            authors.invite(by=by, proposal=made, user=self.users[who], now=at + HOUR)
            authors.accept(by=self.users[who], proposal=made, terms=rights.LATEST, now=at + 2 * HOUR)
        if "with_invited" in wanted:
            authors.invite(by=by, proposal=made, user=self.users[wanted["with_invited"]], now=at + HOUR)
        self.made[wanted["key"]] = made

    def _hand_in(self, wanted: Wanted, at: datetime) -> None:
        drafting.submit(by=self.users[wanted["by"]], proposal=self._fresh(wanted["key"]), terms=rights.LATEST, now=at)

    def _open(self, wanted: Wanted, at: datetime) -> None:
        reviewing.open_(by=self.staff, proposal=self._fresh(wanted["key"]), target=wanted["target"], now=at)

    def _support(self, key: str, who: str, at: datetime) -> None:
        supporting.support(user=self.users[who], proposal=self.made[key], now=at)

    def _argue(self, key: str, said: Wanted, place: int, at: datetime) -> None:
        proposal, author = self._fresh(key), self.users[said["who"]]
        row = arguing.argue(
            author=author, proposal=proposal, side=said["side"], body=said["text"], key=f"{key}-{place}", now=at
        )
        for kind in ("agree", "disagree", "unsure"):
            for who in said.get(kind, ()):
                argument = Argument.objects.select_related("proposal__group").get(pk=row.pk)
                arguing.think(user=self.users[who], argument=argument, kind=kind, now=at + HOUR)

    def _amend(self, wanted: Wanted, said: Wanted, at: datetime) -> None:
        proposal = self._fresh(wanted["key"])
        row = amending.propose(
            author=self.users[said["who"]],
            proposal=proposal,
            texts=said["texts"],
            reason=said["reason"],
            terms=rights.LATEST,
            now=at,
        )
        if "answer" not in said:
            return
        by, answered = self.users[wanted["by"]], at + 6 * HOUR
        if said.get("accepted"):
            amending.accept(by=by, amendment=row, answer=said["answer"], is_material=False, now=answered)
        else:
            amending.reject(by=by, amendment=row, answer=said["answer"], now=answered)

    def _merge(self, wanted: Wanted, at: datetime) -> None:
        into = self._fresh(wanted["merged_into"])
        merging.merge(
            by=self.staff, proposal=self._fresh(wanted["key"]), into=into, reason=wanted["merged_reason"], now=at
        )

    def _answer(self, key: str, said: Wanted, at: datetime) -> None:
        reply = answering.Reply(**{name: value for name, value in said.items() if name not in ("by", "hours")})
        answering.prepare(by=self.users[said["by"]], proposal=self._fresh(key), reply=reply, now=at)

    def _tell(self, key: str, said: Wanted, at: datetime) -> None:
        words = {name: said[name] for name in ("title", "body", "is_prototype", "alt") if name in said}
        if "picture" in said:
            words["picture"] = pictures.draw(scene=said["picture"], seed=f"{key}-{said['title']}")
        showing.tell(by=self.users[said["by"]], proposal=self._fresh(key), **words, now=at)

    def _test(self, key: str, said: Wanted, at: datetime) -> None:
        prototype = MakingUpdate.objects.filter(proposal=self.made[key], kind="prototype").latest("pk")
        asked = [testing.Question(text) for text in said["questions"]]
        made = testing.open_(
            by=self.users[said["by"]],
            prototype=prototype,
            places=said["places"],
            questions=[*asked, testing.Question(said["question"], "text")],
            draws_at=self._ago(said["draws"]),
            closes_at=self._ago(said["closes"]),
            now=at,
        )
        for place, who in enumerate(said["wishes"], start=1):
            testing.wish(user=self.users[who], test=made, now=at + place * HOUR)

    def _try_out(self, key: str, said: Wanted, at: datetime) -> None:
        """Those who were drawn answer."""
        self._jobs(at)
        test = TestRound.objects.get(proposal=self.made[key])
        drawn = test.testers.filter(is_drawn=True).select_related("user").order_by("place")
        for row, words in zip(drawn, said["said"], strict=True):
            answers = {each["key"]: words if each["kind"] == "text" else str(3 + row.pk % 3) for each in test.questions}
            testing.answer(user=row.user, test=test, answers=answers, now=at)

    def _credit(self, wanted: Wanted, said: Wanted, at: datetime) -> None:
        self._jobs(at)
        proposal, by = self._fresh(wanted["key"]), self.users[wanted["by"]]
        roles = owed.contributors(proposal)
        shares = [
            credits.Share(self.users[who], roles[self.users[who].pk], points, said["evidence"][who])
            for who, points in said["shares"].items()
        ]
        statement = credits.write(by=by, proposal=proposal, shares=shares, now=at)
        credits.show(by=by, statement=statement, now=at + HOUR)

    def _vote(self, wanted: Wanted) -> Iterator[Step]:
        at = self._ago(wanted["opened"])
        yield at, partial(self._open_vote, wanted, at)
        for place, (who, keys) in enumerate(wanted["ballots"].items(), start=1):
            yield at + place * HOUR, partial(self._cast, wanted["key"], who, keys, at + place * HOUR)

    def _open_vote(self, wanted: Wanted, at: datetime) -> None:
        terms = ("names", "abouts", "method", "per_voter", "seats", "budget_minor", "completion")
        plan = voting.Plan(
            **{name: wanted[name] for name in terms if name in wanted},
            entries=[voting.Entry(self._fresh(key), cost) for key, cost in wanted["entries"]],
            closes_at=self._ago(wanted["closes"]),
        )
        drafted = voting.draft(by=self.staff, plan=plan, group=self.groups[wanted["group"]], now=at)
        self.rounds[wanted["key"]] = voting.open_(by=self.staff, vote=drafted, now=at)

    def _cast(self, key: str, who: str, keys: list[str], at: datetime) -> None:
        vote = self.rounds[key]
        found = dict(vote.candidates.values_list("proposal_id", "pk"))
        weights = {found[self.made[each].pk]: 1 for each in keys}
        ballots.fill(user=self.users[who], vote=vote, weights=weights, now=at)

    def _jobs(self, at: datetime) -> None:
        """Do what is due by `at`."""
        testing.draw_due(now=at)
        testing.close_due(now=at)
        credits.freeze_due(now=at)
        rising.lapse_due(now=at)
        counting.close_due(now=at)
        counting.count_due(now=at)

    def _fresh(self, key: str) -> Proposal:
        rows = Proposal.objects.select_related("group", "brand", "author", "merged_into")
        return rows.get(pk=self.made[key].pk)

    def _ago(self, hours: float) -> datetime:
        return self.now - timedelta(hours=hours)
