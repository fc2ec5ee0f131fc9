"""What the game, the inboxes and the screens learn of buying together, and what goes back with the money."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from gamify.models import Account, Activity, Award, LedgerEntry
from gamify.registry import things
from gamify.services import process
from inbox import registry
from inbox.models import Notification
from inbox.selectors import notifications
from live.selectors import topics
from rewards import order_history
from rewards.models import BuyTeam, FakeCharge, Payment, Refund, Seat
from rewards.selectors import orders
from rewards.services.buying import mergers, seats, waiting
from rewards.services.money import failed_charges, refunds
from rewards.services.money.fake_checkout import Press
from tests import economy
from tests.factories import member
from tests.rewards import bank, factories as f

pytestmark = pytest.mark.django_db(transaction=True)
IN, MADE_IT, LED = {"rule/in-a-team": 5}, {"rule/came-together": 10}, {"rule/brought-together": 10}


@pytest.fixture(autouse=True)
def _economy(clock: Any) -> None:
    economy.publish(now=clock.now)
    clock.tick(seconds=1)


def earned(user: User) -> dict[str, int]:
    """Return the growth that each rule has given in the end, once everything that happened is decided."""
    process.sweep(now=Activity.objects.latest("recorded_at").recorded_at + timedelta(minutes=5))
    found: dict[str, int] = {}
    for entry in LedgerEntry.objects.filter(account__user=user, account__currency_id="growth"):
        rule = entry.source.partition("@")[0]
        found[rule] = found.get(rule, 0) + entry.amount
    return {rule: amount for rule, amount in found.items() if amount and rule.startswith("rule/")}


def undone(user: User) -> set[str]:
    """Return why what the member did was taken back."""
    return {str(row.data["reason"]) for row in Activity.objects.filter(actor=user, verb="undo")}


def told(user: User) -> list[str]:
    """Return the kinds of line in the member's inbox, oldest first."""
    return list(Notification.objects.filter(recipient=user).order_by("pk").values_list("kind", flat=True))


def paid_team(clock: Any, campaign: Any, people: int, *, size: int = 3) -> list[Seat]:
    first = bank.open_team(campaign, size=size, now=clock.now)
    rest = [bank.join(first.team, now=clock.now) for _ in range(people - 1)]
    for seat in (first, *rest):
        bank.pay(seat, now=clock.now)
    return [bank.fresh(seat) for seat in (first, *rest)]


def test_who_is_in_earns_the_same_whatever_it_costs_and_the_captain_hears_of_it(clock):
    cheap = paid_team(clock, f.campaign(ladder=[(1, 500), (3, 400)]), 2)
    dear = paid_team(clock, f.campaign(ladder=[(1, 90_000), (3, 80_000)]), 2)

    assert [earned(seat.user) for seat in (*cheap, *dear)] == [IN] * 4
    assert [told(seat.user) for seat in cheap] == [["buy_joined"], []]
    line = notifications.page(user=cheap[0].user).lines[0]
    assert line.actor == cheap[1].user
    assert line.sentence == f"{cheap[1].user.display_name} is in: your team for “Tea tin” has 2 of 3."


def test_a_held_seat_earns_nothing_before_it_is_paid(clock):
    seat = bank.open_team(f.campaign(), now=clock.now)

    assert not Activity.objects.filter(actor=seat.user).exists()


def test_buying_alone_is_no_team(clock):
    alone = bank.open_team(f.campaign(single_minor=12_000), size=1, now=clock.now)
    bank.pay(alone, now=clock.now)

    assert bank.fresh(alone.team).has_succeeded is True
    assert earned(alone.user) == {}
    assert "buy_succeeded" in told(alone.user)


def test_a_team_that_comes_together_gives_to_everybody_and_once_more_to_its_captain(clock):
    captain, *mates = paid_team(clock, f.campaign(), 3)
    bank.run_jobs(clock.now)

    assert earned(captain.user) == IN | MADE_IT | LED
    assert [earned(seat.user) for seat in mates] == [IN | MADE_IT] * 2
    assert told(captain.user) == ["buy_joined", "buy_joined", "buy_succeeded", "buy_paid", "buy_address"]
    assert {tuple(told(seat.user)) for seat in mates} == {("buy_succeeded", "buy_paid", "buy_address")}
    line = notifications.page(user=mates[0].user).lines[2]
    assert line.sentence == "Your team for “Tea tin” came together: everybody pays ¥80."
    with translation.override("zh-hans"):
        assert "茶罐" in notifications.page(user=mates[0].user).lines[2].sentence


def test_the_third_team_that_comes_together_brings_the_badge_and_no_sooner(clock):
    mei, held = member("Mei"), []
    for _each in range(3):
        first = bank.open_team(f.campaign(), mei, now=clock.now)
        for seat in (first, *(bank.join(first.team, now=clock.now) for _ in range(2))):
            bank.pay(seat, now=clock.now)
        earned(mei)
        held.append(Award.objects.filter(user=mei, badge_key="better-together", revoked_at=None).count())
        clock.tick(hours=1)

    assert held == [0, 0, 1]


