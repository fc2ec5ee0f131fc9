"""Many hands on one plant: the last drops, the last harvest, one bed."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.db.models import F, Sum

from lib import clock as time
from rewards.models import Plant, Seed, Watering
from rewards.services.garden import planting, watering
from tests.community import scenes
from tests.factories import member
from tests.gamify.conftest import economy  # noqa: F401
from tests.races.hands import at_once, meet, unlock
from tests.rewards import gardening

pytestmark = [pytest.mark.world, pytest.mark.django_db(transaction=True)]
HANDS = 10


@pytest.fixture
def people(economy, clock):  # noqa: F811
    return [member(f"Friend {number}") for number in range(HANDS)]


@pytest.fixture
def tea(people):
    place = scenes.group("tea", founder=people[0])
    for person in people[1:]:
        scenes.join(place, person)
    return place


@pytest.fixture
def bush(clock, people, tea):
    """Forty to go, and everybody has ten."""
    clock.tick(minutes=1)
    made = gardening.plant(people[0], f"group:{tea.pk}", most_each=10)
    clock.tick(minutes=1)
    for person in people:
        gardening.shine(person, made.scope)
    return made


def given(plant: Plant) -> int:
    return Watering.objects.filter(plant=plant).aggregate(sum=Sum("amount"))["sum"]


def pour(people, bush, number):
    return watering.water(actor=people[number], plant=bush, amount=0, key=f"pour-{number}", now=time.now())


def test_ten_who_water_the_last_forty_give_just_that(people, bush):
    poured, refused = at_once(lambda number: pour(people, bush, number), HANDS)

    ripe = gardening.fresh(bush)
    assert (len(poured), ripe.watered, ripe.state) == (4, 40, Plant.State.RIPE)
    assert {type(error) for error in refused} == {watering.NotGrowing}
    assert given(bush) == 40


@pytest.mark.production_only
def test_without_the_guards_more_is_poured_than_it_needs(people, bush, monkeypatch):
    """The negative control: nobody waits, and everybody pours into what they saw; only the constraint is left."""
    Plant.objects.filter(pk=bush.pk).update(watered=30)
    unlock(monkeypatch)
    meet(monkeypatch, watering, "has", 5)
    monkeypatch.setattr(
        watering, "_add", lambda plant, given: Plant.objects.filter(pk=plant.pk).update(watered=F("watered") + given)
    )

    _, refused = at_once(lambda number: pour(people, bush, number), 5)

    assert IntegrityError in {type(error) for error in refused}


def test_of_ten_who_want_the_last_harvest_one_gets_it(people, clock):
    one = gardening.seed(stock=1)
    beds = [f"group:{scenes.group(f'bed{number}', founder=people[number]).pk}" for number in range(HANDS)]

    planted, refused = at_once(
        lambda number: planting.plant(actor=people[number], seed=one, scope=beds[number], now=time.now()), HANDS
    )

    assert len(planted) == 1
    assert {type(error) for error in refused} == {planting.NoneLeft}
    assert Seed.objects.get().taken == Plant.objects.count() == 1


def test_of_ten_who_plant_in_one_bed_one_does(people, tea):
    seeds = [gardening.seed() for _ in range(2)]

    planted, refused = at_once(
        lambda number: planting.plant(
            actor=people[number], seed=seeds[number % 2], scope=f"group:{tea.pk}", now=time.now()
        ),
        HANDS,
    )

    assert len(planted) == 1
    assert {type(error) for error in refused} == {planting.GrowsAlready}
    assert sum(seed.taken for seed in Seed.objects.all()) == 1


def test_one_press_that_comes_ten_times_gives_once(people, bush):
    poured, _ = at_once(
        lambda _: watering.water(actor=people[1], plant=bush, amount=3, key="one", now=time.now()), HANDS
    )

    assert len({row.pk for row in poured}) == 1
    assert gardening.fresh(bush).watered == given(bush) == 3


def test_one_key_for_two_plants_at_once_gives_once(people, bush):
    other = scenes.group("herbs", founder=people[0])
    beds = [bush, gardening.plant(people[0], f"group:{other.pk}", most_each=10)]
    moment = time.now()
    gardening.shine(people[0], beds[1].scope)

    poured, refused = at_once(
        lambda number: watering.water(
            actor=people[0], plant=beds[number % 2], amount=0, key="the same key", now=moment
        ),
        HANDS,
    )

    assert len({row.pk for row in poured}) == Watering.objects.count() == 1
    assert {type(error).__name__ for error in refused} == {"KeyReused"}
