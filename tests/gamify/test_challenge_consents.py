"""A group takes back its yes to a challenge after the announcement: what ends, what stays, and who hears of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import BrandStaff
from gamify.models import Challenge, Consent, Entrant
from gamify.services.challenges import collecting, consents, drafting, entering, rules, running, settling, withdrawing
from lib import documents, errors
from tests import factories
from tests.community import scenes
from tests.gamify.conftest import economy  # noqa: F401
from tests.gamify.contests import House, assert_books_agree, codes, enter, post, spark

pytestmark = pytest.mark.django_db
State = Challenge.State


@pytest.fixture
def house(economy, clock):  # noqa: F811
    return House(clock)


class Places:
    """Two secret groups with a leader and a member each, and a brand's challenge that both agreed to."""

    def __init__(self, house, clock, **more):
        self.groups = [scenes.group(name, visibility="secret", join_policy="invite") for name in ("tea", "jam")]
        self.leads = [scenes.join(group, factories.member(), role="moderator") for group in self.groups]
        self.members = [scenes.join(group, factories.member()) for group in self.groups]
        for group in self.groups:
            scenes.join(group, house.editor)
        self.challenge = house.draft(places=[group.scope for group in self.groups], **more)
        drafting.submit(by=house.editor, challenge=self.challenge, now=clock.now)
        for group, lead in zip(self.groups, self.leads, strict=True):
            consents.answer(by=lead, consent=self.consent(group), agrees=True, now=clock.now)
        drafting.approve(by=house.staff, challenge=self.challenge, now=clock.now)

    def consent(self, group):
        return Consent.objects.get(challenge=self.challenge, scope=group.scope)

    def take_back(self, number, now, **other):
        said = {"by": self.leads[number], "words": "Too loud for us"} | other
        return withdrawing.withdraw(consent=self.consent(self.groups[number]), now=now, **said)


def copy(challenge, **changes):
    """Return the challenge as it would read with some columns changed behind its back."""
    found = Challenge.objects.select_related("brand").get(pk=challenge.pk)
    for name, value in changes.items():
        setattr(found, name, value)
    return found


def test_rules_frozen_before_closed_groups_were_sealed_keep_their_hash(house, clock):
    challenge = copy(Places(house, clock).challenge)
    old = challenge.rules | {"format": 1, "places": challenge.places}
    before = copy(challenge, rules=old, rules_hash=documents.digest(old))

    assert rules.are_kept(before)
    assert not rules.are_kept(copy(challenge, rules=old))


def test_rules_name_secret_groups_to_nobody_and_still_prove_which_were_meant(house, clock, client):
    places = Places(house, clock)
    challenge, (tea, _jam), tom = places.challenge, places.groups, places.members[1]
    client.force_login(tom)
    said = client.get(f"/challenges/{challenge.public_id}/rules.json").content.decode()
    assert [group.scope in said for group in places.groups] == [False, False]
    assert said.count("sealed:") == 2
    assert copy(challenge).rules_salt not in said
    for places_now, is_kept in (([tea.scope], True), ([scenes.group("rum").scope], False)):
        assert rules.are_kept(copy(challenge, places=places_now)) is is_kept


def test_what_was_done_counts_and_nobody_else_comes_in_until_nowhere_is_left(house, clock, client):
    places = Places(house, clock)
    running.start_due(now=clock.now)
    challenge, (tea, _jam), (mei, tom) = places.challenge, places.groups, places.members
    late = scenes.join(tea, factories.member())
    enter(challenge, mei, tom, now=clock.now)
    at = clock.now + timedelta(hours=1)
    for _ in range(2):
        post(mei, at, group=tea.pk)
    later = at + timedelta(hours=1)

    client.force_login(places.leads[0])
    assert "You said yes to these" in client.get("/challenges/asked/").content.decode()
    page = f"/challenges/{challenge.public_id}/consent/"
    assert client.post(page, {"scope": tea.scope, "answer": "withdraw", "words": " "}).status_code == 422
    with pytest.raises(errors.NotFound):
        places.take_back(0, later, by=mei)
    BrandStaff.objects.create(brand=house.brand, user=places.leads[1])
    with pytest.raises(errors.HearthError):
        places.take_back(1, later)
    BrandStaff.objects.filter(user=places.leads[1]).delete()
    places.take_back(0, later)
    places.take_back(0, later)
    assert client.get(page).status_code == 200
    post(mei, later, group=tea.pk)

    challenge.refresh_from_db()
    assert (challenge.state, challenge.places) == (State.RUNNING, [places.groups[1].scope])
    assert rules.are_kept(challenge)
    assert "challenge_answered" in codes(house.owner)
    assert ("challenge_narrowed" in codes(mei), "challenge_narrowed" in codes(tom)) == (True, False)
    seen = Challenge.objects.visible_to
    assert [seen(who).exists() for who in (mei, tom, late, AnonymousUser())] == [True, True, False, False]
    with pytest.raises(errors.NotFound):
        entering.enter(actor=late, challenge=challenge, now=later)
    places.take_back(1, later)
    challenge.refresh_from_db()
    assert (challenge.state, challenge.places, challenge.is_public) == (State.RUNNING, [Challenge.NOWHERE], False)
    running.recheck_places(now=later)
    collecting.collect(challenge.pk, now=later + timedelta(minutes=1))
    assert dict(Entrant.objects.values_list("user", "score")) == {mei.pk: 20, tom.pk: 0}
    before = spark(mei)

    assert settling.catch_up(now=clock.now + timedelta(days=8)) == 1
    assert spark(mei) - before == 20
    assert_books_agree(clock.now + timedelta(days=8))


def test_before_it_begins_the_last_no_calls_it_off_and_its_budget_is_back(house, clock):
    places = Places(house, clock, starts_at=clock.now + timedelta(days=1))
    places.take_back(0, clock.now)
    assert house.purse == 940
    places.take_back(1, clock.now)

    challenge = Challenge.objects.get()
    assert (challenge.state, house.purse) == (State.CANCELLED, 1000)
    assert "Too loud for us" in challenge.reason
    assert "challenge_cancelled" in codes(house.owner)
    with pytest.raises(errors.Conflict):
        consents.answer(by=places.leads[0], consent=places.consent(places.groups[0]), agrees=True, now=clock.now)
    assert_books_agree(clock.now)


def test_a_group_does_not_take_back_the_yes_to_its_own_challenge(house, clock):
    tea = scenes.group("tea")
    lead = scenes.join(tea, factories.member(), role="moderator")
    made = house.running()
    Challenge.objects.filter(pk=made.pk).update(brand=None, scope=tea.scope, places=[tea.scope])
    own = Consent.objects.create(challenge=made, scope=tea.scope, state="agreed", asked_at=clock.now)

    with pytest.raises(withdrawing.OwnPlace):
        withdrawing.withdraw(by=lead, consent=own, words="Not ours", now=clock.now)