def test_a_team_that_fails_takes_its_points_back_and_says_that_nothing_is_charged(clock):
    seats_in = paid_team(clock, f.campaign(), 2)
    assert earned(seats_in[0].user) == IN

    bank.run_jobs(clock.tick(hours=49))

    for seat in seats_in:
        assert earned(seat.user) == {}
        assert undone(seat.user) == {"team_failed"}
        assert told(seat.user)[-1] == "buy_failed"
        assert notifications.page(user=seat.user).lines[0].sentence.endswith("Nothing is charged.")
    assert set(
        Account.objects.filter(user__in=[seat.user for seat in seats_in]).values_list("available", flat=True)
    ) == {0}


def test_who_prepaid_hears_that_the_money_comes_back(clock):
    first, _second = paid_team(clock, f.campaign(payment_mode="prepay"), 2)

    bank.run_jobs(clock.tick(hours=49))
    bank.run_jobs(clock.tick(minutes=1))

    sentences = [line.sentence for line in notifications.page(user=first.user).lines]
    assert any(sentence.endswith("Everything you paid comes back by itself.") for sentence in sentences)
    assert any(sentence.startswith("¥80 for “Tea tin” is on its way back") for sentence in sentences)


def test_who_leaves_gives_points_and_lead_back_and_the_next_one_leads(clock):
    captain, mate = paid_team(clock, f.campaign(), 2)

    seats.leave(actor=captain.user, seat=captain, now=clock.now)

    assert (earned(captain.user), undone(captain.user)) == ({}, {"left_team"})
    assert earned(mate.user) == IN
    assert told(mate.user) == ["buy_captain"]


def test_a_hold_that_lapses_takes_nothing_back_because_it_gave_nothing(clock):
    first = bank.open_team(f.campaign(), now=clock.now)

    bank.run_jobs(clock.tick(minutes=11))

    assert bank.fresh(first).state == "lapsed"
    assert not Activity.objects.filter(actor=first.user).exists()


def test_a_seat_that_moves_keeps_what_it_earned_once(clock):
    campaign = f.campaign()
    first = bank.open_team(campaign, plan_b="move", now=clock.now)
    bank.pay(first, now=clock.now)
    other = bank.open_team(campaign, size=5, now=clock.tick(hours=20))
    bank.pay(other, now=clock.now)

    bank.run_jobs(clock.tick(hours=29))

    moved = bank.fresh(first)
    assert moved.team == other.team
    assert (earned(first.user), undone(first.user)) == (IN, set())
    assert told(first.user) == ["buy_moved"]
    assert Notification.objects.get(recipient=first.user).url == f"/buy/t/{other.team.public_id}/"


def test_a_declined_charge_is_told_and_a_seat_that_is_dropped_gives_everything_back(clock):
    captain, *mates = paid_team_with_a_bad_card(clock)
    bank.run_jobs(clock.now)
    bad = bank.fresh(mates[-1])
    assert bad.state == "fix_needed"
    assert told(bad.user) == ["buy_succeeded", "buy_fix"]
    assert earned(bad.user) == IN | MADE_IT

    failed_charges.drop_due(now=clock.tick(days=8))

    assert bank.fresh(bad).state == "dropped"
    assert (earned(bad.user), undone(bad.user)) == ({}, {"not_paid"})
    assert earned(captain.user) == IN | MADE_IT | LED


def paid_team_with_a_bad_card(clock: Any) -> list[Seat]:
    campaign = f.campaign(payment_mode="setup")
    first = bank.open_team(campaign, now=clock.now)
    rest = [bank.join(first.team, now=clock.now) for _ in range(2)]
    for seat in (first, rest[0]):
        bank.pay(seat, now=clock.now)
    bank.pay(rest[1], how=Press.REFUSE, now=clock.now)
    return [first, *rest]


def test_a_whole_refund_takes_back_what_the_order_earned_and_a_part_does_not(clock):
    campaign = f.campaign()
    captain, mate, _third = bank.full_team(campaign, now=clock.now)
    bank.run_jobs(clock.now)
    for seat, amount in ((captain, 8_000), (mate, 3_000)):
        payment = Payment.objects.get(seat=seat)
        refunds.ask(by=campaign.created_by, payment=payment, amount_minor=amount, reason="Dented.", now=clock.now)
    bank.run_jobs(clock.tick(minutes=1))

    assert bank.fresh(captain).state == "refunded"
    assert (earned(captain.user), undone(captain.user)) == ({}, {"refunded"})
    assert earned(mate.user) == IN | MADE_IT
    assert {told(seat.user)[-1] for seat in (captain, mate)} == {"buy_refunded"}
    assert Refund.objects.filter(state="done").count() == 2


def test_nothing_is_taken_back_twice(clock):
    captain, *_mates = paid_team(clock, f.campaign(), 2)
    seats.leave(actor=captain.user, seat=captain, now=clock.now)
    before = Activity.objects.filter(actor=captain.user).count()

    seats.leave(actor=captain.user, seat=captain, now=clock.now)
    bank.run_jobs(clock.tick(hours=49))

    assert Activity.objects.filter(actor=captain.user).count() == before
    assert earned(captain.user) == {}


