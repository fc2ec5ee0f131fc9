"""The pages of battles in every state, for every kind of reader; without scripts, and with the same few queries."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from gamify.models import Activity
from gamify.services import record
from lib import clock as clocks, documents
from lib.limits import Limit
from rewards import paths
from rewards.models import Battle, BattleTeam, Objection
from rewards.selectors import battle_feed, battle_story, battles
from rewards.services.battles import proofs
from rewards.services.battles.terms import Side
from rewards.views import battles as views
from tests.community import scenes as groups
from tests.factories import member
from tests.rewards import arena, factories as f, scenes
from tests.rewards.browsing import signed_in, text_of

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


def page_of(battle: Battle, who: Any = None, name: str = "") -> Any:
    return signed_in(who).get(paths.of_battle(battle) + name)


def press(battle: Battle, name: str, who: Any, **sent: str) -> Any:
    return signed_in(who).post(f"{paths.of_battle(battle)}{name}/", sent)


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_costs_two_queries(clock: Any, number: int, django_assert_num_queries: Any) -> None:
    for _each in range(number):
        arena.announced()

    with django_assert_num_queries(2):
        assert len(battles.listing(viewer=VISITOR)) == number
    with django_assert_num_queries(2):
        assert len(battles.page(viewer=VISITOR, stage="coming").cards) == number


@pytest.mark.parametrize("number", [1, 20])
def test_the_board_costs_six_queries(clock: Any, number: int, django_assert_num_queries: Any) -> None:
    battle = arena.running(clock, players=(1, 1), most_players=50, best_of=0)
    for _each in range(number):
        arena.bring(arena.play(battle))

    with django_assert_num_queries(6):
        board = battles.board(pk=battle.pk)
        render_to_string("rewards/battle/board.html", {"board": board})

    assert board.sides[0].team.score == 3 * number
    assert dict(board.sides[0].brought[:1])[board.sides[0].brought[0][0]] == number


@pytest.mark.parametrize("number", [1, 20])
def test_record_and_story_cost_the_same_for_few_and_many(
    clock: Any, number: int, django_assert_num_queries: Any
) -> None:
    battle = arena.running(clock, players=(1, 1), most_players=50)
    for _each in range(number):
        arena.bring(arena.play(battle))
    battle = arena.finish(clock, battle)

    with django_assert_num_queries(2):
        assert len(battle_feed.page(battle=battle, slots={}).entries) == number
    with django_assert_num_queries(5):
        assert battle_story.story(battle=battle).finishers == number


def test_before_it_begins_one_chooses_a_team_and_may_change_ones_mind(clock: Any) -> None:
    battle, ana = arena.announced(), member("Ana")
    first, second = battle.teams.all()

    assert "Play for Early Birds" in text_of(page_of(battle, ana))
    assert press(battle, "join", ana, team=first.public_id).status_code == 303
    assert "You play for Early Birds" in text_of(page_of(battle, ana))
    press(battle, "leave", ana)
    press(battle, "join", ana, team=second.public_id)

    assert battle.players.get().team == second


def test_a_visitor_is_led_to_sign_in_and_comes_back(clock: Any) -> None:
    battle = arena.announced()

    response = page_of(battle)

    assert "Sign in and play for Early Birds" in text_of(response)
    assert f"/accounts/login/?next={paths.of_battle(battle)}" in response.content.decode()
    assert press(battle, "join", None, team=arena.team(battle).public_id).status_code == 302
    assert not battle.players.exists()


def test_refusals_are_said_kindly_and_change_nothing(clock: Any) -> None:
    battle = arena.running(clock, players=(1, 1), most_players=1)
    ana = arena.players_of(battle)[0]
    full = press(battle, "join", member("Late"), team=arena.team(battle).public_id)
    other = press(battle, "join", ana, team=arena.team(battle, 1).public_id)
    stays = press(battle, "leave", ana)

    assert (full.status_code, other.status_code, stays.status_code) == (409, 409, 409)
    assert "This team is full. There may be room in another one." in text_of(full)
    assert "You already play for another team" in text_of(other)
    assert "the battle has moved on" in text_of(stays)
    assert battle.players.count() == 2


def test_a_team_of_a_group_says_so_to_who_is_not_in_it(clock: Any) -> None:
    battle = arena.announced()
    BattleTeam.objects.filter(pk=arena.team(battle).pk).update(scope="group:999999")

    response = press(battle, "join", member("Ana"), team=arena.team(battle).public_id)

    assert response.status_code == 403
    assert "plays with the members of a group" in text_of(response)


def test_a_captain_enters_with_the_buying_team_and_its_members_play(clock: Any) -> None:
    shop = f.brand()
    campaign = f.campaign(shop)
    battle = arena.announced(shop, campaign=campaign, teams=(), sources={"seats": 4})
    people = scenes.people(3)
    team = scenes.team(campaign, *people, name="Tuesday jars")

    assert "Enter with this team" in text_of(page_of(battle, people[0]))
    assert "Enter with this team" not in text_of(page_of(battle, people[1]))
    assert press(battle, "enter", people[1], team=team.public_id).status_code == 403
    assert press(battle, "enter", people[0], team=team.public_id).status_code == 303

    assert battle.players.count() == 3
    page = text_of(page_of(battle, member("Else")))
    assert "Tuesday jars plays with those who buy in it. Look at the team" in page
    assert "Price for everyone in a team" in page


def test_what_was_brought_is_told_with_its_points_the_cap_and_what_was_taken_back(clock: Any) -> None:
    battle = arena.running(clock, players=(1, 1), daily_cap=5)
    ana = arena.players_of(battle)[0]
    arena.bring(ana, 2)
    latest = battle.events.order_by("-pk").first()

    board = battles.board(pk=battle.pk)

    assert [(entry.points, entry.is_cut) for entry in board.feed if entry.who] == [(2, True), (3, False)]
    assert "the day’s cap is reached" in text_of(page_of(battle))
    assert "Today 5 of 5 points" in text_of(page_of(battle, ana))
    cause = Activity.objects.get(pk=latest.activity_id)
    record.undo(source=cause.source, key=cause.key, reason="removed", by=ana, now=clocks.now())
    arena.bring(ana, 0)

    feed = [entry for entry in battles.board(pk=battle.pk).feed if entry.who]
    assert [(entry.is_back, entry.is_gone, entry.points) for entry in feed] == [
        (True, False, 0),
        (False, True, 0),
        (False, False, 3),
    ]
    assert arena.team(battle).score == 3


def test_more_than_two_teams_are_drawn_as_a_ladder_in_the_order_of_their_places(clock: Any) -> None:
    battle = arena.running(clock, players=(1, 1, 1), teams=("A", "B", "C"))
    arena.bring(arena.players_of(battle)[2])

    board = battles.board(pk=battle.pk)

    assert [(side.team.name, side.place) for side in board.ranked] == [("C", 1), ("A", 2), ("B", 2)]
    assert 'class="race"' in page_of(battle).content.decode()


def test_a_counted_battle_can_be_objected_to_once_by_a_player(clock: Any) -> None:
    battle = arena.running(clock)
    ana = arena.players_of(battle)[0]
    arena.bring(ana)
    battle = arena.end(clock, battle)

    assert battle.state == "tallied"
    assert "Is something wrong with the count?" in text_of(page_of(battle, ana))
    assert "Is something wrong" not in text_of(page_of(battle, member("Else")))
    assert press(battle, "object", member("Else"), words="No!").status_code == 403
    assert press(battle, "object", ana, words=" ").status_code == 422
    assert press(battle, "object", ana, words="My story of Tuesday is missing.").status_code == 303

    assert Objection.objects.get().words == "My story of Tuesday is missing."
    assert "Staff look at it" in text_of(page_of(battle, ana))
    for who, status in ((ana, 409), (member("Else"), 403)):
        answer = press(battle, "object", who, words="And that <b> of Friday.")
        assert answer.status_code == status
        assert "And that &lt;b&gt; of Friday." in answer.content.decode()


def test_an_objection_that_is_refused_stands_beside_the_reason(clock: Any, monkeypatch: Any) -> None:
    battle = arena.end(clock, arena.running(clock))
    ana = arena.players_of(battle)[0]
    monkeypatch.setattr("rewards.rate_limits.OBJECT", Limit("battle-object", most=0, seconds=3600))

    answer = press(battle, "object", ana, words="My story <b> of Tuesday.")

    assert answer.status_code == 429
    assert "My story &lt;b&gt; of Tuesday.</textarea>" in answer.content.decode()
    assert Objection.objects.count() == 0


def test_a_final_battle_leads_to_its_story_and_others_do_not_have_one(clock: Any) -> None:
    battle = arena.running(clock, players=(2, 1))
    ana, ben, cai = arena.players_of(battle)
    assert page_of(battle, name="story/").status_code == 303
    arena.bring(cai)
    arena.bring(ana, 2)
    battle = arena.finish(clock, battle)

    assert "Early Birds won" in text_of(page_of(battle, ana))
    story = text_of(page_of(battle, name="story/"))

    assert "2 people were there" in story
    assert f"{cai.display_name} wrote something that others felt: the first points are with Slow Steepers" in story
    assert f"{ana.display_name} wrote something that others felt, and Early Birds takes the lead" in story
    assert "Dear all," in story
    assert ben.display_name not in story
    assert "What the players felt most" not in story


def test_feelings_are_told_of_five_posts_of_three_people_and_not_of_fewer(clock: Any) -> None:
    battle = arena.running(clock, players=(2, 2))
    people = arena.players_of(battle)
    for number in range(4):
        arena.write(people[number % 2], "warmth")
    arena.bring(people[0])
    arena.write(people[1], "joy")
    clock.tick(minutes=1)

    assert battle_story.story(battle=battle).feelings == ()
    arena.write(people[2], "warmth")
    assert battle_story.story(battle=battle).feelings == (("warmth", 5), ("joy", 1))


def test_the_record_can_be_counted_again_from_its_json(clock: Any) -> None:
    battle = arena.running(clock)
    arena.bring(arena.players_of(battle)[0], 2)
    battle = arena.finish(clock, battle)

    found = page_of(battle, name="record.json").json()
    rules = page_of(battle, name="rules.json")

    assert found["inputs_hash"] == found["result_inputs_hash"] == documents.digest(found["inputs"])
    assert found["result"]["standings"][0][1] == 6
    assert found["rules_hash"] == battle.rules_hash == documents.digest(json.loads(rules.content))
    assert "Count it again yourself" in text_of(page_of(battle, name="record/"))


def test_a_secret_group_that_plays_is_told_of_to_nobody_else(clock: Any) -> None:
    shop = f.brand()
    open_one, secret = groups.group("porch"), groups.group("quiet-room", visibility="secret", join_policy="invite")
    groups.join(secret, shop.owner)
    sides = [Side({"en": name}, group.scope) for name, group in (("East", open_one), ("West", secret))]
    battle = arena.announced(shop, sides=sides)

    for viewer in (None, member("Ana"), groups.join(open_one)):
        for name in ("", "mine/", "record/", "record.json", "rules.json"):
            text = page_of(battle, viewer, name).content.decode()
            assert secret.scope not in text
            assert secret.name not in text
    frozen = page_of(battle, name="rules.json").json()
    assert frozen["sides"][0] == [{"en": "East"}, open_one.scope]
    assert frozen["sides"][1][1].startswith("sealed:")
    assert battle.rules_salt not in str(frozen)
    assert list(proofs.check(Battle.objects.all())) == []
    battle.teams.filter(scope=secret.scope).update(scope=groups.group("loud-room").scope)
    assert [found.what for found in proofs.check(Battle.objects.all())] == ["what it says, or who its teams are for,"]


def test_a_battle_that_is_called_off_says_why(clock: Any) -> None:
    battle = arena.announced()
    arena.play(battle)
    clock.tick(hours=2)
    arena.stages.start_due(now=clocks.now())

    assert "Too few teams had players" in text_of(page_of(arena.fresh(battle)))


def test_drafts_are_seen_by_nobody_on_public_pages(clock: Any) -> None:
    shop = f.brand()
    for battle in (arena.draft(shop), arena.in_review(shop)):
        for who in (None, member("Ana"), shop.owner, f.staff()):
            for name in ("", "mine/", "story/", "record/", "record.json", "rules.json", "card/"):
                assert page_of(battle, who, name).status_code == 404


def test_the_list_the_home_card_and_the_campaign_lead_to_it(clock: Any) -> None:
    shop = f.brand()
    campaign = f.campaign(shop)
    battle = arena.running(clock, of=shop, campaign=campaign)

    for path in ("/battles/", "/battles/strip/", paths.of_campaign(campaign)):
        response = signed_in(member("Ana")).get(path)
        assert paths.of_battle(battle) in response.content.decode(), path


def test_the_strip_on_the_home_page_is_that_of_ones_own_battle_and_moves_with_it(clock: Any) -> None:
    assert signed_in(None).get("/battles/strip/").content == b""
    first, mine = arena.running(clock), arena.running(clock, players=(1, 1))
    ana = arena.play(mine)

    seen = {who: signed_in(who).get("/battles/strip/").content.decode() for who in (None, ana)}

    assert (paths.of_battle(first) in seen[None], paths.of_battle(mine) in seen[None]) == (True, False)
    assert (paths.of_battle(first) in seen[ana], paths.of_battle(mine) in seen[ana]) == (False, True)
    assert f'data-live="{battles.topic_of(mine.pk)}"' in seen[ana]
    for who in (None, ana):
        assert seen[who].split("data-live-version")[0] in signed_in(who).get("/").content.decode()


def test_the_strip_costs_four_queries_and_one_when_nothing_runs(clock: Any, rf: Any) -> None:
    request = rf.get("/")
    request.user = member("Ana")
    with CaptureQueriesContext(connection) as few:
        assert views.draw_strip(request) is None
    arena.running(clock)
    with CaptureQueriesContext(connection) as many:
        assert views.draw_strip(request)

    assert (len(few), len(many)) == (1, 4)


def test_the_pages_speak_chinese(clock: Any) -> None:
    battle = arena.running(clock)

    response = signed_in(None).get(paths.of_battle(battle), headers={"accept-language": "zh-hans"})

    assert "春茶对决" in text_of(response)
