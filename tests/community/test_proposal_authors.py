"""Who has a part in a proposal: amendments, credit, withdrawal, arguments and mergers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.models import User
from community import rights
from community.models import Amendment, Argument, BrandAnswer, Proposal
from community.selectors import arguments, proposal_credit
from community.services.making import credits, owed, payouts
from community.services.proposals import (
    amending,
    answering,
    arguing,
    authors,
    locking,
    merging,
    supporting,
    withdrawing,
)
from lib import documents, errors
from tests.community import cast, proposing
from tests.community.proposing import NOW, counts, fresh, told

pytestmark = pytest.mark.django_db
State = Proposal.State


@pytest.fixture(autouse=True)
def _everybody_is_trusted(settings):
    settings.HEARTH_TRUST_DAYS = 0


def test_amendments_are_taken_in_refused_promoted_or_out_of_date():
    made = proposing.opened()
    proposing.supported(made, 1)
    amender = cast.member(made.group)

    def propose(**texts: str) -> Amendment:
        return amending.propose(
            author=amender, proposal=made, texts=texts, reason="Better so.", terms=rights.LATEST, now=NOW
        )

    for wrong in ({"sketch": made.sketch}, {"sketch": "  "}):
        with pytest.raises(errors.Invalid):
            propose(**wrong)
    with pytest.raises(errors.NotFound):
        propose(state="open")
    first, second, third = (
        propose(sketch="It is of paper."),
        propose(sketch="It is of tin."),
        propose(change="Nothing to lose."),
    )
    with pytest.raises(errors.NotAllowed):
        amending.accept(by=amender, amendment=first, answer="", is_material=False, now=NOW)
    amending.accept(by=made.author, amendment=first, answer="Thanks", is_material=False, now=NOW)
    amending.accept(by=made.author, amendment=third, answer="", is_material=False, now=NOW)
    with pytest.raises(amending.Outdated):
        amending.accept(by=made.author, amendment=second, answer="", is_material=False, now=NOW)
    amending.reject(by=made.author, amendment=second, answer="It is of paper now.", now=NOW)
    own = amending.promote(by=amender, amendment=second, now=NOW)

    assert (fresh(made).sketch, fresh(made).change, fresh(made).version) == ("It is of paper.", "Nothing to lose.", 3)
    assert (own.sketch, own.state, own.author_id) == ("It is of tin.", State.DRAFT, amender.pk)
    assert counts(made) == (1, 0, 0)
    assert Amendment.objects.get(pk=second.pk).promoted_id == own.pk


def test_credit_is_shared_shown_objected_to_and_frozen():
    made = proposing.in_making()
    friend = cast.person()

    def share(user: User, points: int) -> credits.Share:
        return credits.Share(user=user, role="author", basis_points=points, evidence="Wrote it.")

    statement = credits.write(by=made.author, proposal=made, shares=[share(friend, 10_000)], now=NOW)
    for link in ("/\\evil.example", "//evil.example", "https://evil.example", "javascript:alert(1)"):
        with pytest.raises(errors.Invalid):
            credits.write(by=made.author, proposal=made, shares=[replace(share(friend, 1), link=link)], now=NOW)
    friend.is_active = False  # who is gone is named if they are owed credit, and only then
    friend.save(update_fields=["is_active"])
    assert proposal_credit.people(handles=[friend.username], owed=[friend.pk]) == [friend]
    with pytest.raises(errors.Invalid):
        proposal_credit.people(handles=[friend.username], owed=owed.contributors(made))
    friend.is_active = True
    friend.save(update_fields=["is_active"])
    with pytest.raises(errors.Invalid):
        credits.show(by=made.author, statement=statement, now=NOW)
    credits.write(by=made.author, proposal=made, shares=[share(made.author, 9_999)], now=NOW)
    with pytest.raises(errors.Invalid):
        credits.show(by=made.author, statement=statement, now=NOW)
    credits.write(by=made.author, proposal=made, shares=[share(made.author, 7_000), share(friend, 3_000)], now=NOW)
    credits.show(by=made.author, statement=statement, now=NOW)
    with pytest.raises(locking.WrongMoment):
        credits.write(by=made.author, proposal=made, shares=[share(made.author, 10_000)], now=NOW)
    with pytest.raises(errors.NotAllowed):
        credits.object_to(by=made.people[0], statement=statement, words="And I?", now=NOW)
    objection = credits.object_to(by=friend, statement=statement, words="Half was mine.", now=NOW)
    week = NOW + timedelta(days=7)
    assert credits.freeze_due(now=week) == 0
    with pytest.raises(errors.NotAllowed):
        credits.answer(by=friend, objection=objection, words="Yes.", now=week)
    credits.answer(by=made.author, objection=objection, words="We agreed on a third.", now=week)
    assert (credits.freeze_due(now=week), credits.freeze_due(now=week)) == (1, 0)

    statement.refresh_from_db()
    assert statement.hash == documents.digest(statement.document)
    with pytest.raises(locking.WrongMoment):
        credits.rewrite(by=made.author, statement=statement, now=week)
    with pytest.raises(errors.NotAllowed):
        payouts.pay(by=made.author, statement=statement, pool_minor=5, currency="JPY", reason="All", key="k", now=week)
    paying = {"by": proposing.person_of(made), "statement": statement, "reason": "First", "key": "k", "now": week}
    paid = payouts.pay(pool_minor=101, currency="JPY", **paying)
    assert payouts.pay(pool_minor=101, currency="JPY", **paying) == paid
    with pytest.raises(errors.Conflict):
        payouts.pay(pool_minor=102, currency="JPY", **paying)
    assert sum(line.amount_minor for line in paid.lines.all()) == 101


def test_withdrawing_needs_all_authors_and_later_whoever_reviews():
    made = proposing.draft()
    friend, gone = cast.member(made.group), cast.member(made.group)
    for person in (friend, gone):
        authors.invite(by=made.author, proposal=made, user=person, now=NOW)
        authors.accept(by=person, proposal=made, terms=rights.LATEST, now=NOW)
    gone.is_active = False  # closed their account: cannot say so any more
    gone.save(update_fields=["is_active"])
    assert withdrawing.withdraw(by=made.author, proposal=made, now=NOW).state == State.DRAFT
    assert "proposal_author:wants_withdrawal" in told(friend)
    assert withdrawing.withdraw(by=friend, proposal=made, now=NOW).state == State.WITHDRAWN

    made = proposing.due()
    answering.prepare(
        by=proposing.person_of(made),
        proposal=made,
        reply=proposing.reply(),
        reveals_at=NOW + timedelta(days=1),
        now=NOW,
    )
    with pytest.raises(locking.WrongMoment):
        withdrawing.withdraw(by=made.author, proposal=made, now=NOW)
    withdrawing.withdraw(by=proposing.judge(made.group), proposal=made, reason="Taken from another site.", now=NOW)
    assert (fresh(made).state, BrandAnswer.objects.get().state) == (State.WITHDRAWN, "dropped")
    assert answering.reveal_due(now=NOW + timedelta(days=2)) == 0


def test_arguments_are_said_once_and_stances_counted_once():
    made = proposing.opened()
    ann, ben = cast.member(made.group), cast.person()
    said = arguing.argue(author=ann, proposal=made, side="for", body="It saves tins.", key="k", now=NOW)
    assert arguing.argue(author=ann, proposal=made, side="for", body="It saves tins.", key="k", now=NOW) == said
    with pytest.raises(errors.NotAllowed):
        arguing.argue(author=ben, proposal=made, side="for", body="Me too!", key="k", now=NOW)
    for kind in ("agree", "agree", "disagree", "unsure", "unsure"):
        arguing.think(user=ben, argument=said, kind=kind, now=NOW)
    arguing.think(user=ann, argument=said, kind="agree", now=NOW)
    said.refresh_from_db()
    assert (said.agree, said.disagree, said.unsure) == (1, 0, 1)
    arguing.think(user=ben, argument=said, kind="", now=NOW)
    said.refresh_from_db()
    assert (said.agree, said.disagree, said.unsure) == (1, 0, 0)


def test_reading_on_repeats_no_argument_though_new_ones_arrive(monkeypatch):
    made = proposing.opened()
    monkeypatch.setattr(arguments, "PAGE", 2)

    def say(agree: int) -> Argument:
        words = {"side": "for", "body": "It saves tins.", "version": 1, "key": str(agree), "created_at": NOW}
        return Argument.objects.create(proposal=made, author=cast.person(), agree=agree, **words)

    said = [say(agree) for agree in (5, 3, 3, 1)]
    read, after = [], ""
    while not read or after:
        page = arguments.page(viewer=made.author, proposal=made, side="for", after=after)
        read, after = read + [line.argument for line in page.lines], page.next_cursor
        say(9)

    assert read == [said[0], said[2], said[1], said[3]]
    for garbage in ("WzFd", "W251bGwsMV0", "WzksLTFd", "x"):
        page = arguments.page(viewer=made.author, proposal=made, side="for", after=garbage)
        assert [line.argument.agree for line in page.lines] == [9, 9]


def test_who_may_merge_judges_both_and_neither_wrote_them():
    group = proposing.place()
    one, other, judge = proposing.opened(group), proposing.opened(group), proposing.judge(group)
    elsewhere = proposing.opened()
    for by, into in ((one.author, other), (judge, elsewhere)):
        with pytest.raises(errors.NotAllowed):
            merging.merge(by=by, proposal=one, into=into, reason="The same.", now=NOW)
    with pytest.raises(errors.Invalid):
        merging.merge(by=judge, proposal=one, into=one, reason="The same.", now=NOW)
    merging.merge(by=judge, proposal=one, into=other, reason="The same.", now=NOW)
    with pytest.raises(supporting.Merged):
        supporting.support(user=cast.person(), proposal=one, now=NOW)
    with pytest.raises(locking.WrongMoment):
        merging.unmerge(by=judge, proposal=fresh(one), reason="Not the same.", now=NOW + timedelta(days=8))
    from community.services.making import owed

    assert set(owed.suggest(fresh(other)).values()) == {5_000}