def test_a_party_that_waited_is_told_of_its_seats_and_members_of_a_proposal(clock):
    campaign = f.campaign(stock=3)
    captain, _mate = paid_team(clock, campaign, 2)
    lapsing, waiter = bank.join(captain.team, now=clock.now), member("Waiter")
    waiting.enter(actor=waiter, campaign=campaign, party_size=1, now=clock.now)

    bank.run_jobs(clock.tick(minutes=11))

    assert bank.fresh(lapsing).state == "lapsed"
    assert told(waiter) == ["buy_offer"]
    line = notifications.page(user=waiter).lines[0]
    assert line.sentence.startswith("One seat in “Tea tin” is kept for you until")
    assert line.url.startswith("/buy/offer/")

    other = f.campaign()
    small, big = paid_team(clock, other, 2), paid_team(clock, other, 1, size=5)
    mergers.propose(actor=small[0].user, team=small[0].team, into=big[0].team, now=clock.now)
    assert told(small[1].user)[-1] == "buy_merge"
    assert "buy_merge" not in told(small[0].user)


def test_every_kind_that_is_told_is_registered_and_speaks_both_languages(clock):
    kinds = [kind for kind in registry.every() if kind.key.startswith("buy_")]
    data = {
        "campaign": {"en": "Tea tin", "zh-hans": "茶罐"},
        "price": 8_000,
        "amount": 100,
        "currency": "CNY",
        "seats": 2,
        "until": clock.now.isoformat(),
    }

    assert len(kinds) == 14
    for locale, name in (("en", "Tea tin"), ("zh-hans", "茶罐")):
        with translation.override(locale):
            assert all(name in kind.sentence(data, "Wen") for kind in kinds)


def test_screens_hear_of_every_step_in_the_transaction_that_takes_it(clock):
    campaign = f.campaign()
    first = bank.open_team(campaign, now=clock.now)
    names = [f"buy:{campaign.pk}", f"buyteam:{first.team_id}", f"member:{first.user.public_id}:orders"]
    seen = topics.versions(names)

    bank.pay(first, now=clock.now)
    paid = topics.versions(names)
    seats.leave(actor=first.user, seat=first, now=clock.now)
    left = topics.versions(names)

    assert all(paid[name] > seen[name] for name in names)
    assert all(left[name] > paid[name] for name in names)


def test_the_game_names_a_team_with_one_query_and_nothing_for_what_is_none(clock):
    seats_in = [paid_team(clock, f.campaign(), 1)[0] for _ in range(3)]
    BuyTeam.objects.filter(pk=seats_in[0].team_id).update(name="Jars")
    reader, refs = member("Reader"), [("buyteam", str(seat.team_id)) for seat in seats_in]

    with CaptureQueriesContext(connection) as queries:
        found = things.find(reader, [*refs, ("buyteam", "no number"), ("buyteam", "9" * 30)])

    assert len(queries) == 1
    assert [found[ref].words for ref in refs] == ["Jars", "Tea tin", "Tea tin"]
    assert found[refs[0]].url == f"/buy/t/{seats_in[0].team.public_id}/"
    assert len(found) == 3


def test_who_loses_a_place_because_the_bank_let_go_hears_so_and_reads_why(clock):
    captain = bank.open_team(f.campaign(), size=3, now=clock.now)
    mate = bank.join(captain.team, now=clock.now)
    bank.pay(captain, now=clock.now)
    bank.pay(mate, how=Press.EXPIRE, now=clock.now)
    assert bank.fresh(mate).state == "authorised"

    bank.run_jobs(clock.tick(minutes=2))
    bank.run_jobs(clock.tick(minutes=2))

    team = bank.fresh(captain.team)
    assert (bank.fresh(mate).state, team.confirmed, team.seats_taken) == ("voided", 1, 1)
    assert told(mate.user)[-1] == "buy_lost"
    assert "Your place is free again" in notifications.page(user=mate.user).lines[0].sentence
    steps = [
        str(order_history.words_of(step)) for step in orders.detail(user=mate.user, public_id=mate.public_id).steps
    ]
    assert "Your place was freed: the bank had let the hold go" in steps
    assert not any("did not come together" in words for words in steps)
    bank.assert_sound(clock.now)


def test_who_left_a_prepaid_place_is_not_told_that_nothing_was_charged(clock):
    seat = bank.open_team(f.campaign(payment_mode="prepay"), size=3, now=clock.now)
    bank.pay(seat, now=clock.now)
    FakeCharge.objects.update(silent=2)  # the bank does not answer at once

    browser = Client()
    browser.force_login(seat.user)
    page = browser.post(reverse("rewards:order-leave", args=[seat.public_id]), follow=True).content.decode()

    assert "What you paid comes back by itself" in page
    assert "Nothing was charged" not in page
    assert "Nothing is charged" not in page
    assert orders.detail(user=seat.user, public_id=seat.public_id).order.money == "refunding"
