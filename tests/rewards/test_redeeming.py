"""Spark is set aside with a claim on the stock, spent when something is issued, and comes back whole otherwise."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command

from gamify.models import Activity, LedgerEntry
from inbox.models import Notification
from lib import clock as time, errors
from rewards.models import Event, Redemption, RedemptionAddress, Reward, RewardCode
from rewards.services.buying.addresses import NoAddress, NothingIsSent
from rewards.services.buying.refusals import KeyReused
from rewards.services.catalogue import answering, codes, parcels, redeeming, sweeping
from tests import books
from tests.gamify.conftest import economy  # noqa: F401
from tests.inbox.telling import told
from tests.rewards import factories
from tests.rewards.redeeming import BERGEN, draft, first_rich, redeemed, reward, rich, spark

pytestmark = pytest.mark.django_db(transaction=True)
State = Redemption.State


@pytest.fixture
def mei(clock):
    return first_rich(clock)


def left(of: Reward) -> int:
    of.refresh_from_db()
    return of.left


def test_a_benefit_that_nobody_has_to_agree_to_is_the_members_at_once(mei):
    have, _ = spark(mei)
    made = redeemed(mei, hour := reward(stock=3))

    assert made.state == State.ISSUED
    assert spark(mei) == (have - 5, 0)
    assert left(hour) == 2
    assert told(mei, "redeem_issued") == 1
    assert Activity.objects.get(verb="redeem").object_type == "reward"
    books.everything_agrees()
    call_command("rebuild", check=True)


def test_spending_earns_nothing(mei):
    entries = LedgerEntry.objects.filter(kind="earn").count()
    redeemed(mei, reward())
    assert LedgerEntry.objects.filter(kind="earn").count() == entries


def test_the_same_key_gives_the_same_redemption_and_takes_the_points_once(mei):
    of, have = reward(per_member=5), spark(mei)[0]
    first, second = (redeemed(mei, of, key="the same key") for _ in range(2))

    assert first == second
    assert spark(mei) == (have - 5, 0)
    assert left(of) == 2


def test_a_key_names_one_wish(mei):
    redeemed(mei, reward(), key="the same key")
    with pytest.raises(KeyReused):
        redeemed(mei, reward(), key="the same key")


def test_what_waits_for_the_brand_holds_its_points_and_its_place(mei):
    have, _ = spark(mei)
    of = reward(needs_approval=True, stock=1)
    made = redeemed(mei, of, note="Because of my tent.")

    assert made.state == State.RESERVED
    assert spark(mei) == (have - 5, 5)
    assert left(of) == 0
    assert told(of.owner, "redeem_waits") == 1
    with pytest.raises(redeeming.Shut) as caught:
        redeemed(rich("Tom"), of)
    assert caught.value.code == "rewards.reward_sold_out"

    answering.approve(by=of.owner, redemption=made, now=time.now())
    assert Redemption.objects.get().state == State.ISSUED
    assert spark(mei) == (have - 5, 0)
    books.everything_agrees()


def test_who_is_refused_reads_why_and_has_everything_back(mei):
    before = spark(mei)
    made = redeemed(mei, of := reward(needs_approval=True))

    answering.reject(by=of.owner, redemption=made, reason="Ewan is ill this month.", now=time.now())

    made.refresh_from_db()
    assert (made.state, made.answer, made.holds_stock) == (State.REJECTED, "Ewan is ill this month.", False)
    assert spark(mei) == before
    assert left(of) == 3
    assert told(mei, "redeem_rejected") == 1
    books.everything_agrees()


def test_a_refusal_needs_a_reason(mei):
    made = redeemed(mei, of := reward(needs_approval=True))
    with pytest.raises(errors.Invalid):
        answering.reject(by=of.owner, redemption=made, reason=" ", now=time.now())
    assert Redemption.objects.get().state == State.RESERVED


def test_one_may_take_it_back_until_it_is_issued(mei):
    before = spark(mei)
    of = reward(needs_approval=True)
    made = redeemed(mei, of)
    redeeming.cancel(actor=mei, redemption=made, now=time.now())
    redeeming.cancel(actor=mei, redemption=made, now=time.now())

    assert spark(mei) == before
    assert left(of) == 3
    given = redeemed(mei, reward())
    with pytest.raises(redeeming.TooLate):
        redeeming.cancel(actor=mei, redemption=given, now=time.now())
    with pytest.raises(errors.NotFound):
        redeeming.cancel(actor=rich("Tom"), redemption=given, now=time.now())
    books.everything_agrees()


def test_a_parcel_is_sent_once_its_address_is_there_and_only_then_paid(mei):
    have, _ = spark(mei)
    of = reward(kind=Reward.Kind.ITEM)
    made = redeemed(mei, of)
    assert (made.state, spark(mei)) == (State.APPROVED, (have - 5, 5))
    with pytest.raises(NoAddress):
        answering.send(by=of.owner, redemption=made, now=time.now())

    parcels.say_where(actor=mei, redemption=made, address=BERGEN, now=time.now())
    answering.send(by=of.owner, redemption=made, note="SF 1402", now=time.now())

    made.refresh_from_db()
    assert (made.state, made.answer) == (State.ISSUED, "SF 1402")
    assert spark(mei) == (have - 5, 0)
    books.everything_agrees()


def test_no_address_is_asked_for_what_needs_no_parcel(mei):
    with pytest.raises(NothingIsSent):
        parcels.say_where(actor=mei, redemption=redeemed(mei, reward()), address=BERGEN, now=time.now())


def test_addresses_are_erased_when_nobody_needs_them(mei, clock, settings):
    of = reward(kind=Reward.Kind.ITEM, per_member=3)
    kept, gone = redeemed(mei, of), redeemed(mei, of)
    for made in (kept, gone):
        parcels.say_where(actor=mei, redemption=made, address=BERGEN, now=time.now())
    redeeming.cancel(actor=mei, redemption=gone, now=time.now())
    answering.send(by=of.owner, redemption=kept, now=time.now())

    sweeping.erase_due(now=time.now())
    assert list(RedemptionAddress.objects.values_list("redemption", flat=True)) == [kept.pk]

    clock.set(time.now() + timedelta(days=settings.HEARTH_ADDRESS_DAYS))
    sweeping.erase_due(now=time.now())
    assert not RedemptionAddress.objects.exists()


def test_each_code_is_handed_out_once_in_the_order_it_came(mei):
    of = reward(code=("AAA-1", "BBB-2"), per_member=2)
    made = [redeemed(mei, of) for _ in range(2)]

    assert [RewardCode.objects.get(redemption=one).code for one in made] == ["AAA-1", "BBB-2"]
    with pytest.raises(redeeming.Shut):
        redeemed(rich("Tom"), of)
    books.everything_agrees()


def test_codes_are_read_from_a_table_without_its_head_and_counted_once(economy):  # noqa: F811
    of = factories.brand()
    made = draft(of, kind=Reward.Kind.CODE)
    first = codes.add(by=of.owner, reward=made, text="\ufeffcode,value\r\nA1,5\r\nB2,5\r\nA1,5\r\n\r\n", now=time.now())
    again = codes.add(by=of.owner, reward=made, text="B2\nC3", now=time.now())

    assert (first.fresh, again.fresh, again.known) == (2, 1, 1)
    assert Reward.objects.get().stock == 3


@pytest.mark.parametrize("text", ["", "\n\n", "code\n", "x" * 81, "a\x00b", "\n".join(map(str, range(5001)))])
def test_what_are_no_codes_is_refused_and_never_quoted(economy, text):  # noqa: F811
    of = factories.brand()
    made = draft(of, kind=Reward.Kind.CODE)
    with pytest.raises(errors.Invalid) as caught:
        codes.add(by=of.owner, reward=made, text=text, now=time.now())
    assert "x" * 81 not in str(caught.value.fields["codes"])
    assert not RewardCode.objects.exists()


def test_no_code_stands_in_the_log_or_in_a_notice(mei):
    redeemed(mei, reward(code=("SECRET-77",)))
    kept = [str(row) for model in (Event, Notification, Activity) for row in model.objects.values()]
    assert kept
    assert not [row for row in kept if "SECRET-77" in row]


def test_what_is_taken_back_gives_points_and_an_unused_benefit_back(mei):
    before = spark(mei)
    made = redeemed(mei, of := reward())
    answering.reverse(by=of.owner, redemption=made, reason="The hour cannot be held.", now=time.now())
    answering.reverse(by=of.owner, redemption=made, reason="The hour cannot be held.", now=time.now())

    assert spark(mei) == before
    assert left(of) == 3
    assert Activity.objects.filter(verb="undo").count() == 1
    assert told(mei, "redeem_reversed") == 1
    books.everything_agrees()
    call_command("rebuild", check=True)


def test_a_code_that_was_seen_is_never_given_to_somebody_else(mei):
    made = redeemed(mei, of := reward(code=("AAA",)))
    answering.reverse(by=of.owner, redemption=made, reason="It did not work.", now=time.now())

    assert left(of) == 0
    books.everything_agrees()


@pytest.mark.parametrize(("expiry", "comes_back"), [("back", True), ("lost", False)])
def test_what_is_not_used_in_time_ends_as_was_declared(mei, clock, expiry, comes_back):
    have, _ = spark(mei)
    made = redeemed(mei, reward(valid_days=10, expiry=expiry))
    clock.set(made.issued_at + timedelta(days=8))
    assert (sweeping.warn_due(now=time.now()), sweeping.warn_due(now=time.now())) == (1, 0)
    assert told(mei, "redeem_ending") == 1

    assert sweeping.expire_due(now=time.now()) == 0
    clock.set(made.issued_at + timedelta(days=10))
    assert (sweeping.expire_due(now=time.now()), sweeping.expire_due(now=time.now())) == (1, 0)

    assert Redemption.objects.get().state == State.EXPIRED
    assert spark(mei) == (have if comes_back else have - 5, 0)
    with pytest.raises(redeeming.TooLate):
        answering.use(by=mei, redemption=made, now=time.now())
    books.everything_agrees()


def test_who_does_not_say_where_the_parcel_goes_is_asked_once_more(mei, clock):
    of = reward(kind="item")
    redeemed(mei, of)
    other = redeemed(rich("Bo"), of)
    parcels.say_where(actor=other.user, redemption=other, address=BERGEN, now=time.now())
    clock.tick(days=2, hours=23)
    assert sweeping.remind_due(now=time.now()) == 0

    clock.tick(hours=2)
    assert (sweeping.remind_due(now=time.now()), sweeping.remind_due(now=time.now())) == (1, 0)
    clock.tick(days=30)
    assert sweeping.remind_due(now=time.now()) == 0
    assert (told(mei, "redeem_address"), told(other.user, "redeem_address")) == (1, 0)
    books.everything_agrees()


def test_what_was_used_does_not_expire(mei, clock):
    made = redeemed(mei, reward(valid_days=10))
    answering.use(by=mei, redemption=made, now=time.now())
    clock.set(made.issued_at + timedelta(days=11))
    assert sweeping.expire_due(now=time.now()) == 0


def test_what_nobody_answers_for_a_week_comes_back(mei, clock):
    before = spark(mei)
    made = redeemed(mei, of := reward(needs_approval=True))
    clock.set(made.reserved_at + timedelta(days=6, hours=23))
    assert sweeping.lapse_due(now=time.now()) == 0
    clock.set(made.reserved_at + timedelta(days=7))
    assert (sweeping.lapse_due(now=time.now()), sweeping.lapse_due(now=time.now())) == (1, 0)

    assert spark(mei) == before
    assert left(of) == 3
    assert told(mei, "redeem_lapsed") == 1
    books.everything_agrees()
