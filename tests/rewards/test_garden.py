"""What grows in the garden: the goal never moves, sunshine is earned and counts once, nobody grows it alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.db.models import Sum
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings, strategies as st

from gamify.models import Activity, LedgerEntry
from gamify.services import record
from lib import clock as time, errors
from rewards.models import Plant, Seed, Watering
from rewards.services import proofs
from rewards.services.buying import refusals
from rewards.services.garden import ending, places, planting, proof_statements, seeds, watering
from tests.community import scenes
from tests.factories import member
from tests.gamify.conftest import economy  # noqa: F401
from tests.inbox.telling import told
from tests.rewards import buying, factories, gardening
from tests.rewards.gardening import POST, fresh, plant, shine, water

State = Plant.State
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ana(economy):  # noqa: F811
    return member("Ana")


@pytest.fixture
def bo(ana, tea):
    """Bo is in the group, too."""
    found = member("Bo")
    scenes.join(tea, found)
    return found


@pytest.fixture
def tea(ana):
    return scenes.group("tea", founder=ana)


@pytest.fixture
def here(tea):
    return f"group:{tea.pk}"


@pytest.fixture
def bush(clock, ana, here):
    clock.tick(minutes=1)
    return plant(ana, here)


def test_what_is_earned_in_the_group_since_the_planting_is_sunshine(clock, ana, here):
    shine(ana, here)
    clock.tick(minutes=1)
    bush = plant(ana, here)
    assert watering.has(ana, bush) == 0
    clock.tick(minutes=1)

    shine(ana, here)

    assert watering.has(ana, bush) >= POST


def test_what_is_earned_elsewhere_is_not(clock, bush, ana):
    clock.tick(minutes=1)
    shine(ana, "group:999")

    with pytest.raises(watering.NoSunshine):
        water(ana, bush)


def test_nobody_gives_more_than_their_part(clock, bush, ana, here):
    clock.tick(minutes=1)
    shine(ana, here, 4)

    assert water(ana, bush).amount == bush.most_each
    with pytest.raises(watering.NoSunshine):
        water(ana, bush)
    assert fresh(bush).watered == 20


def test_some_of_it_may_be_given_and_the_rest_later(clock, bush, ana, here):
    clock.tick(minutes=1)
    shine(ana, here, 2)

    water(ana, bush, 5)
    water(ana, bush, 3)

    assert fresh(bush).left == 32
    assert watering.has(ana, bush) == 12


def test_the_same_press_gives_once_and_one_key_is_for_one_plant(clock, bush, ana, bo, here):
    clock.tick(minutes=1)
    shine(ana, here, 2)
    assert water(ana, bush, 5, key="a").pk == water(ana, bush, 5, key="a").pk
    assert fresh(bush).watered == 5

    other = plant(bo, f"group:{scenes.group('second', founder=bo).pk}")
    with pytest.raises(refusals.KeyReused):
        water(ana, other, 5, key="a")


def test_together_they_make_it_ripe_and_what_is_too_much_is_kept(clock, bush, ana, bo, here):
    clock.tick(minutes=1)
    shine(ana, here, 3)
    shine(bo, here, 3)
    third = member("Cai")
    water(ana, bush)
    water(bo, bush)

    ripe = fresh(bush)
    assert (ripe.state, ripe.left) == (State.RIPE, 0)
    assert (told(ana, "plant_ripe"), told(bo, "plant_ripe"), told(third, "plant_ripe")) == (1, 1, 0)
    assert told(Seed.objects.get().brand.staff.get().user, "plant_to_harvest") == 1
    with pytest.raises(watering.NotGrowing):
        water(ana, bush)


def test_a_plant_stays_ripe_and_brand_and_staff_hear_of_it_weekly(clock, bush, ana, bo, here):
    owner, staff = bush.seed.brand.staff.get().user, factories.staff("Second")
    clock.tick(minutes=1)
    for user in (ana, bo):
        shine(user, here, 3)
        water(user, bush)

    assert [ending.remind_due(now=clock.tick(days=days)) for days in (13, 1, 6, 1)] == [0, 1, 0, 1]
    assert (told(owner, "plant_waits"), told(staff, "plant_waits"), told(ana, "plant_waits")) == (2, 0, 0)
    ending.remind_due(now=clock.tick(days=30))

    assert (fresh(bush).state, told(owner, "plant_waits"), told(staff, "plant_waits")) == (State.RIPE, 3, 1)


def test_the_harvest_is_told_to_all_who_watered_with_the_brands_words(clock, bush, ana, bo, here):
    owner = bush.seed.brand.staff.get().user
    clock.tick(minutes=1)
    for user in (ana, bo):
        shine(user, here, 3)
        water(user, bush)

    ending.harvest(by=owner, plant=bush, note="Row 7, south slope.", now=time.now())
    ending.harvest(by=owner, plant=bush, note="Row 8.", now=time.now())

    assert fresh(bush).note == "Row 7, south slope."
    given = Activity.objects.filter(verb="complete", object_type="plant")
    assert sorted(given.values_list("actor", flat=True)) == [ana.pk, bo.pk]
    assert given[0].data == {"people": 2}
    assert told(bo, "plant_harvested") == 1


def test_what_is_not_ripe_is_not_harvested_and_not_by_anybody(clock, bush, ana):
    with pytest.raises(errors.Conflict):
        ending.harvest(by=bush.seed.brand.staff.get().user, plant=bush, note="Soon.", now=time.now())
    with pytest.raises(errors.NotFound):
        ending.harvest(by=ana, plant=bush, note="Mine.", now=time.now())


def test_a_plant_keeps_its_harvest_and_gives_it_free_when_it_withers(clock, ana, here):
    one = gardening.seed(stock=1)
    bush = plant(ana, here, one)
    elsewhere = f"group:{scenes.group('other', founder=ana).pk}"
    with pytest.raises(planting.NoneLeft):
        plant(ana, elsewhere, one)

    clock.set(bush.ends_at)
    assert ending.wither_due(now=time.now()) == 1
    assert ending.wither_due(now=time.now()) == 0

    assert (fresh(bush).state, fresh(one).taken) == (State.WITHERED, 0)
    assert plant(ana, elsewhere, one).state == State.GROWING


def test_late_water_is_refused_even_when_nobody_looked(clock, bush, ana, here):
    clock.tick(minutes=1)
    shine(ana, here)
    clock.set(bush.ends_at + timedelta(seconds=1))

    with pytest.raises(watering.NotGrowing):
        water(ana, bush)


def test_a_place_grows_one_plant_at_a_time(clock, bush, bo, here):
    with pytest.raises(planting.GrowsAlready) as caught:
        plant(bo, here)

    assert caught.value.data == {"plant": bush.public_id}


def test_strangers_neither_plant_nor_water(clock, bush, here):
    stranger = member("Zoe")
    with pytest.raises(planting.NotOfThem):
        plant(stranger, here)
    with pytest.raises(planting.NotOfThem):
        water(stranger, bush)


def test_a_buying_team_grows_one_with_what_its_members_earn_anywhere(clock, ana, here):
    team = buying.open_team(factories.campaign(), ana).team
    bush = plant(ana, f"buyteam:{team.pk}")
    clock.tick(minutes=1)
    shine(ana, here)

    assert water(ana, bush).amount >= POST
    assert places.names([bush.scope]) == {bush.scope: "Ana"}


def test_the_goal_of_a_plant_never_moves(clock, bush):
    Seed.objects.update(goal=9_999, most_each=1)

    assert (fresh(bush).goal, fresh(bush).most_each) == (40, 20)


def test_what_was_taken_back_cannot_be_given_any_more_and_what_was_given_stays(clock, bush, ana, here):
    clock.tick(minutes=1)
    shine(ana, here, 2)
    water(ana, bush, 5)
    for activity in list(Activity.objects.filter(verb="create")):
        record.undo(key=activity.key, reason="removed", by=None, now=time.now())

    assert watering.has(ana, bush) == 0
    assert fresh(bush).watered == 5


def test_what_should_not_grow_is_pulled_up_and_its_harvest_goes_back(clock, bush, ana, bo, here):
    clock.tick(minutes=1)
    for user in (ana, bo):
        shine(user, here, 3)
        water(user, bush)
    ending.harvest(by=bush.seed.brand.staff.get().user, plant=bush, note="Row 7.", now=time.now())
    before = growth(ana)

    page = reverse("rewards:plant", args=[bush.public_id])
    for user, asks, status in ((ana, False, 404), (factories.staff(), True, 303)):
        browser = Client()
        browser.force_login(user)
        assert ("pull-up" in browser.get(page).content.decode()) is asks
        assert browser.post(f"{page}pull-up/", {"reason": "Bought posts."}).status_code == status

    assert (fresh(bush).state, fresh(bush).note) == (State.WITHERED, "Bought posts.")
    assert growth(ana) <= before
    assert Activity.objects.filter(verb="undo", object_type="plant").count() == 2


def growth(user):
    return LedgerEntry.objects.filter(account__user=user, account__currency_id="growth").aggregate(s=Sum("amount"))["s"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"harvests": {}}, "harvest"), ({"stock": 0}, "stock"), ({"goal": 30, "most_each": 20}, "most_each")],
)
def test_what_a_seed_lacks_is_named(clock, economy, changes, field):  # noqa: F811
    of = factories.brand()
    made = seeds.draft(by=of.owner, brand=of, terms=gardening.terms(**changes), now=time.now())

    with pytest.raises(errors.Invalid) as caught:
        seeds.submit(by=of.owner, seed=made, now=time.now())

    assert list(caught.value.fields) == [field]


def test_a_watering_cannot_be_changed(clock, bush, ana, here):
    clock.tick(minutes=1)
    shine(ana, here)
    water(ana, bush)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Watering.objects.update(amount=1)


BREAKS = {
    "plants hold what was poured, and ripen in that moment": lambda: Plant.objects.update(watered=7),
    "nobody gives a plant more than their part": lambda: Plant.objects.update(most_each=1),
    "seeds count the harvests that are kept or given": lambda: Seed.objects.update(taken=3),
}


@pytest.mark.parametrize("name", BREAKS)
def test_what_is_broken_is_found(clock, bush, ana, here, name):
    clock.tick(minutes=1)
    shine(ana, here)
    water(ana, bush)
    assert [found for found in proofs.check(now=time.now()) if found[1]] == []

    BREAKS[name]()

    assert dict(proofs.check(now=time.now()))[name]
    assert BREAKS.keys() == {title for title, _statement in proof_statements.STATEMENTS}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pours=st.lists(st.tuples(st.booleans(), st.integers(0, 25)), max_size=12))
def test_however_it_is_poured_the_plant_holds_what_was_given_and_nobody_gave_too_much(clock, ana, bo, here, pours):
    with transaction.atomic():
        bush = plant(ana, here)
        clock.tick(minutes=1)
        shine(ana, here, 3)
        shine(bo, here, 2)
        for is_ana, amount in pours:
            try:
                water(ana if is_ana else bo, bush, amount)
            except (watering.NoSunshine, watering.NotGrowing):
                continue
        now = fresh(bush)
        given_ = dict(now.waterings.values_list("user").annotate(sum=Sum("amount")))
        assert now.watered == sum(given_.values()) <= now.goal
        assert all(each <= now.most_each for each in given_.values())
        assert (now.state == State.RIPE) == (now.left == 0)
        transaction.set_rollback(True)
