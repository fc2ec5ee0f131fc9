"""A proposal's road: who may move it, when, and what everybody learns."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from accounts.models import BrandStaff, User
from community import models, rights
from community.models import Proposal, ProposalVersion, Step, Support
from community.selectors import proposal_trail
from community.services.making import giving_up, launching, payouts, testing, updates
from community.services.proposals import (
    amending,
    answering,
    authors,
    drafting,
    locking,
    reviewing,
    rising,
    supporting,
    versions,
    withdrawing,
    wording,
)
from community.services.proposals.wording import Words
from gamify import launches
from gamify.models import Activity
from lib import errors
from tests.community import cast, proposing
from tests.community.proposing import NOW, counts, fresh, told
from tests.rewards.browsing import signed_in

pytestmark = pytest.mark.django_db
State = Proposal.State


@pytest.fixture(autouse=True)
def _everybody_is_trusted(settings):
    settings.HEARTH_TRUST_DAYS = 0


def heard(made: Proposal, maker: User, people: list[User]) -> models.TestRound:
    """Show a prototype that all of `people` would like to test, draw one of them, hear what they say, and close."""
    prototype = updates.tell(by=maker, proposal=made, title="Pouch no 1", body="Look.", is_prototype=True, now=NOW)
    test = testing.open_(
        by=maker,
        prototype=prototype,
        places=1,
        questions=[testing.Question("How does it pour?"), testing.Question("What else?", "text")],
        draws_at=NOW + timedelta(days=1),
        closes_at=NOW + timedelta(days=9),
        now=NOW,
    )
    for person in people:
        testing.wish(user=person, test=test, now=NOW)
    with pytest.raises(testing.NotForYou):
        testing.wish(user=cast.person(), test=test, now=NOW)
    assert testing.draw_due(now=NOW + timedelta(days=1)) == 1
    drawn = models.Tester.objects.get(round=test, is_drawn=True).user
    testing.answer(user=drawn, test=test, answers={"q1": "4"}, now=NOW + timedelta(days=2))
    testing.close_due(now=NOW + timedelta(days=9))
    test.refresh_from_db()
    return test


def opener_for(monkeypatch: pytest.MonkeyPatch) -> list[launches.Launch]:
    """Sell what is launched; return what was asked for."""
    asked: list[launches.Launch] = []

    def opener(launch: launches.Launch) -> launches.Opened:
        asked.append(launch)
        return launches.Opened("campaign:7", "/buy/x/")

    monkeypatch.setattr(launches, "_openers", {})
    launches.register("campaign", launches.Seller(opener))
    return asked


def test_from_an_idea_to_a_launch_with_its_credit(monkeypatch):
    """The whole road, with an amender, a tester and the sale opened by whoever sells."""
    maker = proposing.brand()
    made = proposing.opened(of=maker, target=3)
    amender = cast.member(made.group)
    words = {"texts": {"sketch": "A pouch of paper."}, "reason": "No plastic.", "terms": rights.LATEST}
    row = amending.propose(author=amender, proposal=made, now=NOW, **words)
    amending.accept(by=made.author, amendment=row, answer="", is_material=False, now=NOW)
    people = [*proposing.supported(made, 3), amender]
    made = fresh(made)
    assert (made.state, made.version, made.sketch) == (State.DUE, 2, "A pouch of paper.")
    assert made.due_at == NOW + timedelta(days=30)
    assert "proposal_brand:due" in told(maker.person)
    answering.prepare(by=maker.person, proposal=made, reply=proposing.reply(), now=NOW)

    test = heard(made, maker.person, people)
    assert testing.hash_of(test.seed) == test.seed_hash
    first = testing.lottery((person.public_id for person in reversed(people)), test.seed)[0]
    assert models.Tester.objects.get(round=test, is_drawn=True).user.public_id == first

    with pytest.raises(launching.CreditOpen):
        launching.announce(by=maker.person, proposal=made, now=NOW)
    statement = proposing.credited(fresh(made))
    launching.announce(by=maker.person, proposal=made, now=NOW)
    launch = {"by": maker.person, "proposal": made, "names": {"en": "Pouch"}, "stories": {}, "now": NOW}
    monkeypatch.setattr(launches, "_openers", {})
    with pytest.raises(launches.NothingToOpen):
        launching.launch(**launch)
    asked = opener_for(monkeypatch)
    for _ in range(2):
        launching.launch(**launch)
    assert len(asked) == 1
    assert set(asked[0].first) == {made.author_id, *(person.pk for person in people)}
    assert fresh(made).launched_url == "/buy/x/"

    pool = {"pool_minor": 10_001, "currency": "CNY", "reason": "First sales", "key": "k"}
    paid = payouts.pay(by=maker.person, statement=statement, now=NOW, **pool)
    assert {line.user_id: line.amount_minor for line in paid.lines.all()} == {made.author_id: 9_501, amender.pk: 500}
    assert {"proposal_credit:paid", "proposal_amendment:accepted"} <= told(amender)


def test_what_is_given_up_after_its_launch_takes_its_sale_along_or_lets_it_end(monkeypatch):
    ended: list[launches.End] = []
    sale = launches.Sale(people=2, may_end=True)
    seller = launches.Seller(
        lambda launch: launches.Opened("campaign:7", "/buy/x/"), find_sale=lambda key: sale, call_off=ended.append
    )
    monkeypatch.setattr(launches, "_openers", {"campaign": seller})
    made, other = proposing.in_making(), proposing.in_making()
    colleague, reason = cast.person(), "It cracked in every second kiln: 41 of 80."
    BrandStaff.objects.create(brand=made.brand, user=colleague)
    for each in (made, other):
        by = proposing.person_of(each)
        proposing.credited(each)
        launching.announce(by=by, proposal=each, now=NOW)
        launching.launch(by=by, proposal=each, names={"en": "Pouch"}, stories={}, now=NOW)

    with pytest.raises(errors.Invalid) as unsaid:
        giving_up.give_up(by=proposing.person_of(made), proposal=made, reason=reason, sale="maybe", now=NOW)
    assert (set(unsaid.value.fields), fresh(made).state, ended) == ({"sale"}, State.LAUNCHED, [])
    for each, fate in ((made, "end"), (other, "keep")):
        giving_up.give_up(by=proposing.person_of(each), proposal=each, reason=reason, sale=fate, now=NOW)

    assert [(end.key, end.reason) for end in ended] == [(launching.key_of(made), reason)]
    assert "proposal_brand:given_up_end" in told(colleague)
    assert "proposal_support:given_up_keep" in told(other.people[0])
    lines = [str(proposal_trail.of(each)[-1].words) for each in (made, other)]
    assert ["goes back" in line for line in lines] == [True, False]
    assert launches.origin(launching.key_of(other)).given_up == reason


def test_the_log_and_the_game_keep_each_step_of_the_way():
    made = proposing.in_making()
    moved = Step.objects.filter(kind="proposal", row_id=made.pk).order_by("seq")

    assert [step.seq for step in moved] == list(range(1, made.seq + 1))
    assert all(before.after == after.before for before, after in pairwise(moved))
    assert set(Activity.objects.values_list("verb", flat=True)) == {"propose", "progress", "support"}


def test_a_draft_is_its_authors_own_and_co_authors_agree_first():
    made = proposing.draft()
    friend, stranger = cast.member(made.group), cast.member(made.group)
    authors.invite(by=made.author, proposal=made, user=friend, now=NOW)
    assert "proposal_coauthor:asked" in told(friend)

    with pytest.raises(errors.Invalid) as refused:
        drafting.submit(by=made.author, proposal=made, terms=rights.LATEST, now=NOW)
    assert "authors" in refused.value.fields
    with pytest.raises(errors.NotFound):
        drafting.save(by=stranger, proposal=made, words=proposing.texts(), edition=1, now=NOW)
    with pytest.raises(errors.NotFound):
        authors.accept(by=stranger, proposal=made, terms=rights.LATEST, now=NOW)
    assert not Proposal.objects.visible_to(stranger).filter(pk=made.pk).exists()
    assert Proposal.objects.visible_to(friend).filter(pk=made.pk).exists()

    authors.invite(by=made.author, proposal=made, user=stranger, now=NOW)  # never answers, and is asked no longer
    with pytest.raises(errors.NotAllowed):
        authors.take_back(by=friend, proposal=made, user=stranger)
    authors.take_back(by=made.author, proposal=made, user=stranger)
    authors.take_back(by=made.author, proposal=made, user=stranger)
    assert not Proposal.objects.visible_to(stranger).filter(pk=made.pk).exists()

    authors.accept(by=friend, proposal=made, terms=rights.LATEST, now=NOW)
    with pytest.raises(errors.Conflict):
        authors.take_back(by=made.author, proposal=made, user=friend)
    drafting.save(by=friend, proposal=made, words=proposing.texts("From both"), edition=1, now=NOW)
    with pytest.raises(drafting.Stale) as stale:
        drafting.save(by=made.author, proposal=made, words=proposing.texts("Mine"), edition=1, now=NOW)
    assert stale.value.data["title"] == "From both"
    with pytest.raises(errors.Invalid):
        drafting.submit(by=made.author, proposal=made, terms="2020-01", now=NOW)
    drafting.submit(by=made.author, proposal=made, terms=rights.LATEST, now=NOW)
    with pytest.raises(errors.NotAllowed):
        reviewing.open_(by=friend, proposal=made, target=3, now=NOW)


def test_unfinished_drafts_name_what_is_missing_and_review_gives_reasons():
    group = proposing.place()
    made = drafting.draft(author=cast.member(group), group=group, words=Words(title="Hm"), now=NOW)
    with pytest.raises(errors.Invalid) as refused:
        drafting.submit(by=made.author, proposal=made, terms=rights.LATEST, now=NOW)
    assert set(refused.value.fields) == {"title", "problem", "audience", "sketch", "change"}

    made, judge = proposing.submitted(group), proposing.judge(group)
    for wrong in (reviewing.ask_changes, reviewing.reject):
        with pytest.raises(errors.Invalid):
            wrong(by=judge, proposal=made, reason=" ", now=NOW)
    reviewing.ask_changes(by=judge, proposal=made, reason="Say for whom.", now=NOW)
    assert "proposal_author:changes" in told(made.author)
    drafting.submit(by=made.author, proposal=made, terms=rights.LATEST, now=NOW)
    assert not reviewing.is_overdue(fresh(made), NOW)
    assert reviewing.is_overdue(fresh(made), NOW + timedelta(days=6))
    maker = proposing.brand()
    cast.join(maker.person, group, "moderator")
    with pytest.raises(errors.NotAllowed):
        reviewing.open_(by=maker.person, proposal=made, target=3, now=NOW)
    with pytest.raises(errors.Invalid):
        reviewing.open_(by=judge, proposal=made, target=2, now=NOW)
    reviewing.open_(by=judge, proposal=made, target=3, now=NOW)
    close = drafting.near(user=cast.person(), text=made.title)
    assert [near.proposal for near in close] == [made]
    assert drafting.near(user=cast.person(), text=made.title, besides=made) == ()


def another_of(person, group):
    """Return a second account on the same mailbox."""
    made = cast.member(group)
    made.email = person.email.replace("@", "+mine@")
    made.save(update_fields=["email"])
    return made


def test_support_counts_once_freezes_the_texts_and_comes_back():
    made = proposing.opened(target=4)
    versions.revise(
        by=made.author, proposal=made, words=proposing.texts("Before"), changes="", is_material=True, edition=1, now=NOW
    )
    ann = proposing.supported(made, 1)[0]
    again = supporting.support(user=ann, proposal=made, now=NOW)
    assert (counts(made), again.version, ProposalVersion.objects.get().texts["title"]) == ((1, 0, 0), 1, "Before")
    for own in (made.author, another_of(made.author, made.group)):
        with pytest.raises(supporting.OwnProposal):
            supporting.support(user=own, proposal=made, now=NOW)
    for _ in range(2):
        assert supporting.withdraw(user=ann, proposal=made, now=NOW).state == Support.State.WITHDRAWN
    assert counts(made) == (0, 0, 0)
    supporting.support(user=ann, proposal=made, now=NOW)
    verbs = list(Activity.objects.filter(actor=ann).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["support", "undo", "redo"]

    held = fresh(made)
    versions.revise(
        by=made.author,
        proposal=made,
        words=proposing.texts("After"),
        changes="Of paper now",
        is_material=True,
        edition=held.edition,
        now=NOW,
    )
    assert (counts(made), "proposal_support:asked_again" in told(ann)) == ((0, 0, 1), True)
    supporting.support(user=ann, proposal=made, now=NOW)
    assert (counts(made), Support.objects.get().version) == ((1, 0, 0), 2)
    assert rising.lapse_due(now=NOW + timedelta(days=29)) == 0
    late = NOW + timedelta(days=121)
    with pytest.raises(locking.WrongMoment):
        supporting.support(user=cast.person(), proposal=made, now=late)
    assert rising.lapse_due(now=late) == 1
    assert (fresh(made).state, Support.objects.get().state, counts(made)) == (State.LAPSED, "returned", (1, 0, 0))

    with pytest.raises(errors.Invalid):
        reviewing.revive(
            by=made.author, proposal=made, words=Words(**wording.texts_of(fresh(made))), terms=rights.LATEST, now=late
        )
    reviewing.revive(by=made.author, proposal=made, words=proposing.texts("Anew"), terms=rights.LATEST, now=late)
    reviewing.open_(by=proposing.judge(made.group), proposal=made, target=3, now=late)
    supporting.support(user=ann, proposal=made, now=late)
    assert (counts(made), fresh(made).version) == ((1, 0, 0), 3)
    rising.lapse_due(now=late + timedelta(days=400))
    with pytest.raises(locking.WrongMoment):
        reviewing.revive(by=made.author, proposal=made, words=proposing.texts(), terms=rights.LATEST, now=late)


def test_a_new_member_counts_as_soon_as_they_are_trusted(settings):
    settings.HEARTH_TRUST_DAYS = 2
    made = proposing.opened(target=3)
    ann = proposing.supported(made, 1)[0]
    assert (counts(made), supporting.count_trusted(now=NOW)) == ((0, 1, 0), 0)
    assert not Activity.objects.filter(actor=ann).exists()

    for day in range(2):
        Activity.objects.create(
            source="test", key=f"d{day}", actor=ann, verb="visit", object_type="site", object_id="1",
            occurred_at=NOW, local_date=(NOW + timedelta(days=day)).date(), recorded_at=NOW,
        )  # fmt: skip
    assert (supporting.count_trusted(now=NOW), counts(made)) == (1, (1, 0, 0))
    assert Activity.objects.filter(actor=ann, verb="support").count() == 1


def test_nobody_supports_everything_and_each_comes_back(monkeypatch):
    monkeypatch.setattr(supporting, "MOST_LIVE", 1)
    group = proposing.place()
    first, second = proposing.opened(group), proposing.opened(group)
    ann = proposing.supported(first, 1)[0]
    with pytest.raises(supporting.NoneLeft):
        supporting.support(user=ann, proposal=second, now=NOW)

    withdrawing.withdraw(by=first.author, proposal=first, now=NOW)

    assert Support.objects.get().state == Support.State.RETURNED
    supporting.support(user=ann, proposal=second, now=NOW)


def test_one_mailbox_counts_once_and_the_other_as_soon_as_the_first_does_not():
    made = proposing.opened(target=3)
    first, second = cast.person(), cast.person()
    User.objects.filter(pk=first.pk).update(email="mei.lin+tea@googlemail.com")
    User.objects.filter(pk=second.pk).update(email="MeiLin@gmail.com")
    first, second = User.objects.filter(pk__in=(first.pk, second.pk)).order_by("pk")
    page = f"/proposals/{made.public_id}/"

    states = [supporting.support(user=who, proposal=made, now=NOW).state for who in (first, second, cast.person())]
    assert states == ["counted", "provisional", "counted"]
    assert (fresh(made).supporters, fresh(made).provisional, fresh(made).state) == (2, 1, State.OPEN)
    assert "This mailbox counts once" in signed_in(second).get(page).content.decode()
    assert "This mailbox counts once" not in signed_in(first).get(page).content.decode()
    assert supporting.count_trusted(now=NOW) == 0

    supporting.withdraw(user=first, proposal=made, now=NOW)
    assert supporting.count_trusted(now=NOW) == 1
    assert supporting.support(user=first, proposal=made, now=NOW).state == "provisional"
    assert (fresh(made).supporters, fresh(made).provisional) == (2, 1)
