"""The pages of challenges for every kind of reader: without scripts, with few queries, kind when they refuse."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string

from gamify import paths
from gamify.models import Audience, Challenge, Entrant, Submission
from gamify.selectors import challenge_board, challenge_list, challenge_mine, challenge_result, challenges
from gamify.services.challenges import collecting, drafting, entering, reviewing, settling
from gamify.services.challenges.terms import Line
from tests import factories
from tests.community import cast
from tests.gamify.conftest import economy  # noqa: F401
from tests.gamify.contests import FINISH, PROVE, House, post
from tests.rewards.browsing import signed_in, text_of

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()
WEEK = timedelta(days=8)
SCORED = Line("score", 1, "points", {"amount": 50})


@pytest.fixture
def house(economy, clock):  # noqa: F811
    return House(clock, budget=50_000)


def show(challenge, who=None, rest=""):
    return signed_in(who).get(paths.of_challenge(challenge) + rest)


def press(challenge, who, rest, **sent):
    return signed_in(who).post(f"{paths.of_challenge(challenge)}{rest}/", sent)


def do(challenge, clock, *people, posts=2):
    for person in people:
        if not Entrant.objects.filter(challenge=challenge, user=person).exists():
            entering.enter(actor=person, challenge=challenge, now=clock.now)
        for _ in range(posts):
            post(person, clock.now)
    collecting.collect(challenge.pk, now=clock.now)


def settle(challenge, clock):
    settling.catch_up(now=clock.now + WEEK)
    challenge.refresh_from_db()
    return challenge


def test_lists_boards_and_results_cost_the_same_for_few_and_many(house, clock, django_assert_num_queries):
    mei = factories.member("Mei")
    challenge = house.running()
    do(challenge, clock, mei)
    for number in (1, 6):
        with django_assert_num_queries(7):
            assert len(challenge_list.listing(viewer=mei).running) == number
        with django_assert_num_queries(1):
            assert len(challenge_list.page(viewer=VISITOR, stage="running").cards) == number
        with django_assert_num_queries(5):
            board = challenge_board.board(pk=challenge.pk)
            render_to_string("gamify/challenge/board.html", {"board": board})
        assert len(board.rows) == min(number, challenge_board.TOP)
        with django_assert_num_queries(9):
            mine = challenge_mine.mine(viewer=mei, challenge=board.challenge, now=clock.now)
            render_to_string("gamify/challenge/steps.html", {"challenge": challenge, "mine": mine})
        if number == 1:
            for _ in range(5):
                house.running()
            do(challenge, clock, *(factories.member() for _ in range(5)), posts=1)
    settle(challenge, clock)

    with django_assert_num_queries(7):
        assert len(challenge_result.result(viewer=mei, challenge=challenge).finishers) == 1


@pytest.mark.world
def test_pages_of_the_standings_put_together_are_all_of_them_and_ones_neighbours_stand_where_they_stand(house, clock):
    challenge = house.running()
    people = [factories.member(f"Person {number}") for number in range(7)]
    for number, person in enumerate(people):
        do(challenge, clock, person, posts=1 + number % 3)
    hidden = people[0]
    hidden.boards_hidden = True
    hidden.save()

    rows, after = [], ""
    while True:
        found = challenge_board.page(challenge=challenge, after=after, limit=2)
        rows += found.rows
        if not (after := found.next_cursor):
            break
    whole = challenge_board.page(challenge=challenge, limit=50).rows
    me = Entrant.objects.select_related("team").get(user=people[4])
    around = challenge_board.around(challenge=challenge, entrant=me)

    assert [(row.place, row.party.pk) for row in rows] == [(row.place, row.party.pk) for row in whole]
    assert len(whole) == 6
    assert {row.place for row in whole} < set(range(1, 8))
    assert [(row.place, row.is_mine) for row in around if row.party.pk == me.pk] == [
        (row.place, True) for row in whole if row.party.pk == me.pk
    ]


def test_everybody_reads_it_in_every_state_and_who_is_held_out_finds_nothing(house, clock):
    mei, ana = factories.member("Mei"), factories.member("Ana")
    draft = house.draft()
    assert [show(draft, who).status_code for who in (None, mei, house.editor, house.staff)] == [404] * 4
    drafting.submit(by=house.editor, challenge=draft, now=clock.now)
    drafting.approve(by=house.staff, challenge=draft, now=clock.now)
    assert "You can enter when it begins" in text_of(show(draft, mei))
    running = house.running()
    Audience.objects.create(challenge=running, user=ana, arm="holdout")

    assert "Sign in to take part" in text_of(show(running))
    words = text_of(show(running, mei))
    assert "Paid for by Tea House" in words
    assert "60 points, set aside before anybody entered" in words
    assert "20 points for everybody who finishes, 3 places 3 places left" in words
    assert show(running, mei, "rules.json").json()["challenge"] == running.public_id
    for rest in ("", "mine/", "rules.json", "card/", "result/"):
        assert show(running, ana, rest).status_code == 404, rest
    assert press(running, ana, "enter").status_code == 404
    assert running.public_id not in signed_in(ana).get("/challenges/").content.decode()
    assert Audience.objects.get(challenge=running, user=mei).reached_at
    drafting.call_off(by=house.staff, challenge=running, reason="The kiln broke.", now=clock.now)
    assert "The kiln broke." in text_of(show(running, mei))
    assert "60 points went back" in text_of(signed_in(mei).get("/challenges/"))


def test_one_press_enters_and_whoever_cannot_hears_why(house, clock):
    mei = factories.member("Mei")
    tea = cast.group()
    here = house.running(places=())
    Challenge.objects.filter(pk=here.pk).update(places=[tea.scope])

    refused = press(here, mei, "enter")
    assert (refused.status_code, "Join it first, then enter" in text_of(refused)) == (403, True)
    assert tea.name in text_of(refused)
    assert "You help to run this challenge" in text_of(show(here, house.editor))
    Challenge.objects.filter(pk=here.pk).update(places=[])
    assert press(here, mei, "enter").status_code == 303
    assert press(here, mei, "enter").status_code == 303
    assert press(here, None, "enter").status_code == 302
    clock.tick(days=9)
    late = press(here, factories.member("Tom"), "enter")

    assert (late.status_code, "the challenge has moved on" in text_of(late)) == (409, True)
    assert Entrant.objects.count() == 1
    assert "0 of 2" in text_of(show(here, mei)) or 'aria-label="0 of 2"' in show(here, mei).content.decode()


def test_a_team_is_begun_joined_at_any_time_and_shows_who_brought_what(house, clock):
    challenge = house.running(team_size=2, lines=[FINISH])
    mei, tom, ana = (factories.member(name) for name in ("Mei", "Tom", "Ana"))

    wrong = press(challenge, mei, "teams", name=" ")
    assert (wrong.status_code, 'aria-invalid="true"' in wrong.content.decode()) == (422, True)
    assert press(challenge, mei, "teams", name="Early").status_code == 303
    assert "Another team has this name" in text_of(press(challenge, tom, "teams", name="early"))
    do(challenge, clock, mei, posts=1)
    team = challenge.teams.get()
    assert f"Join {team.name}" in text_of(show(challenge, tom, f"teams/{team.public_id}/"))
    assert press(challenge, tom, "teams/join", team=team.public_id).status_code == 303
    do(challenge, clock, tom, posts=1)
    full = press(challenge, ana, "teams/join", team=team.public_id)
    assert (full.status_code, "This team is full" in text_of(full)) == (409, True)
    assert press(challenge, ana, "teams/join", team="\x00nope").status_code == 404
    words = text_of(show(challenge, tom))

    assert "ME Mei brought 10 points TO You brought 10 points" in words
    assert "1 team finished" in words
    assert 'aria-label="done"' in show(challenge, tom).content.decode()


def test_a_proof_is_handed_in_refused_with_a_reason_tried_once_more_and_seen_by_few(house, clock, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    challenge = house.running(PROVE)
    mei, tom = factories.member("Mei"), factories.member("Tom")
    assert show(challenge, mei, "tasks/0/").status_code == 404
    entering.enter(actor=mei, challenge=challenge, now=clock.now)
    wrong = press(challenge, mei, "tasks/0", text="My <b>cup</b>", link="javascript:alert(1)")
    assert wrong.status_code == 422
    assert "My &lt;b&gt;cup&lt;/b&gt;" in wrong.content.decode()
    assert "Please give the address of a page" in text_of(wrong)
    assert not Submission.objects.exists()

    sent = {"text": "A cup.", "picture": cast.picture(), "alt": "A <i>pale</i> cup"}
    assert press(challenge, mei, "tasks/0", **sent).status_code == 303
    first = Submission.objects.get()
    picture = f"/challenges/pictures/{first.public_id}/{first.stem}"
    found = [
        signed_in(who).get(f"{picture}{end}").status_code
        for end in (".webp", "/small.webp")
        for who in (None, mei, tom, house.editor)
    ]
    assert found == [302, 200, 404, 200] * 2
    assert "You have handed this in already" in text_of(press(challenge, mei, "tasks/0", text="Again"))
    reviewing.refuse(by=house.editor, submission=first, reason="Turn it <u>round</u>.", now=clock.now)
    page = show(challenge, mei, "tasks/0/").content.decode()
    assert "Turn it &lt;u&gt;round&lt;/u&gt;." in page
    assert 'alt="A &lt;i&gt;pale&lt;/i&gt; cup"' in page
    assert press(challenge, mei, "tasks/0", text="The bottom.").status_code == 303
    reviewing.accept(by=house.editor, submission=Submission.objects.get(attempt=2), now=clock.now)

    assert "Accepted: it counts." in text_of(show(challenge, mei))
    assert "1 finished" in text_of(show(challenge, tom))


def test_the_result_shows_winners_their_words_and_every_number_and_nothing_before(
    house, clock, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    challenge = house.running(lines=[FINISH, SCORED])
    mei, tom = factories.member("Mei"), factories.member("Tom")
    do(challenge, clock, mei, posts=3)
    do(challenge, clock, tom, posts=2)
    assert show(challenge, mei, "result/").status_code == 303
    assert show(challenge, mei, "result.json").status_code == 404
    settle(challenge, clock)

    words = text_of(show(challenge, None, "result/"))
    assert "50 points, for the highest score Place 1 ME Mei" in words
    assert "20 points each: 2 people finished" in words
    assert "Paid 90" in words
    assert "Returned 20" in words
    document = show(challenge, None, "result.json").json()
    assert document["inputs_hash"] == document["result_inputs_hash"]
    assert "You won!" in text_of(show(challenge, mei))
    assert press(challenge, factories.member(), "story", words="Me").status_code == 404
    too_long = press(challenge, mei, "story", words="x" * 501)
    assert (too_long.status_code, "x" * 501 in too_long.content.decode()) == (422, True)
    told = press(challenge, mei, "story", words="I <b>wrote</b>.", picture=cast.picture(), alt="Ink")
    assert told.status_code == 303
    page = show(challenge, tom, "result/").content.decode()
    assert "I &lt;b&gt;wrote&lt;/b&gt;." in page
    me = Entrant.objects.get(user=mei)
    tom.is_staff = True
    tom.save()
    may_hide = [
        f"/{me.public_id}/hide/" in show(challenge, who, "result/").content.decode() for who in (tom, house.staff)
    ]
    assert may_hide == [False, True]
    tom.is_staff = False
    tom.save()
    picture = f"stories/{me.public_id}/{me.story_stem}.webp"
    assert show(challenge, None, picture).status_code == 200
    assert press(challenge, tom, f"stories/{me.public_id}/hide").status_code in (403, 404)
    assert press(challenge, house.staff, f"stories/{me.public_id}/hide").status_code == 303
    assert "wrote" not in text_of(show(challenge, tom, "result/"))
    assert [show(challenge, who, picture).status_code for who in (None, mei)] == [404, 200]
    with django_capture_on_commit_callbacks(execute=True):
        press(challenge, mei, "story", words="")
    me.refresh_from_db()
    assert (me.story, bool(me.story_image), list(tmp_path.rglob("*.webp"))) == ("", False, [])


def test_what_runs_stands_beside_home_and_its_group_and_a_hidden_game_hides_it(house, clock):
    tea = cast.group()
    challenge = house.running()
    Challenge.objects.filter(pk=challenge.pk).update(places=[tea.scope])
    mei = factories.member("Mei", game_hidden=True)

    for path in ("/challenges/beside/", f"/challenges/beside/?scope={tea.scope}"):
        assert challenge.name in text_of(signed_in(None).get(path)), path
        assert signed_in(mei).get(path).content == b""
    assert signed_in(None).get("/challenges/beside/?scope=group:999999").content == b""
    assert "The game is hidden" in text_of(show(challenge, mei))
    assert challenges.house_of(challenge, {}) == "Tea House"
