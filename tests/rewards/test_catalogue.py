"""What keeps somebody from a reward, how rewards come into the catalogue, and who decides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gamify.engine.tiers import GRACE, WINDOW_DAYS
from gamify.models import HeldTier, Tier
from gamify.services import tiers
from gamify.services.holds import TooLittle
from lib import clock as time, errors
from rewards import gates
from rewards.models import Redemption, Reward, RewardCode
from rewards.selectors import catalogue
from rewards.services import listings, proofs
from rewards.services.assists import opening
from rewards.services.catalogue import answering, drafting, redeeming, sweeping
from tests import books
from tests.factories import member
from tests.gamify.conftest import economy  # noqa: F401
from tests.rewards import factories
from tests.rewards.redeeming import earn, first_rich, in_review, redeemed, reward, rich, spark, terms

pytestmark = pytest.mark.django_db(transaction=True)
State = Redemption.State


@pytest.fixture
def mei(clock):
    return first_rich(clock)


def left(of: Reward) -> int:
    of.refresh_from_db()
    return of.left


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


def test_what_is_for_a_tier_opens_with_it_and_with_the_ones_above_and_says_its_name(mei):
    mine, near, far = (reward(least_tier=key) for key in ("familiar-face", "good-neighbour", "one-of-the-family"))
    before = spark(mei)

    made = redeemed(mei, mine)
    with pytest.raises(redeeming.Shut) as caught:
        redeemed(mei, near)
    HeldTier.objects.create(user=mei, tier="close-friend", enter=550, review_at=time.now())

    assert made.state == State.ISSUED, "she had gained enough, whether a review has seen it or not"
    assert (caught.value.code, caught.value.data["tier"]) == ("rewards.reward_tier", "good-neighbour")
    assert str(caught.value) == "This opens with the tier “Good neighbour”."
    assert left(near) == 3
    assert redeemed(mei, near).state == State.ISSUED
    assert gates.member(far, catalogue.standing(user=mei, rewards=[far], now=time.now())).code == "rewards.reward_tier"
    assert spark(mei)[0] == before[0] - 10


def test_who_was_to_fall_by_now_has_fallen_when_they_redeem_and_keeps_what_they_have(mei, clock):
    of = reward(least_tier="familiar-face", per_member=2)
    made = redeemed(mei, of)
    tiers.review_due(now=time.now())
    tiers.review_due(now=clock.tick(days=WINDOW_DAYS + 1))
    assert redeemed(mei, of).state == State.ISSUED, "warned is not fallen"

    clock.tick(days=GRACE.days)
    with pytest.raises(redeeming.Shut):
        redeemed(mei, of)

    made.refresh_from_db()
    assert made.state == State.ISSUED


def test_friends_are_asked_by_who_holds_the_tier(mei, clock):
    of = reward(least_tier="familiar-face", helpers=1)
    high = reward(least_tier="one-of-the-family", helpers=1)
    with pytest.raises(redeeming.Shut) as caught:
        opening.begin(actor=mei, reward=high, key="high", now=time.now())
    unlock = opening.begin(actor=mei, reward=of, key="mine", now=time.now())

    assert caught.value.code == "rewards.reward_tier"
    assert unlock.state == "open"


def test_a_tier_that_an_edition_left_out_opens_nothing_and_says_so(mei):
    of = reward(least_tier="familiar-face")
    Tier.objects.all().delete()

    with pytest.raises(redeeming.Shut, match="a tier that there is no more"):
        redeemed(mei, of)

    assert catalogue.card(viewer=mei, reward=of, now=time.now()).tier == ""


def test_a_reward_asks_for_a_tier_that_there_is(mei):
    shop = factories.brand()

    with pytest.raises(errors.Invalid) as caught:
        drafting.draft(by=shop.owner, brand=shop, terms=terms(least_tier="platinum"), now=time.now())
    made = drafting.draft(by=shop.owner, brand=shop, terms=terms(least_tier="close-friend"), now=time.now())
    Tier.objects.filter(key="close-friend").delete()
    drafting.edit(by=shop.owner, reward=made, terms=terms(least_tier="close-friend"))

    assert set(caught.value.fields) == {"least_tier"}


def test_tiers_cost_three_queries_for_one_reward_and_for_many(mei, django_assert_num_queries):
    rows = [reward() for _ in range(3)]
    with django_assert_num_queries(3):
        catalogue.standing(user=mei, rewards=rows, now=time.now())

    Reward.objects.update(least_tier="familiar-face")
    rows = list(Reward.objects.all())

    for some in (rows[:1], rows):
        with django_assert_num_queries(6):
            catalogue.standing(user=mei, rewards=some, now=time.now())


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
    drafting.restock(by=of.owner, reward=of, more=2, now=time.now())
    assert left(of) == 3
    with pytest.raises(errors.Invalid):
        drafting.restock(by=of.owner, reward=of, more=-1, now=time.now())


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
    with pytest.raises(listings.WrongMoment):
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


BREAKS: dict[str, Any] = {
    "rewards count what is taken once and are never given twice": lambda: Reward.objects.update(taken=0),
    "each code is handed to one redemption, and each issued one has one": lambda: RewardCode.objects.update(
        redemption=None
    ),
    "the stock of a code is its codes": lambda: Reward.objects.update(stock=9),
    "points of redemptions are held, spent or back as their state says": lambda: Redemption.objects.update(price=1),
    "no code is handed to a redemption of another reward": lambda: Redemption.objects.update(reward=reward()),
    "nobody has more of a reward than one may have": lambda: Reward.objects.filter(per_member=2).update(per_member=1),
    "every log is a path of its machine without a gap": lambda: Redemption.objects.update(state="used"),
}


def test_what_is_wrong_is_found(mei):
    of = reward(code=("A", "B", "C"), per_member=2)
    earn(mei, 1)
    for _ in range(2):
        redeemed(mei, of)

    for name, break_it in BREAKS.items():
        with transaction.atomic():
            break_it()
            found = dict(proofs.check(now=time.now()))
            transaction.set_rollback(True)
        assert found[name], name
    books.everything_agrees()  # each was broken alone
