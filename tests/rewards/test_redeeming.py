"""Spark is set aside with a claim on the stock, spent when something is issued, and comes back whole otherwise."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from gamify.models import Activity, LedgerEntry
from gamify.services import audit
from gamify.services.holds import TooLittle
from inbox.models import Notification
from lib import clock as time, errors
from rewards import gates
from rewards.models import Event, Redemption, RedemptionAddress, Reward, RewardCode
from rewards.selectors import catalogue
from rewards.services import proofs
from rewards.services.addresses import NoAddress, NothingIsSent
from rewards.services.catalogue import answering, codes, drafting, parcels, redeeming, sweeping
from rewards.services.refusals import KeyReused
from tests.factories import member
from tests.gamify.conftest import economy  # noqa: F401
from tests.rewards import factories
from tests.rewards.redeeming import BERGEN, draft, earn, in_review, redeemed, reward, rich, spark, terms

pytestmark = pytest.mark.django_db(transaction=True)
State = Redemption.State


@pytest.fixture
def mei(economy):  # noqa: F811
    return rich("Mei")


def told(user, kind):
    return Notification.objects.filter(recipient=user, kind=kind).count()


def everything_agrees():
    assert [found for found in proofs.check(now=time.now()) if found[1]] == []
    assert [found for found in audit.check() if found[1]] == []


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
    everything_agrees()
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
    everything_agrees()


def test_who_is_refused_reads_why_and_has_everything_back(mei):
    before = spark(mei)
    made = redeemed(mei, of := reward(needs_approval=True))

    answering.reject(by=of.owner, redemption=made, reason="Ewan is ill this month.", now=time.now())

    made.refresh_from_db()
    assert (made.state, made.answer, made.holds_stock) == (State.REJECTED, "Ewan is ill this month.", False)
    assert spark(mei) == before
    assert left(of) == 3
    assert told(mei, "redeem_rejected") == 1
    everything_agrees()


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
    everything_agrees()


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
    everything_agrees()


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
    everything_agrees()


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
    everything_agrees()
    call_command("rebuild", check=True)


def test_a_code_that_was_seen_is_never_given_to_somebody_else(mei):
    made = redeemed(mei, of := reward(code=("AAA",)))
    answering.reverse(by=of.owner, redemption=made, reason="It did not work.", now=time.now())

    assert left(of) == 0
    everything_agrees()


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
    everything_agrees()


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
    everything_agrees()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"least_level": 90}, "rewards.reward_level"),
        ({"opens_at": timedelta(days=1)}, "rewards.reward_not_yet"),
    ],
)
def test_a_gate_that_is_shut_says_which_and_takes_nothing(mei, changes, code):
    changes = {k: time.now() + v if isinstance(v, timedelta) else v for k, v in changes.items()}
    before, of = spark(mei), reward(**changes)
    with pytest.raises(redeeming.Shut) as caught:
        redeemed(mei, of)
    assert caught.value.code == code
    assert (spark(mei), left(of)) == (before, 3)


def test_what_is_for_one_group_is_not_for_others(mei, monkeypatch):
    of = reward()
    Reward.objects.filter(pk=of.pk).update(only_scope="group:7")
    with pytest.raises(redeeming.Shut) as caught:
        redeemed(mei, of)
    assert caught.value.code == "rewards.reward_for_others"


def test_everybody_has_as_many_as_one_may_have(mei):
    made = redeemed(mei, of := reward(per_member=1, needs_approval=True))
    with pytest.raises(redeeming.Shut) as caught:
        redeemed(mei, of)
    assert caught.value.code == "rewards.reward_limit"

    answering.reject(by=of.owner, redemption=made, reason="Not this month.", now=time.now())
    assert redeemed(mei, of).state == State.RESERVED


def test_who_has_too_little_claims_nothing(economy):  # noqa: F811
    of = reward(price=5)
    with pytest.raises(TooLittle):
        redeemed(member("Poor"), of)
    assert left(of) == 3
    assert not Redemption.objects.exists()


def test_the_page_and_the_service_ask_the_same_gates(mei):
    of = reward(price=5000)
    card = catalogue.card(viewer=mei, reward=of, now=time.now())
    assert card.gate
    assert card.gate.code == "rewards.reward_points"
    assert gates.first(of, None, time.now()) is None


def test_a_paused_reward_waits_and_a_closed_one_is_gone(mei):
    of = reward()
    drafting.pause(by=of.owner, reward=of, reason="Ewan travels.", now=time.now())
    with pytest.raises(redeeming.Shut):
        redeemed(mei, of)
    drafting.resume(by=of.owner, reward=of, now=time.now())
    assert redeemed(mei, of).state == State.ISSUED
    drafting.close(by=of.owner, reward=of, reason="He moves away.", now=time.now())
    with pytest.raises(redeeming.Shut):
        redeemed(rich("Tom"), of)


def test_rewards_whose_time_is_over_leave_the_catalogue(mei, clock):
    of = reward(closes_at=time.now() + timedelta(days=1))
    clock.set(time.now() + timedelta(days=1))
    with pytest.raises(redeeming.Shut):
        redeemed(mei, of)
    assert (sweeping.close_due(now=time.now()), sweeping.close_due(now=time.now())) == (1, 0)


def test_stock_grows_and_never_shrinks(mei):
    of = reward(stock=1)
    drafting.restock(by=of.owner, reward=of, more=2)
    assert left(of) == 3
    with pytest.raises(errors.Invalid):
        drafting.restock(by=of.owner, reward=of, more=-1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"price": 0}, "price"),
        ({"stock": 0}, "stock"),
        ({"hows": {}}, "how"),
        ({"stories": {}}, "story"),
        ({"kind": "code"}, "codes"),
        ({"kind": "item", "valid_days": 3}, "valid_days"),
    ],
)
def test_what_is_missing_is_named(economy, changes, field):  # noqa: F811
    with pytest.raises(errors.Invalid) as caught:
        in_review(**changes)
    assert list(caught.value.fields) == [field]


def test_what_was_handed_in_stands(economy):  # noqa: F811
    of = factories.brand()
    made = in_review(of)
    with pytest.raises(drafting.WrongMoment):
        drafting.edit(by=of.owner, reward=made, terms=terms(price=1))


def test_nobody_reviews_a_reward_of_their_own_brand(economy):  # noqa: F811
    keeper = factories.staff()
    of = factories.brand(keeper)
    made = in_review(of)
    with pytest.raises(errors.NotAllowed):
        drafting.approve(by=keeper, reward=made, now=time.now())


def test_nobody_decides_about_what_they_redeem_themselves(economy):  # noqa: F811
    of = factories.brand(editor=(editor := rich("Editor")))
    hour = reward(of, needs_approval=True)
    made = redeemed(editor, hour)
    with pytest.raises(answering.OwnRedemption):
        answering.approve(by=editor, redemption=made, now=time.now())
    answering.approve(by=of.owner, redemption=made, now=time.now())


@pytest.mark.parametrize("step", ["approve", "reject", "send", "reverse"])
@pytest.mark.parametrize("who", ["stranger", "owner of another brand", "member"])
def test_only_the_people_of_the_brand_answer(mei, step, who):
    made = redeemed(mei, reward(needs_approval=True))
    people = {"stranger": member("X"), "owner of another brand": factories.brand().owner, "member": mei}
    more = {"reason": "Because."} if step in ("reject", "reverse") else {}
    with pytest.raises((errors.NotFound, errors.NotAllowed)):
        getattr(answering, step)(by=people[who], redemption=made, now=time.now(), **more)
    assert Redemption.objects.get().state == State.RESERVED


def test_the_database_refuses_what_would_oversell(mei):
    of = reward(stock=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reward.objects.filter(pk=of.pk).update(taken=2)
    made = redeemed(mei, of)
    with pytest.raises(IntegrityError), transaction.atomic():
        Redemption.objects.filter(pk=made.pk).update(holds_stock=False)


@pytest.mark.parametrize(
    ("break_it", "name"),
    [
        (lambda: Reward.objects.update(taken=0), "rewards count what is taken once and are never given twice"),
        (lambda: RewardCode.objects.update(redemption=None),
         "each code is handed to one redemption, and each issued one has one"),
        (lambda: Reward.objects.update(stock=9), "the stock of a code is its codes"),
        (lambda: Redemption.objects.update(price=1),
         "points of redemptions are held, spent or back as their state says"),
        (lambda: Reward.objects.filter(per_member=2).update(per_member=1),
         "nobody has more of a reward than one may have"),
        (lambda: Redemption.objects.update(state="used"), "every log is a path of its machine without a gap"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(mei, break_it, name):
    of = reward(code=("A", "B", "C"), per_member=2)
    earn(mei, 1)
    for _ in range(2):
        redeemed(mei, of)
    everything_agrees()

    break_it()

    assert dict(proofs.check(now=time.now()))[name]
