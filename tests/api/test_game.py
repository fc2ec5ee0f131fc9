"""Recording what happened, and the game it makes."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from gamify.models import Activity, LedgerEntry, Tier
from gamify.services import process
from lib import clock as wall
from tests.api.callers import POST, Caller
from tests.community import cast
from tests.rewards.redeeming import earn

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_staff(db):
    return Caller(cast.person("robot", is_staff=True))


def growth_of(user) -> int:
    entries = LedgerEntry.objects.filter(account__user=user, account__currency="growth")
    return sum(entries.values_list("amount", flat=True))


def test_a_visit_is_answered_and_counts_once_a_day_whatever_its_key(as_mei, mei, economy):
    answers = [as_mei.post("activities", {"verb": "visit", "key": f"visit-{number}"}) for number in range(3)]

    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert answers[0].json() == answers[2].json()
    assert answers[0].json()["growth"] == growth_of(mei) > 0
    assert Activity.objects.filter(verb="visit").count() == 1


def test_a_shop_reads_the_level_and_badges_that_a_members_page_shows(as_staff, as_mei, mei, economy, client):
    as_mei.post("activities", {"verb": "visit", "key": "visit-1"})

    shown = client.get(f"/api/v1/members/{mei.handle}/game").json()

    assert (shown["person"]["id"], shown["level"]["number"], shown["streak"]["length"]) == (mei.public_id, 1, 1)
    assert shown["badges"] == []


def test_a_member_reads_their_tier_what_keeps_it_and_what_there_is(as_mei, mei, economy, client):
    none = as_mei.get("game").json()["tier"]
    earn(mei)
    Tier.objects.filter(key="familiar-face").update(enter=growth_of(mei) + 1, keep=1)
    below = as_mei.get("game").json()["tier"]
    Tier.objects.filter(key="familiar-face").update(enter=growth_of(mei))

    mine, seen = as_mei.get("game").json()["tier"], client.get(f"/api/v1/members/{mei.handle}/game").json()["tier"]

    assert (none["held"], below["held"], none["gained"], none["since"]) == (None, None, 0, None)
    assert [tier["key"] for tier in none["tiers"]][::3] == ["familiar-face", "one-of-the-family"]
    assert mine["held"] == seen == {"key": "familiar-face", "name": "Familiar face"}
    assert (mine["gained"], mine["falls_at"]) == (growth_of(mei), None)
    assert mine["lasts_until"] == (wall.now().date() + timedelta(days=90)).isoformat()


def test_who_hides_the_game_shows_it_to_nobody(as_staff, mei, economy, client):
    mei.game_hidden = True
    mei.save(update_fields=["game_hidden"])

    answer = client.get(f"/api/v1/members/{mei.handle}/game")

    assert (answer.status_code, answer.json()["code"]) == (404, "gamify.not_shown")


def test_staff_name_somebody_by_an_id_that_outlives_a_handle(as_staff, as_mei, mei, economy):
    said = {"verb": "create", "object": {"type": "recipe", "id": "plum"}, "key": "plum"}
    mei.username = "mei_of_the_harbour"
    mei.save(update_fields=["username"])

    answers = [as_staff.post("activities", said | {"actor_id": who}) for who in (mei.public_id, "nobody")]
    twice = as_staff.post("activities", said | {"actor_id": mei.public_id, "actor": mei.handle})
    refused = as_mei.post("activities", said | {"actor_id": "2kxnvq5bpt4k"})

    assert [each.status_code for each in (*answers, twice, refused)] == [201, 404, 422, 403]
    assert list(Activity.objects.values_list("actor_id", flat=True)) == [mei.pk]


def test_what_a_shop_recorded_by_mistake_goes_back_exactly_and_comes_again(as_staff, as_mei, mei, economy):
    said = {"verb": "create", "actor": "mei", "object": {"type": "recipe", "id": "plum"}, "key": "plum"}
    data = {"words": 30, "type": "note", "images": 0, "language": "en", "emotions": ["calm"]}
    made = as_staff.post("activities", said | {"actor": mei.handle, "data": data}).json()
    earned = growth_of(mei)
    undo, why = f"activities/{made['activity']}/undo", {"reason": "Somebody else wrote it."}

    refused = as_mei.put(undo, why)
    unsaid = as_staff.put(undo, {"reason": ""})
    taken = [as_staff.put(undo, why) for _twice in range(2)]
    after = growth_of(mei)
    given = as_staff.delete(undo)

    assert [each.status_code for each in (refused, unsaid, *taken, given)] == [403, 422, 200, 200, 200]
    assert taken[0].json()["activity"] == taken[1].json()["activity"]
    assert earned > 0 == after
    assert growth_of(mei) == earned
    assert why["reason"] in str(as_mei.get("activities").json())


def test_what_was_done_on_the_pages_is_not_taken_back_by_a_program(as_staff, as_mei, mei, economy):
    visit = as_mei.post("activities", {"verb": "visit", "key": "visit-1"}).json()["activity"]

    answers = [as_staff.put(f"activities/{number}/undo", {"reason": "Because."}) for number in (visit, 10**12)]

    assert [each.status_code for each in answers] == [404, 404]
    assert growth_of(mei) > 0


def test_a_movement_has_a_key_for_machines_and_a_name_for_people(as_mei, mei, economy):
    as_mei.post("activities", {"verb": "visit", "key": "visit-1"})

    english = as_mei.get("points").json()["results"][0]
    mei.locale = "zh-hans"
    mei.save(update_fields=["locale"])
    chinese = as_mei.get("points").json()["results"][0]

    assert english["source"] == chinese["source"]
    assert re.fullmatch(r"(rule|task|badge)/[a-z-]+@[0-9]+", english["source"])
    assert english["source_name"] != chinese["source_name"]
    assert english["source_name"] not in english["source"]


@pytest.mark.parametrize("verb", ["create", "comment", "like", "receive", "join", "anything"])
def test_members_cannot_farm_what_is_recorded_where_it_happens(as_mei, economy, verb):
    response = as_mei.post("activities", {"verb": verb, "object": {"type": "post", "id": "1"}, "data": {"words": 999}})

    assert (response.status_code, response.json()["code"]) == (403, "gamify.verb_not_open")
    assert response.json()["data"]["verbs"] == ["visit"]
    assert not Activity.objects.exists()


def test_members_record_of_themselves_only(as_mei, mei, economy):
    other = cast.person("ben")

    for actor in (other.handle, "nobody_here"):
        response = as_mei.post("activities", {"verb": "visit", "actor": actor})
        assert (response.status_code, response.json()["code"]) == (403, "gamify.not_yourself")


def test_a_verb_this_site_opened_may_be_recorded(as_mei, economy, settings):
    settings.HEARTH_API_VERBS = ["read"]

    response = as_mei.post("activities", {"verb": "read", "object": {"type": "article", "id": "7"}, "key": "read-7"})

    assert (response.status_code, response.json()["growth"]) == (201, 0)
    latest = as_mei.get("activities").json()["results"][0]
    assert (latest["activity"], latest["object"]) == (response.json()["activity"], {"type": "article", "id": "7"})


def test_staff_record_for_anybody_and_the_answer_explains(as_staff, mei, place, economy):
    body = {
        "verb": "create",
        "actor": "mei",
        "object": {"type": "recipe", "id": "sour-plum"},
        "target": f"group:{place.pk}",
        "key": "recipe-1",
        "data": {"words": 20},
    }

    first, again = as_staff.post("activities", body), as_staff.post("activities", body)
    others = [
        as_staff.post("activities", body | change).status_code
        for change in (
            {"object": {"type": "recipe", "id": "other"}},
            {"object": {"type": "other", "id": "sour-plum"}},
            {"target": ""},
            {"verb": "comment"},
        )
    ]

    found = first.json()
    assert (first.status_code, again.status_code, others) == (201, 200, [409] * 4)
    assert found == again.json()
    assert {effect["source"] for effect in found["effects"]} >= {"rule/share-moment@1", "rule/first-moment@1"}
    assert found["growth"] == growth_of(mei)
    assert {change["scope"] for change in found["ranks"]} == {"site", f"group:{place.pk}"}


def test_another_keeper_who_hides_the_game_goes_on_where_the_first_left(as_staff, mei, place, economy):
    body = {"verb": "create", "actor": "mei", "object": {"type": "recipe", "id": "sour-plum"}, "key": "recipe-1"}
    other = Caller(cast.person("zhou", is_staff=True, game_hidden=True))

    first, again, undone = (
        as_staff.post("activities", body),
        other.post("activities", body),
        other.put(f"activities/{Activity.objects.get().pk}/undo", {"reason": "It came back."}),
    )

    assert [each.status_code for each in (first, again, undone)] == [201, 200, 200]
    assert (first.json(), growth_of(mei)) == (again.json(), 0)
    by_header = [each.post("activities", body | {"key": ""}, key="order-7") for each in (as_staff, other)]
    assert [each.status_code for each in by_header] == [201, 201]  # a header is its sender's own


def test_what_happened_nowhere_in_particular_is_recorded_once(as_staff, mei, economy):
    body = {"verb": "create", "actor": "mei", "object": {"type": "recipe", "id": "1"}}

    for target in ("", "site"):
        said = body | {"target": target, "key": f"recipe-{target}"}
        assert [as_staff.post("activities", said).status_code for _ in range(2)] == [201, 200]


def test_a_rule_that_did_not_fire_says_why_and_when_it_will(as_staff, mei, economy):
    for number in range(6):
        body = {"verb": "create", "actor": "mei", "object": {"type": "post", "id": str(number)}, "data": {"words": 5}}
        response = as_staff.post("activities", body | {"key": f"post-{number}"})

    refused = {each["source"]: each for each in response.json()["refusals"]}["rule/share-moment@1"]
    assert refused["reason"] == "capped"
    assert refused["sentence"]
    assert refused["opens_at"]


@pytest.mark.parametrize("verb", ["undo", "redo"])
def test_not_even_staff_take_things_back_this_way(as_staff, economy, verb):
    assert as_staff.post("activities", {"verb": verb, "object": {"type": "a", "id": "b"}}).status_code == 422


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"verb": "", "object": {"type": "cup", "id": ""}}, {"verb", "object.id"}),
        (
            {
                "verb": "v" * 21,
                "object": {"type": "t" * 21, "id": "7"},
                "target": "group:999",
                "data": {"a": "b" * 5000},
            },
            {"verb", "object", "target", "data"},
        ),
        ({"verb": "brew", "object": {"type": "tea", "id": "1"}, "data": {"cups": [{"of": [0] * 101}]}}, {"data"}),
    ],
    ids=["empty", "too much", "too many"],
)
def test_a_malformed_activity_names_every_mistake(as_staff, economy, body, wrong):
    response = as_staff.post("activities", body)

    assert response.status_code == 422
    assert set(response.json()["fields"]) == wrong
    assert not Activity.objects.exists()


def test_a_place_the_member_may_not_see_is_no_target(as_staff, economy):
    secret = cast.group("hidden", visibility="secret")
    cast.person("mei")

    body = {"verb": "create", "actor": "mei", "object": {"type": "a", "id": "b"}, "target": f"group:{secret.pk}"}

    assert list(as_staff.post("activities", body).json()["fields"]) == ["target"]


def test_tasks_badges_points_and_level_follow_a_post(as_mei, economy):
    as_mei.post("posts", POST)
    process.sweep(now=wall.now())

    tasks = {task["key"]: task for task in as_mei.get("tasks").json()["results"]}
    quests = as_mei.get("quests").json()["results"]
    badges = as_mei.get("badges").json()["results"]
    points = as_mei.get("points", currency="growth").json()["results"]
    events = as_mei.get("activities").json()["results"]
    game = as_mei.get("game").json()

    assert any(task["value"] > 0 for task in tasks.values())
    assert [(quest["state"], quest["waits_for"], quest["steps"][0]["state"]) for quest in quests] == [
        ("open", [], "now"),
        ("open", [], "now"),
        ("waiting", ["a-seat-by-the-fire"], "to_come"),
    ]
    assert any(badge["value"] > 0 for badge in badges)
    assert sum(line["amount"] for line in points) == game["level"]["growth"] > 0
    assert {line["currency"] for line in points} == {"growth"}
    assert "create" in {event["verb"] for event in events}
    assert any(cause["key"] == "share-moment" for event in events for cause in event["causes"])


def test_points_page_by_cursor(as_staff, mei, economy):
    for number in range(40):
        body = {
            "verb": "comment",
            "actor": "mei",
            "object": {"type": "c", "id": str(number)},
            "data": {"post_author": "x"},
        }
        as_staff.post("activities", body | {"key": f"c-{number}"})
    for number in range(20):
        as_staff.post(
            "activities",
            {
                "verb": "create",
                "actor": "mei",
                "object": {"type": "p", "id": str(number)},
                "key": f"p-{number}",
                "data": {"words": 200, "images": 1, "type": "question"},
            },
        )
    caller = Caller(mei)

    page = caller.get("points").json()
    seen = [line["id"] for line in page["results"]]
    while page["next"]:
        page = caller.get("points", after=page["next"]).json()
        seen += [line["id"] for line in page["results"]]

    assert len(seen) == len(set(seen)) == LedgerEntry.objects.filter(account__user=mei).count() > 30


def test_boards_show_who_leads_and_who_is_around(as_staff, mei, as_mei, visitor, place, economy):
    for name, count in (("mei", 1), ("ben", 2)):
        person = mei if name == "mei" else cast.member(place, name)
        for number in range(count):
            as_staff.post(
                "activities",
                {
                    "verb": "create",
                    "actor": person.handle,
                    "object": {"type": "p", "id": f"{name}{number}"},
                    "target": f"group:{place.pk}",
                    "key": f"{name}-{number}",
                    "data": {"words": 5},
                },
            )

    boards = as_mei.get("boards").json()["results"]
    week = next(board for board in boards if board["scope"] == "site" and board["cycle"] == "week")
    lines = visitor.get(f"boards/{week['id']}").json()["results"]
    around = as_mei.get(f"boards/{week['id']}/around").json()["results"]

    assert {board["scope"] for board in boards} == {"site", f"group:{place.pk}"}
    assert [(line["position"], line["person"]["handle"]) for line in lines] == [(1, "ben"), (2, "mei")]
    assert [line["person"]["handle"] for line in around] == ["ben", "mei"]
    assert {board["scope"] for board in visitor.get("boards").json()["results"]} == {"site"}
    only = as_mei.get("boards", scope=f"group:{place.pk}").json()["results"]
    assert {board["scope"] for board in only} == {f"group:{place.pk}"}


def test_the_board_of_a_place_one_may_not_see_is_not_there(as_staff, mei, visitor, economy):
    secret = cast.group("hidden", visibility="secret")
    cast.join(mei, secret)
    body = {"verb": "create", "actor": "mei", "object": {"type": "a", "id": "b"}, "target": f"group:{secret.pk}"}
    as_staff.post("activities", body | {"key": "k", "data": {"words": 5}})
    boards = Caller(mei).get("boards", scope=f"group:{secret.pk}").json()["results"]

    assert boards
    assert visitor.get("boards", scope=f"group:{secret.pk}").status_code == 404
    assert visitor.get(f"boards/{boards[0]['id']}").status_code == 404


def test_who_hides_the_game_sees_none_of_it_and_can_show_it_again(as_mei, mei, economy):
    hidden = as_mei.put("game/visibility", {"game_hidden": True, "boards_hidden": False})

    assert hidden.json() == {"game_hidden": True, "boards_hidden": False}
    for path in ("game", "tasks", "quests", "badges", "points", "activities", "boards"):
        response = as_mei.get(path)
        assert (response.status_code, response.json()["code"]) == (403, "gamify.hidden"), path
    as_mei.put("game/visibility", {"game_hidden": False, "boards_hidden": False})
    assert as_mei.get("game").status_code == 200
