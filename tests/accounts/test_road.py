"""My road: what I did stands on its rung, what touched me stands in its month, and nobody else reads it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import road
from accounts.models import User
from accounts.road import GOOD, HARD, PLAIN, Invitation, Inviting, Step, Touches
from accounts.selectors import road as reads
from accounts.services import hiding
from community.models import Attendance, Group, Membership, Reaction, Report
from community.services import memberships, reports
from community.services.meetups import attending, planning
from community.services.proposals import supporting
from gamify.models import Challenge, Entrant
from gamify.services import visits
from lib import clock
from tests import economy
from tests.community import cast, meeting, proposing
from tests.community.cast import NOON
from tests.community.moderating import decide
from tests.rewards import factories as buying, scenes

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OF_CHALLENGES = {"challenges", "challenges-finished"}  # in which places one is has to be asked


@pytest.fixture(autouse=True)
def _still(clock: Any) -> None:
    clock.set(NOON + DAY)


@pytest.fixture
def tea() -> Group:
    return cast.group("tea", member_count=9)


@pytest.fixture
def ana(tea: Group) -> User:
    return cast.member(tea, "ana_road", date_joined=NOON - 400 * DAY)


def walked(user: User) -> dict[str, reads.Walked]:
    found = reads.of(user=user, now=clock.now())
    return {step.key: step for ladder in found.ladders for rung in ladder.rungs for step in rung.walked}


def touched(user: User, show: str = "", asked: str = "") -> list[tuple[str, str]]:
    month = reads.month(user=user, asked=asked, show=show, now=clock.now())
    return [(line.touch.words, line.touch.tone) for line in month.lines]


def thank(user: User, post: Any) -> None:
    Reaction.objects.create(user=user, post=post, kind="thanks", created_at=NOON)


def test_what_i_did_stands_on_its_rung_with_the_first_time_and_the_way_there(ana: User, tea: Group) -> None:
    other = cast.member(tea)
    question = cast.post(other, tea, title="How hot?", type="question")
    answer = cast.answer(ana, question)
    post = cast.post(ana, tea, title="The first cup")
    cast.post(ana, tea, title="Another", type="review", now=NOON + timedelta(hours=1))
    thank(other, post)
    visits.note(user=ana, now=NOON)

    found = walked(ana)

    posts = found["posts"].trace
    assert (posts.count, posts.first_at, posts.words, posts.url) == (2, NOON, "The first cup", f"/p/{post.public_id}/")
    assert found["explained"].trace.url == f"/p/{question.public_id}/?to={answer.public_id}#c-{answer.public_id}"
    assert {key: step.trace.count for key, step in found.items()} == {
        "joined": 1,
        "days": 1,
        "posts": 2,
        "comments": 1,
        "reviews": 1,
        "explained": 1,
        "felt": 2,
        "thanked": 1,
    }


def test_what_others_did_stands_on_nobody_elses_road(ana: User, tea: Group) -> None:
    other = cast.member(tea)
    cast.answer(ana, cast.post(ana, tea, title="Mine", type="question"))
    proposal = proposing.opened(group=tea, author=ana)
    supporting.support(user=ana, proposal=proposing.opened(group=tea), now=NOON)
    attending.come(user=ana, meetup=meeting.meetup(tea), now=NOON)
    scenes.seat(scenes.team(buying.campaign()), ana, state="captured")
    thank(ana, cast.post(ana, tea))

    assert set(walked(other)) == {"joined"}
    assert touched(other) == [("You came into Tea.", PLAIN)]
    assert "answered" not in walked(ana)  # by oneself
    assert "thanked" not in walked(ana)
    assert walked(ana)["proposals"].trace.words == proposal.title


def test_what_may_not_be_read_any_more_is_counted_and_not_quoted(ana: User) -> None:
    club = cast.group("club", visibility="secret", member_count=9)
    cast.join(ana, club)
    other = cast.member(club)
    post = cast.post(other, club, title="A secret of the club", type="question")
    cast.answer(ana, post)
    cast.answer(other, cast.post(ana, club, title="My word in the club"))
    held = meeting.meetup(club, title="A secret table", now=NOON - DAY, begins_at=NOON, ends_at=NOON + DAY)
    attending.come(user=ana, meetup=held, now=NOON - DAY)
    Attendance.objects.update(presence="said")
    economy.publish(now=NOON)
    terms = {"names": {"en": "A secret week"}, "places": [club.scope], "is_public": False, "rules_hash": "x"}
    week = Challenge.objects.create(scope=club.scope, state="running", created_by=other, created_at=NOON, **terms)
    Entrant.objects.create(challenge=week, user=ana, entered_at=NOON, finished_at=NOON)
    assert [walked(ana)[key].trace.words for key in ("met", "challenges")] == ["A secret table", "A secret week"]
    assert {"You met at “A secret table”.", "You finished “A secret week”."} <= dict(touched(ana)).keys()
    memberships.leave(actor=ana, group=club, now=NOON + DAY)

    found = walked(ana)
    assert [(found[key].trace.count, found[key].trace.words) for key in ("met", "challenges")] == [(1, ""), (1, "")]

    assert (found["comments"].trace.count, found["comments"].trace.words, found["comments"].trace.url) == (1, "", "")
    said = reads.month(user=ana, asked="", now=clock.now()).lines
    assert "secret" not in repr(said)
    mine = next(line for line in said if "My word" in line.touch.words)
    assert mine.touch.url == ""


def test_an_account_tells_good_and_hard_things_and_can_be_narrowed_to_each(ana: User, tea: Group) -> None:
    moderator, other = cast.member(tea, role="moderator"), cast.member(tea)
    heavy = cast.post(ana, tea, title="A grey week", emotions=("sad",))
    cast.answer(other, heavy)
    bad = cast.post(other, tea, "Buy my kettles!")
    reports.report(reporter=ana, target=bad, rule=None, note="Advertising", now=NOON)
    decide(Report.objects.get().case, moderator, rule=None, now=NOON)
    off = meeting.meetup(tea, now=NOON, begins_at=NOON + 2 * DAY, ends_at=NOON + 2 * DAY + timedelta(hours=1))
    attending.come(user=ana, meetup=off, now=NOON)
    planning.call_off(by=off.author, meetup=off, reason="Rain.", now=NOON)
    seat = scenes.seat(scenes.team(buying.campaign()), ana, state="captured")
    type(seat).objects.filter(pk=seat.pk).update(late_at=NOON)

    told = touched(ana)

    assert ("You wrote “A grey week”.", HARD) in told
    assert ("Somebody answered “A grey week”.", GOOD) in told
    assert ("What you reported was taken away.", GOOD) in told
    assert ("“Evening tea” was called off.", HARD) in told
    assert any(words.endswith("was not sent in time.") and tone == HARD for words, tone in told)
    assert {tone for _words, tone in touched(ana, HARD)} == {HARD}
    assert {tone for _words, tone in touched(ana, GOOD)} == {GOOD}
    assert [words for words, _tone in touched(ana, "echo")] == ["Somebody answered “A grey week”."]
    assert touched(ana, "nonsense") == told


def test_a_month_is_one_of_the_members_own_calendar(ana: User, tea: Group) -> None:
    eve = datetime(2026, 2, 28, 18, 30, tzinfo=UTC)
    ana.time_zone = "Asia/Shanghai"
    ana.save(update_fields=["time_zone"])
    cast.post(ana, tea, title="Past midnight", now=eve)

    march, february = touched(ana, asked="2026-03"), touched(ana, asked="2026-02")

    assert "You wrote “Past midnight”." in dict(march)
    assert february == []
    assert [each.first for each in reads.feelings(user=ana, now=clock.now())] == [date(2026, 3, 1)]


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("", date(2026, 3, 1)),
        ("2026-02", date(2026, 2, 1)),
        ("2031-01", date(2026, 3, 1)),
        ("1999-01", date(2025, 1, 1)),
        ("2026-13", date(2026, 3, 1)),
        ("٢٠٢٦-٠١", date(2026, 3, 1)),
        ("2026-W1", date(2026, 3, 1)),
        ("\0" * 7, date(2026, 3, 1)),
    ],
)
def test_any_month_asked_for_is_one_between_the_first_and_the_present(ana: User, asked: str, first: date) -> None:
    month = reads.month(user=ana, asked=asked, now=clock.now())

    assert month.first == first
    assert (month.earlier is None) == (first == date(2025, 1, 1))
    assert (month.later is None) == (first == date(2026, 3, 1))


def test_my_feelings_are_counted_by_month_as_i_chose_them(ana: User, tea: Group) -> None:
    other = cast.member(tea)
    cast.post(ana, tea, emotions=("calm", "hope"))
    cast.post(ana, tea, emotions=("sad",), now=NOON - 31 * DAY)
    cast.post(other, tea, emotions=("angry",))

    march, january = reads.feelings(user=ana, now=clock.now())

    assert (march.shares, march.light, march.heavy) == ((("calm", 50), ("hope", 50)), 2, 0)
    assert (january.first, january.shares, january.heavy) == (date(2026, 1, 1), (("sad", 100),), 1)


def test_the_way_on_is_to_the_first_empty_rung_and_there_is_always_one_that_costs_nothing(
    ana: User, tea: Group
) -> None:
    newcomer = cast.person("new_here")
    moderator = cast.member(tea, role="moderator")
    question = cast.post(moderator, tea, title="How hot?", type="question")
    proposal = proposing.opened(group=tea, author=moderator, title="Pouches")

    def way(user: User) -> Invitation:
        found = reads.of(user=user, now=clock.now()).invitation
        assert found is not None
        return found

    assert way(newcomer).url == "/groups/"
    assert way(ana).url == f"/p/{question.public_id}/"
    cast.answer(ana, question)
    assert way(ana).url == f"/proposals/{proposal.public_id}/"
    supporting.support(user=ana, proposal=proposal, now=NOON)
    assert way(ana).url == "/write/"
    held = meeting.meetup(tea, now=clock.now())
    assert way(ana).url == f"/meetups/{held.public_id}/"
    attending.come(user=ana, meetup=held, now=clock.now())
    assert way(ana).url == "/write/"


@pytest.mark.parametrize("shut", ["banned", "muted", "archived"])
def test_no_way_on_leads_to_where_i_may_not_speak(ana: User, tea: Group, shut: str) -> None:
    keeper = cast.member(tea, role="moderator")
    cast.post(keeper, tea, title="How hot?", type="question")
    proposing.opened(group=tea, author=keeper)
    meeting.meetup(tea, now=clock.now())
    cast.join(ana, cast.group("coffee"))
    if shut == "archived":
        Group.objects.filter(pk=tea.pk).update(archived_at=NOON)
    else:
        Membership.objects.filter(user=ana, group=tea).update(**{f"{shut}_until": clock.now() + DAY})

    assert reads.of(user=ana, now=clock.now()).invitation.url == "/write/"


def test_nobody_is_asked_to_support_what_they_may_not_took_back_or_do_not_want_to_read(ana: User, tea: Group) -> None:
    maker = proposing.brand()
    cast.join(maker.person, tea)
    proposal = proposing.opened(group=tea, of=maker)
    changed_mind, hides = cast.member(tea), cast.member(tea)
    supporting.support(user=changed_mind, proposal=proposal, now=NOON)
    supporting.withdraw(user=changed_mind, proposal=proposal, now=NOON)
    hiding.hide(user=hides, person=proposal.author, now=NOON)

    ways = {
        user: reads.of(user=user, now=clock.now()).invitation.url for user in (ana, maker.person, changed_mind, hides)
    }

    assert ways.pop(ana) == f"/proposals/{proposal.public_id}/"
    assert set(ways.values()) == {"/write/"}


def test_the_page_is_mine_alone_and_kept_nowhere(client: Client, ana: User, tea: Group) -> None:
    cast.post(ana, tea, title="<b>Quiet</b> evening", emotions=("sad",))
    assert client.get("/me/road/")["Location"].startswith("/accounts/login/")
    client.force_login(ana)

    page = client.get("/me/road/?show=words")

    body = page.content.decode()
    assert "&lt;b&gt;Quiet&lt;/b&gt; evening" in body
    assert "no-store" in page["Cache-Control"]
    assert reverse("accounts:road") in client.get("/@ana_road/").content.decode()
    client.force_login(cast.person("somebody_else"))
    assert "Quiet" not in client.get("/me/road/").content.decode()
    assert reverse("accounts:road") not in client.get("/@ana_road/").content.decode().partition("<main")[2]


def test_a_newcomer_reads_that_the_road_begins(client: Client) -> None:
    newcomer = cast.person("new_here", date_joined=NOON)
    client.force_login(newcomer)

    page = client.get("/me/road/?month=0001-01&show=hard").content.decode()

    assert "Nothing of that kind" in page
    assert "Look at the groups" in page


def test_hiding_the_game_hides_nothing_of_my_own_road_and_it_never_says_points(client: Client, ana: User) -> None:
    ana.game_hidden = True
    ana.save(update_fields=["game_hidden"])
    visits.note(user=ana, now=NOON)
    client.force_login(ana)

    page = client.get("/me/road/").content.decode().partition("<main")[2]

    assert "Days on which you were here" in page
    assert "spark" not in page.partition("</main>")[0]


def _much(ana: User, tea: Group, many: int) -> None:
    other = cast.member(tea)
    for _ in range(many):
        post = cast.post(ana, tea, title="How hot?", type="question", emotions=("calm", "hope"))
        cast.answer(other, post)
        thank(other, post)
        cast.answer(ana, cast.post(other, tea))
        supporting.support(user=ana, proposal=proposing.opened(), now=NOON)
        scenes.seat(scenes.team(buying.campaign()), ana, state="captured")


@pytest.mark.parametrize("many", [1, 20])
def test_a_road_costs_the_same_however_long_it_is(ana: User, tea: Group, many: int) -> None:
    _much(ana, tea, many)

    with CaptureQueriesContext(
        connection,
    ) as ladders:
        reads.of(user=ana, now=clock.now())
    with CaptureQueriesContext(connection) as month:
        reads.month(user=ana, asked="", now=clock.now())

    assert (len(ladders), len(month)) == (len(road.steps()) + 7, len(road.touches()) + 6)


def test_of_a_busy_month_the_latest_of_each_kind_are_shown(ana: User, tea: Group, monkeypatch: Any) -> None:
    monkeypatch.setattr(reads, "MOST", 2)
    for hour in range(3):
        cast.post(ana, tea, title=f"Cup {hour}", now=NOON + timedelta(hours=hour))

    month = reads.month(user=ana, asked="", show="words", now=clock.now())

    assert [line.touch.words for line in month.lines] == ["You wrote “Cup 2”.", "You wrote “Cup 1”."]
    assert month.is_cut


def test_every_entry_finds_nothing_for_a_newcomer_with_one_question(django_assert_num_queries) -> None:
    newcomer = cast.person()

    for entry in (*road.steps(), *road.touches()):
        with django_assert_num_queries(3 if entry.key in OF_CHALLENGES else 1, info=entry.key):
            found = entry.find(newcomer) if isinstance(entry, Step) else [*entry.find(newcomer, NOON, NOON + DAY, 3)]
        assert not found, entry.key


@pytest.mark.parametrize(
    ("entry", "refused"),
    [
        (Step("posts", road.PART, 1, "Posts", lambda user: None), ValueError),
        (Step("new", road.PART, 4, "Posts", lambda user: None), ValueError),
        (Step("new", "fame", 1, "Posts", lambda user: None), ValueError),
        (Step("new", road.PART, 1, "Posts", lambda: None), TypeError),
        (Touches("new", "gossip", "eye", lambda user, since, until, most: ()), ValueError),
        (Inviting("new", road.PART, 1, lambda user: None), TypeError),
    ],
)
def test_an_entry_that_cannot_stand_on_a_road_is_refused_when_the_site_starts(entry: Any, refused: Any) -> None:
    with pytest.raises(refused):
        road.add(entry)
