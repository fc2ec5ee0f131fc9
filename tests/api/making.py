"""A proposal and a vote at every stage that endpoints are about, and who may do what with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from community import rights
from community.models import (
    Allowance,
    Amendment,
    Authorship,
    BrandAnswer,
    CreditObjection,
    CreditShare,
    CreditStatement,
    Group,
    MakingUpdate,
    Payout,
    Proposal,
    ProposalPicture,
    ProposalVersion,
    Support,
    Tester,
    TestRound,
    Vote,
    VoteRound,
)
from community.services.making import credits, launching, showing, testing, updates
from community.services.proposals import (
    amending,
    answering,
    arguing,
    authors,
    drafting,
    merging,
    picturing,
    reviewing,
    supporting,
)
from community.services.rounds import ballots, counting, drafting as votes
from lib import clock
from tests.api.callers import Caller, Row
from tests.community import cast, proposing
from tests.community.test_vote_rounds import plan

ROLES = ("visitor", "outsider", "member", "author", "judge", "brand", "staff")
READ = "200 200 200 200 200 200 200"
OWN = "401 200 200 200 200 200 200"
AUTHOR = "401 403 403 200 403 403 403"
WRITER = "401 404 404 200 404 404 404"  # of shares: nobody else may know of them yet
CO_AUTHOR = "401 404 403 201 404 404 404"  # of a draft: the member is asked to be named with them
JUDGE = "401 404 404 404 200 404 200"
WATCH = "401 403 403 403 200 403 200"
NEWS = "401 201 201 201 201 403 201"  # whoever may see them, but who wrote them
LOOK, STAFF = WATCH.replace("200", "201"), "401 404 404 404 404 404 200"
BRAND = "401 404 404 404 404 200 404"
BRAND_MADE = BRAND.replace("200", "201")
TESTER = "401 404 200 404 404 404 404"
DECIDES = "401 403 403 200 200 403 200"  # authors, and who reviews
ONE, REVIEW, VOTE = "proposals/{public_id}", "review/proposals/{public_id}", "votes/{public_id}"
SNAP = f"{ONE}/news/{{news_id}}/pictures/{{picture_id}}"
AMENDMENT, TEST = f"{ONE}/amendments/{{amendment_id}}", f"{ONE}/tests/{{test_id}}"
OPEN, DRAFT, DUE, MADE = {"public_id": "open"}, {"public_id": "draft"}, {"public_id": "due"}, {"public_id": "making"}
CHANGE, REFUSED = OPEN | {"amendment_id": "amendment"}, OPEN | {"amendment_id": "rejected"}
WISHED, DRAWN = {"public_id": "testing", "test_id": "test"}, {"public_id": "drawn", "test_id": "drawn_test"}
TOLD, SHOWN = MADE | {"news_id": "prototype"}, "401 403 403 403 403 204 403"
STOOD = {"public_id": "other", "handle": "fan"}
FROZEN, SHARED = {"public_id": "credited"}, {"public_id": "objecting"}
SHOT, SAID, VOTER = DRAFT | {"picture_id": "shot"}, {"public_id": "argument"}, {"handle": "voter"}
OBJECTED, INVITED = SHARED | {"objection_id": "objection"}, DRAFT | {"handle": "asked"}
TERMS, WHY, WORDS = {"terms": rights.LATEST}, {"reason": "As we agreed."}, {"words": "I drew it."}
NOTE = {"note": "Look."}
TEXTS = {**proposing.TEXTS, "title": "Pouches of paper"}
REPLY = {"outcome": "accepted", "reasons": "We have looked at it, and like it.", "feasibility": "effort"}
SHARE = {"handle": "{writer}", "role": "author", "basis_points": 10_000, "evidence": "Wrote it."}
ENTRIES = [{"proposal": "{open}"}, {"proposal": "{other}"}]
POOL = {"pool_minor": 101, "currency": "CNY", "reason": "March"}
PLAN = {"names": {"en": "What first?"}, "method": "points", "per_voter": 5, "seats": 1, "entries": ENTRIES}
PLAN |= {"closes_at": "{closes_at}"}
ASKED = {"prototype": "{prototype}", "places": 2, "questions": [{"text": "Does it pour?"}]}
ASKED |= {"draws_at": "{draws_at}", "closes_at": "{closes_at}"}

TABLE = (
    Row("GET", "proposals/mine", OWN, OWN),
    Row("GET", "proposals/near", OWN, OWN),
    Row("GET", f"{ONE}/versions", READ, fill=OPEN),
    Row("POST", f"{ONE}/versions", AUTHOR, body={**TEXTS, "changes": "Paper.", "edition": 1}, fill=OPEN),
    Row("POST", f"{ONE}/revival", AUTHOR, body=TEXTS | TERMS, fill={"public_id": "lapsed"}),
    Row("GET", f"{ONE}/authors", READ, fill=OPEN),
    Row("POST", f"{ONE}/authors", CO_AUTHOR, body={"handle": "{guest}"}, fill=DRAFT),
    Row("DELETE", f"{ONE}/authors/{{handle}}", "401 404 403 204 404 404 404", fill=INVITED),
    Row("PUT", f"{ONE}/authors/me", "401 404 200 200 404 404 404", body=TERMS, fill=DRAFT),
    Row("DELETE", f"{ONE}/authors/me", "401 404 204 422 404 404 404", fill=DRAFT),  # who began it withdraws it
    Row("GET", f"{ONE}/pictures", READ, fill=OPEN),
    Row("POST", f"{ONE}/pictures", CO_AUTHOR, body="picture", fill=DRAFT),
    Row("DELETE", f"{ONE}/pictures/{{picture_id}}", CO_AUTHOR.replace("201", "204"), fill=SHOT),
    Row("GET", f"{ONE}/agreed", READ, fill=OPEN),
    Row("POST", f"{AMENDMENT}/answer", AUTHOR, body={"accept": True}, fill=CHANGE),
    Row("POST", f"{AMENDMENT}/withdrawal", TESTER, fill=CHANGE),
    Row("POST", f"{AMENDMENT}/promotion", "401 403 201 404 404 403 403", fill=REFUSED),
    Row("POST", "news/{public_id}/reports", NEWS, body={"note": "Look."}, fill={"public_id": "prototype"}),
    Row("POST", "arguments/{public_id}/reports", "401 201 201 403 201 201 201", body={"note": "Look."}, fill=SAID),
    Row("GET", "review/proposals", JUDGE, JUDGE),
    Row("POST", REVIEW, JUDGE, body={"decision": "open", "target": 3}, fill={"public_id": "review"}),
    Row("PUT", f"{REVIEW}/brand", JUDGE, body={"brand": "{brand}"}, fill=OPEN),
    Row("POST", f"{REVIEW}/merger", JUDGE, body=WHY | {"into": "{other}"}, fill=OPEN),
    Row("POST", f"{REVIEW}/parting", JUDGE, body=WHY, fill={"public_id": "merged"}),
    Row("GET", f"{REVIEW}/signs", WATCH, fill=OPEN),
    Row("GET", f"{REVIEW}/supporters", JUDGE, fill=OPEN),
    Row("POST", f"{REVIEW}/supporters/{{handle}}/case", JUDGE.replace("200", "201"), body=NOTE, fill=STOOD),
    Row("GET", "brands/{slug}/proposals", "401 404 404 404 404 200 200", fill={"slug": "brand"}),
    Row("GET", "brands/{slug}/answers", READ, READ, fill={"slug": "brand"}),
    Row("GET", f"{ONE}/answer", BRAND, fill=DUE),
    Row("PUT", f"{ONE}/answer", BRAND, body=REPLY | {"cost_minor": 500, "version": "{due_version}"}, fill=DUE),
    Row("GET", f"{ONE}/news", READ, fill=MADE),
    Row("POST", f"{ONE}/news", BRAND_MADE, body={"title": "It pours", "body": "Well."}, fill=MADE),
    Row("POST", f"{ONE}/news/{{news_id}}/pictures", BRAND_MADE, body="picture", fill=TOLD),
    Row("DELETE", SNAP, SHOWN, fill=TOLD | {"picture_id": "snap"}),
    Row("POST", f"{SNAP}/removal", "401 403 403 403 204 403 204", body=WHY, fill=TOLD | {"picture_id": "snap"}),
    Row("GET", f"{ONE}/launch", BRAND, fill=FROZEN),
    Row("PUT", f"{ONE}/announcement", BRAND, fill=FROZEN),
    Row("DELETE", f"{ONE}/announcement", BRAND, fill={"public_id": "prelaunch"}),
    Row("POST", f"{ONE}/launch", BRAND.replace("200", "409"), fill={"public_id": "prelaunch"}),  # a draft is not sold
    Row("POST", f"{ONE}/giving-up", BRAND, body={"reason": "The kiln cannot make it."}, fill=MADE),
    Row("GET", f"{ONE}/tests", READ, fill=WISHED),
    Row("POST", f"{ONE}/tests", BRAND_MADE, body=ASKED, fill=MADE),
    Row("GET", TEST, READ, fill=DRAWN),
    Row("GET", f"{TEST}/draw", READ, fill=DRAWN),
    Row("PUT", f"{TEST}/place", "401 403 200 200 403 403 403", fill=WISHED),
    Row("DELETE", f"{TEST}/place", OWN, fill=WISHED),
    Row("PUT", f"{TEST}/answers", TESTER, body={"answers": {"q1": "4"}}, fill=DRAWN),
    Row("POST", f"{TEST}/closing", "401 403 403 403 403 200 403", fill=WISHED),
    Row("PUT", f"{ONE}/credit", WRITER, body={"shares": [SHARE], "version": ""}, fill=MADE),
    Row("GET", f"{ONE}/credit/suggestion", WRITER, fill=MADE),
    Row("PUT", f"{ONE}/credit/showing", "401 404 404 200 403 404 403", fill={"public_id": "drawn"}),
    Row("DELETE", f"{ONE}/credit/showing", DECIDES, fill=SHARED),
    Row("POST", f"{ONE}/credit/objections", "401 403 201 201 403 403 403", body=WORDS, fill=SHARED),
    Row("PUT", f"{ONE}/credit/objections/{{objection_id}}", DECIDES, body=WORDS, fill=OBJECTED),
    Row("POST", f"{ONE}/credit/payouts", BRAND_MADE, body=POOL, fill=FROZEN),
    Row("POST", "votes", "401 403 403 403 201 403 201", body=PLAN | {"group": "{slug}"}),
    Row("PUT", VOTE, JUDGE, body=PLAN | {"version": "{vote_version}"}, fill={"public_id": "vote_draft"}),
    Row("POST", f"{VOTE}/opening", JUDGE, fill={"public_id": "vote_draft"}),
    Row("POST", f"{VOTE}/cancellation", WATCH, body=WHY, fill={"public_id": "vote_open"}),
    Row("GET", f"{VOTE}/voters", WATCH, fill={"public_id": "vote_open"}),
    Row("POST", f"{VOTE}/voters/{{handle}}/case", LOOK, body=NOTE, fill={"public_id": "vote_open"} | VOTER),
    Row("GET", "review/votes", STAFF, STAFF),
    Row("GET", f"{VOTE}/recount", READ, fill={"public_id": "vote_decided"}),
)  # fmt: skip
WATCHED = (
    Allowance,
    Amendment,
    Authorship,
    BrandAnswer,
    CreditObjection,
    CreditShare,
    CreditStatement,
    MakingUpdate,
    Payout,
    Proposal,
    ProposalPicture,
    ProposalVersion,
    Support,
    Tester,
    TestRound,
    Vote,
    VoteRound,
)


class House:
    """A group with everybody who has a part, and what they have made of it; `group` hides it all once it is secret."""

    def __init__(self) -> None:
        self.now = clock.now()
        self.group = proposing.place()
        self.judge = proposing.judge(self.group)
        self.author, self.member = cast.member(self.group), cast.member(self.group)
        self.maker = proposing.brand()
        self.fans = [self.member, *(cast.person() for _ in range(2))]

    def callers(self) -> dict[str, Caller]:
        people = {"outsider": cast.person(), "member": self.member, "author": self.author, "judge": self.judge}
        people |= {"brand": self.maker.person, "staff": cast.person(is_staff=True)}
        return {"visitor": Caller(None)} | {role: Caller(user) for role, user in people.items()}

    def submitted(self, **named: Any) -> Proposal:
        return proposing.submitted(self.group, self.author, of=self.maker, now=self.now, **named)

    def opened(self, **named: Any) -> Proposal:
        return reviewing.open_(by=self.judge, proposal=self.submitted(**named), target=3, now=self.now)

    def due(self) -> Proposal:
        made = self.opened()
        for fan in self.fans:
            supporting.support(user=fan, proposal=made, now=self.now)
        return proposing.fresh(made)

    def made(self) -> tuple[Proposal, MakingUpdate]:
        """Return one that is being made, and its prototype."""
        due = self.due()
        answering.prepare(by=self.maker.person, proposal=due, reply=proposing.reply(), now=self.now)
        said = {"title": "The first one", "body": "It pours.", "is_prototype": True}
        shown = updates.tell(by=self.maker.person, proposal=due, now=self.now, **said)
        return proposing.fresh(due), shown

    def tested(self) -> TestRound:
        """Return a test that the member asked to take part in; it is drawn tomorrow."""
        _made, shown = self.made()
        test = testing.open_(
            by=self.maker.person,
            prototype=shown,
            places=1,
            questions=[testing.Question("Does it pour?")],
            draws_at=self.now + timedelta(days=1),
            closes_at=self.now + timedelta(days=9),
            now=self.now,
        )
        testing.wish(user=self.member, test=test, now=self.now)
        return test

    def drawn(self) -> TestRound:
        test = self.tested()
        testing.draw_due(now=self.now + timedelta(days=1))
        self.shared(test.proposal)
        return test

    def shared(self, made: Proposal) -> CreditStatement:
        """Write shares in which the member has a part."""
        halves = [credits.Share(user, "other", 5_000, "As it is known.") for user in (self.author, self.member)]
        halves[0] = replace(halves[0], role="author")
        return credits.write(by=self.author, proposal=made, shares=halves, now=self.now)

    def frozen(self) -> Proposal:
        made, _shown = self.made()
        credits.show(by=self.author, statement=self.shared(made), now=self.now)
        credits.freeze_due(now=self.now + timedelta(days=8))
        return made

    def ids(self) -> dict[str, str]:
        """Make one of everything, and return what fills paths and bodies."""
        written = self.of_writing()
        return (
            self.of_votes()
            | self.of_making()
            | written
            | {
                "slug": self.group.slug,
                "brand": self.maker.slug,
                "writer": self.author.handle,
                "guest": cast.person().handle,
                "draws_at": (self.now + timedelta(days=1)).isoformat(),
                "closes_at": (self.now + timedelta(days=9)).isoformat(),
            }
        )

    def of_writing(self) -> dict[str, str]:
        now, author = self.now, self.author
        self.open, self.other, merged, lapsed = (self.opened() for _ in range(4))
        said = {"reason": "Plainer.", "terms": rights.LATEST, "now": now}
        change = amending.propose(author=self.member, proposal=self.open, texts={"change": "Less to carry."}, **said)
        other = amending.propose(author=self.member, proposal=self.open, texts={"audience": "Those who walk."}, **said)
        amending.reject(by=author, amendment=other, answer="It is for all.", now=now)
        merging.merge(by=self.judge, proposal=merged, into=self.other, reason="The same.", now=now)
        Proposal.objects.filter(pk=lapsed.pk).update(state=Proposal.State.LAPSED)
        draft = drafting.draft(author=author, group=self.group, words=proposing.texts(), now=now)
        authors.invite(by=author, proposal=draft, user=self.member, now=now)
        shot = picturing.add(by=author, proposal=draft, file=cast.picture(), alt="A pouch.", now=now)
        fan = cast.person()
        supporting.support(user=fan, proposal=self.other, now=now)
        argued = {"side": "for", "body": "Yes, please.", "key": "as-it-is-said", "now": now}
        return {
            "argument": arguing.argue(author=author, proposal=self.open, **argued).public_id,
            "asked": self.member.handle,
            "amendment": change.public_id,
            "rejected": other.public_id,
            "draft": draft.public_id,
            "fan": fan.handle,
            "lapsed": lapsed.public_id,
            "merged": merged.public_id,
            "open": self.open.public_id,
            "other": self.other.public_id,
            "review": self.submitted().public_id,
            "shot": shot.public_id,
        }

    def of_making(self) -> dict[str, str]:
        due, (made, shown), drawn, test = self.due(), self.made(), self.drawn(), self.tested()
        later = self.now + timedelta(days=2)
        reply = proposing.reply()
        said = answering.prepare(by=self.maker.person, proposal=due, reply=reply, reveals_at=later, now=self.now)
        snap = showing.add(by=self.maker.person, update=shown, file=cast.picture(), alt="A pouch.", now=self.now)
        credited, prelaunch, (objecting, _) = self.frozen(), self.frozen(), self.made()
        launching.announce(by=self.maker.person, proposal=prelaunch, now=self.now)
        statement = self.shared(objecting)
        credits.show(by=self.author, statement=statement, now=self.now)
        objection = credits.object_to(by=self.member, statement=statement, words="I drew it.", now=self.now)
        return {
            "credited": credited.public_id,
            "drawn": drawn.proposal.public_id,
            "drawn_test": drawn.public_id,
            "due": due.public_id,
            "due_version": answering.version_of(said),
            "making": made.public_id,
            "objecting": objecting.public_id,
            "objection": objection.public_id,
            "prelaunch": prelaunch.public_id,
            "prototype": shown.public_id,
            "snap": snap.public_id,
            "test": test.public_id,
            "testing": test.proposal.public_id,
        }

    def of_votes(self) -> dict[str, str]:
        draft, opened, decided = (self.vote() for _ in range(3))
        decided = votes.open_(by=self.judge, vote=decided, now=self.now)
        end = self.now + timedelta(days=7)
        counting.close_due(now=end)
        counting.count_due(now=end)
        opened = votes.open_(by=self.judge, vote=opened, now=self.now)
        candidate = opened.candidates.order_by("position").first()
        ballots.fill(user=self.member, vote=opened, weights={candidate.pk: 2}, now=self.now)
        found = {"vote_draft": draft, "vote_open": opened, "vote_decided": decided}
        ids = {name: vote.public_id for name, vote in found.items()}
        return ids | {"voter": self.member.handle, "vote_version": votes.version_of(draft)}

    def vote(self) -> VoteRound:
        wanted = replace(plan([(self.open, 0), (self.other, 0)]), closes_at=self.now + timedelta(days=6))
        return votes.draft(by=self.judge, plan=wanted, group=self.group, now=self.now)


def build() -> tuple[dict[str, Caller], dict[str, str], Group]:
    """Return a caller for each role, what paths and bodies are filled with, and the group that it is all in."""
    house = House()
    return house.callers(), house.ids(), house.group
