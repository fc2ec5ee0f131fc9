"""What co-creation earns: once for the act, never for the side, and back when what earned it falls."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community import rights
from community.models import Support
from community.services.making import launching, testing, updates
from community.services.proposals import amending, answering, merging, supporting, withdrawing
from community.services.rounds import ballots
from gamify import launches
from gamify.models import Account, Activity, Award
from gamify.selectors import presence
from tests import economy
from tests.community import cast, proposing
from tests.community.proposing import NOW, fresh
from tests.community.test_vote_rounds import opened as voting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_game_where_everybody_is_trusted(settings, clock):
    settings.HEARTH_TRUST_DAYS = 0
    economy.publish(now=NOW - timedelta(days=1))


def growth(user) -> int:
    return sum(Account.objects.filter(user=user, currency_id="growth").values_list("available", flat=True))


def badges(user) -> set[str]:
    return set(Award.objects.filter(user=user, revoked_at=None).values_list("badge_key", flat=True))


def test_the_whole_road_earns_its_people_badges_each_once(django_capture_on_commit_callbacks, monkeypatch):
    with django_capture_on_commit_callbacks(execute=True):
        made = proposing.opened(of=proposing.brand(), target=6)
        amy = cast.member(made.group)
        row = amending.propose(
            author=amy, proposal=made, texts={"sketch": "A pouch with a spout."}, reason="It spills.",
            terms=rights.LATEST, now=NOW,
        )  # fmt: skip
        amending.accept(by=made.author, amendment=row, answer="Yes.", is_material=False, now=NOW)
        people = proposing.supported(made, 6)
    assert badges(made.author) == {"first-seed", "wanted"}
    assert badges(amy) == {"a-better-word"}
    assert {growth(person) for person in people} == {1}
    assert Activity.objects.filter(verb="progress").count() == len(fresh(made).rungs)
    assert presence.days_of(users=[made.author_id]) == {}

    person = proposing.person_of(made)
    with django_capture_on_commit_callbacks(execute=True):
        answering.prepare(by=person, proposal=made, reply=proposing.reply(), now=NOW)
        shown = updates.tell(by=person, proposal=made, title="It pours", body="Try.", is_prototype=True, now=NOW)
        at, end = NOW + timedelta(days=1), NOW + timedelta(days=2)
        asked = [testing.Question("Does it pour?")]
        test = testing.open_(by=person, prototype=shown, places=1, questions=asked, draws_at=at, closes_at=end, now=NOW)
        testing.wish(user=people[0], test=test, now=NOW)
        testing.draw_due(now=at)
        testing.answer(user=people[0], test=test, answers={"q1": "5"}, now=at)
        testing.close_due(now=end)
        proposing.credited(fresh(made))
        monkeypatch.setattr(launches, "prepare", lambda launch: None)
        monkeypatch.setattr(launches, "open_", lambda launch: launches.Opened("campaign:1", "/"))
        launching.announce(by=person, proposal=made, now=end)
        for _ in range(2):
            launching.launch(by=person, proposal=made, names={}, stories={}, now=end)

    assert "hands-on" in badges(people[0])
    assert badges(made.author) == {"first-seed", "wanted", "made-it"}
    assert badges(amy) == {"a-better-word", "made-it"}
    assert growth(amy) == 10 + 10 + 15 + 25 + 30
    assert Activity.objects.filter(verb="launch").count() == 2


def test_what_is_taken_back_takes_its_points_along(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made, other = proposing.opened(target=50), proposing.opened(target=50)
        ann, *_ = proposing.supported(made, 6)
        judge = cast.person(is_staff=True)
        merging.merge(by=judge, proposal=made, into=other, reason="The same.", now=NOW)
    assert (growth(ann), growth(made.author)) == (1, 15 + 5 + 5)

    with django_capture_on_commit_callbacks(execute=True):
        supporting.withdraw(user=ann, proposal=other, now=NOW)
        merging.unmerge(by=judge, proposal=fresh(made), reason="Not quite.", now=NOW)
        withdrawing.withdraw(by=made.author, proposal=made, now=NOW)

    assert (growth(ann), growth(made.author), badges(made.author)) == (0, 0, set())
    assert Support.objects.get(proposal=made, user=ann).state == "withdrawn"


def test_a_vote_earns_the_same_whatever_for_and_only_while_it_stands(django_capture_on_commit_callbacks):
    vote, (first, second), (ann, ben, eva) = voting()
    with django_capture_on_commit_callbacks(execute=True):
        ballots.fill(user=ann, vote=vote, weights={first.pk: 10}, now=NOW)
        ballots.fill(user=ann, vote=vote, weights={second.pk: 1}, now=NOW)
        ballots.fill(user=ben, vote=vote, weights={first.pk: 5, second.pk: 5}, now=NOW)
        ballots.fill(user=eva, vote=vote, weights={first.pk: 1}, now=NOW)
        ballots.fill(user=eva, vote=vote, weights={}, now=NOW)

    assert growth(ann) == growth(ben) == 3 + 5
    assert growth(eva) == 0
    assert Activity.objects.filter(verb="vote", data={}).count() == 3
    assert Activity.objects.filter(verb="undo").count() == 1
