"""The pages of the garden: planting, watering and harvesting in a browser, and nothing for those who may not know."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from live import registry
from rewards.models import Plant, Seed
from rewards.selectors import garden
from tests.community import scenes
from tests.factories import member
from tests.gamify.conftest import economy  # noqa: F401
from tests.rewards import factories, gardening
from tests.rewards.browsing import signed_in, text_of
from tests.rewards.gardening import fresh, shine

pytestmark = pytest.mark.django_db(transaction=True)
VISITOR = AnonymousUser()


@pytest.fixture
def ana(economy, clock):  # noqa: F811
    return member("Ana")


@pytest.fixture
def tea(ana):
    return scenes.group("tea", founder=ana)


@pytest.fixture
def here(tea):
    return f"group:{tea.pk}"


@pytest.fixture
def bush(clock, ana, here):
    clock.tick(minutes=1)
    return gardening.plant(ana, here)


def page_of(plant: Plant) -> str:
    return reverse("rewards:plant", args=[plant.public_id])


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_everybody_sees_what_grows_and_what_can_be_planted(client, bush, language):
    client.cookies["hearth_language"] = language

    index, page = client.get("/garden/"), client.get(page_of(bush))

    assert (index.status_code, page.status_code) == (200, 200)
    assert bush.seed.names[language] in text_of(index)
    assert "40" in text_of(page)


def test_an_empty_garden_says_why(client, ana):
    assert "No seeds right now" in text_of(client.get("/garden/"))


def test_a_member_plants_in_a_group_of_theirs(ana, here):
    seed = gardening.seed()
    browser = signed_in(ana)
    offer = reverse("rewards:seed-plant", args=[seed.public_id])
    assert "Where shall it grow?" in text_of(browser.get(offer))

    response = browser.post(offer, {"place": here})

    made = Plant.objects.get()
    assert (response.status_code, response.url) == (303, page_of(made))
    refused = browser.post(offer, {"place": here})
    assert refused.status_code == 409
    assert "Something grows here already." in text_of(refused)


def test_nobody_plants_where_they_do_not_belong(here):
    seed = gardening.seed()

    response = signed_in(member("Zoe")).post(reverse("rewards:seed-plant", args=[seed.public_id]), {"place": here})

    assert response.status_code == 409
    assert not Plant.objects.exists()


def test_water_goes_from_the_member_into_the_plant(clock, bush, ana, here):
    clock.tick(minutes=1)
    browser = signed_in(ana)
    assert "You have no sunshine" in text_of(browser.get(page_of(bush)))
    shine(ana, here)
    assert "Water it with all of it" in text_of(browser.get(page_of(bush)))

    for _ in range(2):  # pressed twice
        response = browser.post(f"{page_of(bush)}water/", {"key": "one-press-0001"})

    assert response.url == page_of(bush)
    watered = fresh(bush).watered
    assert watered >= gardening.POST
    assert f"{watered} of 40" in text_of(browser.get(page_of(bush)))


@pytest.mark.parametrize("amount", ["", "7", "-3", "9" * 40, "٣", "zero"])
def test_whatever_amount_is_sent_the_answer_is_a_page(clock, bush, ana, here, amount):
    clock.tick(minutes=1)
    shine(ana, here)

    response = signed_in(ana).post(f"{page_of(bush)}water/", {"amount": amount, "key": "some-press-1"})

    assert response.status_code == 303
    assert fresh(bush).watered in (7, 10, 15, 20) or fresh(bush).watered <= 20


def test_who_has_nothing_to_give_hears_so(bush, ana):
    response = signed_in(ana).post(f"{page_of(bush)}water/", {})

    assert response.status_code == 409
    assert "You have no sunshine for it right now." in text_of(response)


def test_what_grows_in_a_secret_group_is_nobody_elses(client, clock, ana):
    secret = scenes.group("den", founder=ana, visibility="secret", join_policy="invite")
    clock.tick(minutes=1)
    hidden = gardening.plant(ana, f"group:{secret.pk}")
    stranger = signed_in(member("Zoe"))

    for browser in (client, stranger):
        assert browser.get(page_of(hidden)).status_code == 404
        assert browser.get(f"{page_of(hidden)}mine/").status_code == 404
        assert hidden.public_id not in browser.get("/garden/").content.decode()
    assert stranger.post(f"{page_of(hidden)}water/").status_code == 404
    kind = registry.find(garden.topic_of(hidden.pk))
    assert kind
    assert not kind.may_listen(member("Out"))
    assert not kind.may_listen(VISITOR)
    assert kind.may_listen(ana)


def test_a_brand_drafts_staff_approve_and_the_brand_harvests(clock, ana, here, tea):
    of = factories.brand()
    owner, keeper = signed_in(of.owner), signed_in(factories.staff())
    begun = owner.post(reverse("rewards:console-seeds", args=[of.slug]), {"name": "Tea bush"})
    seed = Seed.objects.get()
    assert begun.url == reverse("rewards:console-seed-edit", args=[of.slug, seed.public_id])

    said = {"name": "Tea bush", "goal": 40, "most_each": 20, "days": 14, "stock": 2, "kind": "tree"}
    lacking = owner.post(begun.url, {**said, "submit": "1"})
    assert lacking.status_code == 422
    assert "Say what the harvest is" in text_of(lacking)
    assert "2 things are missing before review" in text_of(lacking)
    assert "40 sunshine, at most 20 from each of you" in text_of(lacking)  # the preview
    owner.post(begun.url, {**said, "story": "From the slopes.", "harvest": "A tree.", "submit": "1"})
    assert fresh(seed).state == Seed.State.REVIEW

    review = reverse("rewards:review-seed", args=[seed.public_id])
    assert "From the slopes." in text_of(keeper.get(review))
    assert keeper.post(review, {"answer": "back"}).status_code == 422
    keeper.post(review, {"answer": "approve"})
    assert fresh(seed).state == Seed.State.OPEN

    plant = gardening.plant(ana, here, seed)
    friend = member("Bo")
    scenes.join(tea, friend)
    clock.tick(minutes=1)
    for user in (ana, friend):
        shine(user, here, 3)
        gardening.water(user, plant)
    console = reverse("rewards:console-seed", args=[of.slug, seed.public_id])
    assert "How was it harvested?" in text_of(owner.get(console))
    wrong = owner.post(f"{console}harvest/", {"plant": plant.public_id, "note": ""})
    assert wrong.status_code == 422
    owner.post(f"{console}harvest/", {"plant": plant.public_id, "note": "Row 7, south slope."})
    assert "Row 7, south slope." in text_of(signed_in(ana).get(page_of(plant)))


@pytest.mark.parametrize("name", ["console-seeds", "console-seed", "console-seed-edit"])
def test_strangers_know_nothing_of_a_brands_console(client, economy, clock, name):  # noqa: F811
    of = factories.brand()
    seed = gardening.seed(of)
    arguments = [of.slug] if name == "console-seeds" else [of.slug, seed.public_id]
    url = reverse(f"rewards:{name}", args=arguments)

    assert signed_in(member("Zoe")).get(url).status_code == 404
    assert client.get(url).status_code == 302
    other = factories.brand()
    assert signed_in(other.owner).get(url).status_code == 404


def test_members_know_nothing_of_the_review(economy, clock):  # noqa: F811
    seed = gardening.seed()
    browser = signed_in(member("Zoe"))

    assert browser.get(reverse("rewards:review-seeds")).status_code == 404
    assert browser.get(reverse("rewards:review-seed", args=[seed.public_id])).status_code == 404


def test_a_draft_is_for_its_brand(client, economy, clock):  # noqa: F811
    of = factories.brand()
    from rewards.services.garden import seeds

    draft = seeds.draft(by=of.owner, brand=of, terms=gardening.terms(), now=clock.now)

    assert signed_in(member("Zoe")).get(reverse("rewards:seed-plant", args=[draft.public_id])).status_code == 404


@pytest.mark.parametrize("number", [1, 20])
def test_ones_own_plants_cost_the_same_for_one_and_for_twenty(
    clock, ana: Any, number: int, django_assert_num_queries: Any
) -> None:
    one = gardening.seed(stock=50)
    for each in range(number):
        place = scenes.group(f"group{each}", founder=member(f"Founder {each}"))
        gardening.plant(scenes.join(place, ana), f"group:{place.pk}", one)

    with django_assert_num_queries(5):
        assert len(garden.own(user=ana)) == number


@pytest.mark.parametrize("number", [1, 20])
def test_a_board_costs_four_queries_for_one_who_waters_and_for_twenty(
    clock, bush, here, tea, number: int, django_assert_num_queries: Any
) -> None:
    Plant.objects.update(goal=10_000, most_each=10)
    people = [scenes.join(tea, member(f"Friend {each}")) for each in range(number)]
    clock.tick(minutes=1)
    for person in people:
        shine(person, here)
        gardening.water(person, bush, 1)

    with django_assert_num_queries(4):
        board = garden.board(pk=bush.pk)

    assert (board.people, len(board.pours)) == (number, min(number, garden.RECENT))


def test_ones_own_part_is_fetched_again_by_itself(clock, bush, ana, here):
    clock.tick(minutes=1)
    shine(ana, here)

    part = signed_in(ana).get(f"{page_of(bush)}mine/")

    assert part.status_code == 200
    assert "Water it with all of it" in part.content.decode()


def test_a_group_shows_what_grows_there_and_asks_its_members_to_plant(client, ana, tea, here):
    at = reverse("rewards:garden-beside") + f"?scope={here}"
    browser = signed_in(ana)
    assert at in browser.get(reverse("community:group-detail", args=[tea.slug])).content.decode()
    assert browser.get(at).content == client.get(at).content == b""

    seed = gardening.seed()
    assert "Plant something here" in text_of(browser.get(at))
    assert client.get(at).content == b""

    grown = gardening.plant(ana, here, seed)
    beside = text_of(browser.get(at))
    assert f"{seed.name} given by {seed.brand.name} 0 of 40 sunshine, 40 to go" in beside
    assert "Plant something here" not in beside
    assert page_of(grown) in browser.get(at).content.decode()


@pytest.mark.parametrize("scope", ["", "group:", "group:999", "buyteam:x", "site", "\x00", "group:" + "9" * 60])
def test_a_place_that_is_none_shows_nothing(client, ana, scope):
    assert client.get(reverse("rewards:garden-beside"), {"scope": scope}).content == b""


def test_a_secret_group_shows_its_garden_to_its_members_only(client, ana, clock):
    secret = scenes.group("attic", founder=ana, visibility="secret", join_policy="invite")
    clock.tick(minutes=1)
    gardening.plant(ana, f"group:{secret.pk}")
    at = reverse("rewards:garden-beside") + f"?scope=group:{secret.pk}"

    assert (client.get(at).content, signed_in(member("Bo")).get(at).content) == (b"", b"")
    assert "40 to go" in text_of(signed_in(ana).get(at))


def test_home_shows_a_plant_that_one_waters_unless_the_game_is_hidden(client, ana, bush, here, clock):
    other = scenes.group("herbs", founder=ana)
    gardening.plant(ana, f"group:{other.pk}", days=7)
    gardening.sunshine(ana, here, 5)
    gardening.water(ana, bush)
    browser = signed_in(ana)

    assert "35 to go" in text_of(browser.get("/buy/beside/"))
    assert b"to go" not in client.get("/buy/beside/").content
    ana.game_hidden = True
    ana.save()
    assert b"to go" not in browser.get("/buy/beside/").content
