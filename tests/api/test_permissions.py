"""Who may do what: every operation has a row, and every row is asked in a public and in a secret group."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from community.models import (
    AppealMessage,
    Attendance,
    AutomodRule,
    Case,
    Comment,
    Draft,
    Group,
    GroupRule,
    Meetup,
    Membership,
    ModlogEntry,
    Post,
    PostImage,
    Reaction,
    Report,
)
from community.services import images, removals, reports
from community.services.appeals import filing, talking
from community.services.composition import Picture
from gamify.models import Activity, Leaderboard, Period
from gamify.services import process
from gamify.services.leagues import seating
from inbox.models import Notification, Preference
from lib import clock
from tests.api import co_creating, making, market
from tests.api.asking import asked_again, asked_of, hidden
from tests.api.callers import ROOT, Caller, Row
from tests.api.described import document
from tests.community import cast, meeting
from tests.community.moderating import decide

pytestmark = pytest.mark.django_db

ROLES = ("visitor", "outsider", "banned", "member", "author", "moderator", "owner")
DRAFT = {"names": {"en": "Tea room"}, "visibility": "public"}
CASINO = {"cause": "words", "act": "hold", "rule": 1, "lines": ["casino"]}
WORDS = {"body": "Quiet.", "emotions": ["calm"]}

READ = "200 200 200 200 200 200 200"
READ_SECRET = "404 404 404 200 200 200 200"
OWN = "401 200 200 200 200 200 200"
OWN_CREATED = "401 201 201 201 201 201 201"
OWN_GONE = "401 204 204 204 204 204 204"
MODS = "401 403 403 403 403 200 200"
MODS_SECRET = "401 404 404 403 403 200 200"
MODS_GONE, MODS_GONE_SECRET = MODS.replace("200", "204"), MODS_SECRET.replace("200", "204")
NO_RULE, NO_RULE_SECRET = MODS.replace("200", "422"), MODS_SECRET.replace("200", "422")  # of the group, to cite
MODS_CREATED = "401 403 403 403 403 201 201"
MODS_CREATED_SECRET = "401 404 404 403 403 201 201"
OWNER = "401 403 403 403 403 403 200"
OWNER_SECRET = "401 404 404 403 403 403 200"
NOBODY = "401 403 403 403 403 403 403"  # but the staff
AUTHOR = "401 403 403 403 200 403 403"
AUTHOR_SECRET = "401 404 404 403 200 403 403"
AUTHOR_GONE, AUTHOR_GONE_SECRET = AUTHOR.replace("200", "204"), AUTHOR_SECRET.replace("200", "204")
CASE = "401 404 404 404 404 200 200"
MINE, ANOTHER = "401 404 404 200 404 404 404", "401 404 404 404 404 404 200"  # the moderator had decided
APPEALED = {"pk": "appealed"}
REACT, REACT_SECRET = "401 200 403 200 200 200 200", "401 404 404 200 200 200 200"
SAY, SAY_SECRET = "401 403 403 201 201 201 201", "401 404 404 201 201 201 201"
MEETUP = {"public_id": "meetup"}
AHEAD, AHEAD_SECRET = MODS.replace("200", "409"), MODS_SECRET.replace("200", "409")
PLAN = {"title": "Evening tea", "venue": "Here", "begins_at": "{begins_at}", "ends_at": "{ends_at}"}
POST, COMMENT, BEN = {"public_id": "post"}, {"public_id": "comment"}, {"handle": "=ben"}

TABLE = (
    Row("GET", "me", OWN),
    Row("PUT", "me", OWN, body={"display_name": "New", "handle": "brand_new", "bio": ""}),
    Row("PUT", "me/preferences", OWN, body={"locale": "en", "time_zone": "UTC", "shortcuts_on": True}),
    Row("GET", "me/following", OWN),
    Row("GET", "me/road", OWN),
    Row("PUT", "me/following/{handle}", "401 200 200 403 200 200 200", fill=BEN),  # the member is Ben
    Row("DELETE", "me/following/{handle}", OWN_GONE, fill=BEN),
    Row("GET", "me/hidden-people", OWN),
    Row("PUT", "me/hidden-people/{handle}", "401 200 200 403 200 200 200", fill=BEN),  # the member is Ben
    Row("DELETE", "me/hidden-people/{handle}", OWN_GONE, fill=BEN),
    Row("GET", "members/{handle}", READ, fill=BEN),
    Row("GET", "members/{handle}/posts", READ, fill=BEN),
    Row("GET", "members/{handle}/game", READ, fill=BEN),
    Row("GET", "brands/{slug}", READ, fill={"slug": "=aurore"}),
    Row("GET", "feeds/for-you", READ),
    Row("GET", "feeds/latest", READ),
    Row("GET", "feeds/following", OWN),
    Row("GET", "feeds/mine", OWN),
    Row("GET", "topics", READ),
    Row("GET", "topics/{slug}/posts", READ, READ_SECRET, fill={"slug": "=calm"}),
    Row("GET", "emotions", READ),
    Row("POST", "emotions/suggestions", OWN, body={"text": "So happy, thank you!"}),
    Row("GET", "drafts", OWN),
    Row("GET", "drafts/{intent}", "401 404 404 404 200 404 404", fill={"intent": "=new"}),
    Row("PUT", "drafts/{intent}", OWN, body={"body": "Half"}, fill={"intent": "=new"}),
    Row("DELETE", "drafts/{intent}", OWN_GONE, fill={"intent": "=new"}),
    Row("GET", "groups", READ),
    Row("POST", "groups", OWN_CREATED, body=DRAFT),
    Row("GET", "groups/{slug}", READ, READ_SECRET),
    Row("PUT", "groups/{slug}", OWNER, OWNER_SECRET, body=DRAFT),
    Row("PUT", "groups/{slug}/archive", OWNER, OWNER_SECRET, body={"is_archived": True}),
    Row("PUT", "groups/{slug}/membership", "401 200 403 200 200 200 200", REACT_SECRET, body={}),
    Row("DELETE", "groups/{slug}/membership", "401 204 204 204 204 204 409", "401 404 404 204 204 204 409"),
    Row("GET", "groups/{slug}/posts", READ, READ_SECRET),
    Row("GET", "groups/{slug}/members", "403 200 200 200 200 200 200", READ_SECRET),
    Row("PUT", "groups/{slug}/members/{handle}/role", OWNER, OWNER_SECRET, {"role": "moderator"}, BEN),
    Row("POST", "groups/{slug}/members/{handle}/removal", MODS, MODS_SECRET, {"reason": "As agreed."}, BEN),
    Row(
        "POST",
        "groups/{slug}/members/{handle}/sanctions",
        MODS_CREATED,
        MODS_CREATED_SECRET,
        {"action": "mute", "duration": "1d", "reason": "Cool down."},
        BEN,
    ),
    Row(
        "POST",
        "groups/{slug}/members/{handle}/lifts",
        MODS_CREATED,
        MODS_CREATED_SECRET,
        {"action": "unban", "reason": "All is well."},
        {"handle": "=banned"},
    ),
    Row("GET", "groups/{slug}/requests", MODS, MODS_SECRET),
    Row("POST", "groups/{slug}/requests/{handle}", MODS, MODS_SECRET, {"approve": True}, {"handle": "=asker"}),
    Row("POST", "groups/{slug}/invitations", REACT.replace("401 200", "401 403"), REACT_SECRET, {"handle": "guest"}),
    Row("GET", "groups/{slug}/cases", MODS, MODS_SECRET),
    Row("GET", "groups/{slug}/automod", MODS, MODS_SECRET),
    Row("POST", "groups/{slug}/automod", NO_RULE, NO_RULE_SECRET, CASINO),
    Row("POST", "groups/{slug}/automod/trial", NO_RULE, NO_RULE_SECRET, CASINO),
    Row("PUT", "groups/{slug}/automod/{pk}", NO_RULE, NO_RULE_SECRET, {**CASINO, "version": 1}, {"pk": "automod"}),
    Row("DELETE", "groups/{slug}/automod/{pk}", MODS_GONE, MODS_GONE_SECRET, fill={"pk": "automod"}),
    Row("PUT", "groups/{slug}/raid", MODS, MODS_SECRET, {"hours": 6}),
    Row("DELETE", "groups/{slug}/raid", MODS_GONE, MODS_GONE_SECRET),
    Row("PUT", "review/raid", "401 404 404 404 404 404 404", body={"hours": 6}),
    Row("DELETE", "review/raid", "401 404 404 404 404 404 404"),
    Row("GET", "groups/{slug}/modlog", "401 403 403 200 200 200 200", REACT_SECRET),
    Row("GET", "cases/{pk}", CASE, fill={"pk": "case"}),
    Row(
        "POST",
        "cases/{pk}",
        CASE,
        body={"action": "keep", "reason": "Fine.", "seen": "1.published."},
        fill={"pk": "case"},
    ),
    Row("GET", "groups/{slug}/appeals", "401 403 403 200 200 200 200", REACT_SECRET),
    Row("GET", "decisions/{pk}", MINE, fill={"pk": "decision"}),
    Row("POST", "decisions/{pk}/appeal", MINE.replace("200", "201"), body={"text": "No."}, fill={"pk": "decision"}),
    Row("GET", "decisions/{pk}/appeal", MINE, fill={"pk": "appealed"}),
    Row("POST", "decisions/{pk}/appeal/answers", MINE.replace("200", "201"), body={"text": "No."}, fill=APPEALED),
    Row("GET", "appeals/{pk}", ANOTHER, fill={"pk": "appeal"}),
    Row("POST", "appeals/{pk}", ANOTHER, "", {"action": "uphold", "reason": "So.", "seen": "2"}, {"pk": "appeal"}),
    Row(
        "POST",
        "appeals/{pk}/questions",
        ANOTHER.replace("200", "201"),
        "",
        {"text": "Why?", "seen": "2"},
        {"pk": "appeal"},
    ),
    Row("GET", "review/appeals", "401 404 404 404 404 404 404"),
    Row("GET", "reports/{pk}", "401 404 404 200 404 404 404", fill={"pk": "report"}),
    Row("GET", "me/meetups", OWN),
    Row("GET", "meetups", READ),
    Row("GET", "groups/{slug}/meetups", READ, READ_SECRET),
    Row("POST", "groups/{slug}/meetups", MODS_CREATED, MODS_CREATED_SECRET, PLAN),
    Row("GET", "meetups/{public_id}", READ, READ_SECRET, fill=MEETUP),
    Row("PUT", "meetups/{public_id}", MODS, MODS_SECRET, PLAN | {"edition": 1}, MEETUP),
    Row("POST", "meetups/{public_id}/cancellation", MODS, MODS_SECRET, {"reason": "It rains."}, MEETUP),
    Row("PUT", "meetups/{public_id}/place", REACT.replace("401 200", "401 403"), REACT_SECRET, fill=MEETUP),
    Row("DELETE", "meetups/{public_id}/place", OWN, REACT_SECRET, fill=MEETUP),
    Row("GET", "meetups/{public_id}/attendees", "403 200 200 200 200 200 200", READ_SECRET, fill=MEETUP),
    Row("GET", "meetups/{public_id}/were-there", MODS, MODS_SECRET, fill=MEETUP),
    Row("PUT", "meetups/{public_id}/were-there", AHEAD, AHEAD_SECRET, {"there": []}, MEETUP),
    Row(
        "POST",
        "meetups/{public_id}/reports",
        "401 201 201 201 201 403 201",
        "401 404 404 201 201 403 201",
        {"note": "Look."},
        MEETUP,
    ),
    Row("POST", "posts", SAY, SAY_SECRET, body=WORDS | {"group": "{slug}"}),
    Row("GET", "posts/{public_id}", READ, READ_SECRET, fill=POST),
    Row("PUT", "posts/{public_id}", AUTHOR, AUTHOR_SECRET, WORDS | {"edition": 1}, POST),
    Row("DELETE", "posts/{public_id}", AUTHOR_GONE, AUTHOR_GONE_SECRET, fill=POST),
    Row("GET", "posts/{public_id}/editions", READ, READ_SECRET, fill=POST),
    Row("POST", "posts/{public_id}/restoration", "401 404 404 404 200 404 404", fill={"public_id": "gone"}),
    Row("PUT", "posts/{public_id}/reaction", REACT, REACT_SECRET, {"kind": "felt"}, POST),
    Row("DELETE", "posts/{public_id}/reaction", REACT, REACT_SECRET, fill=POST),
    Row("GET", "posts/{public_id}/comments", READ, READ_SECRET, fill=POST),
    Row("POST", "posts/{public_id}/comments", SAY, SAY_SECRET, {"body": "Yes."}, POST),
    Row(
        "POST",
        "posts/{public_id}/reports",
        "401 201 201 200 403 201 201",
        "401 404 404 200 403 201 201",
        {"note": "Look."},
        POST,
    ),
    Row("GET", "comments", READ),
    Row("GET", "comments/{public_id}", READ, READ_SECRET, fill=COMMENT),
    Row("PUT", "comments/{public_id}", AUTHOR, AUTHOR_SECRET, {"body": "No.", "version": 1}, COMMENT),
    Row("DELETE", "comments/{public_id}", AUTHOR_GONE, AUTHOR_GONE_SECRET, fill=COMMENT),
    Row("PUT", "comments/{public_id}/reaction", REACT, REACT_SECRET, {"kind": "hug"}, COMMENT),
    Row("DELETE", "comments/{public_id}/reaction", REACT, REACT_SECRET, fill=COMMENT),
    Row(
        "POST",
        "comments/{public_id}/reports",
        "401 201 201 201 403 201 201",
        "401 404 404 201 403 201 201",
        {"note": "Look."},
        COMMENT,
    ),
    Row("POST", "images", OWN_CREATED, body="picture"),
    Row("GET", "images/{public_id}", READ, READ_SECRET, fill={"public_id": "shown"}),
    Row("DELETE", "images/{public_id}", "401 404 404 404 204 404 404", fill={"public_id": "waiting"}),
    Row("GET", "activities", OWN),
    Row("POST", "activities", OWN, body={"verb": "visit"}),  # today's is known already
    Row("PUT", "activities/{pk}/undo", NOBODY, body={"reason": "Because."}, fill={"pk": "=1"}),
    Row("DELETE", "activities/{pk}/undo", NOBODY, fill={"pk": "=1"}),
    Row("GET", "game", OWN),
    Row("PUT", "game/visibility", OWN, body={"game_hidden": True, "boards_hidden": True}),
    Row("GET", "tasks", OWN),
    Row("GET", "quests", OWN),
    Row("GET", "badges", OWN),
    Row("GET", "points", OWN),
    Row("GET", "boards", READ),
    Row("GET", "boards/{pk}", READ, READ_SECRET, fill={"pk": "board"}),
    Row("GET", "league", "401 404 404 404 200 404 404"),  # nobody but the author earned something
    Row("GET", "season", OWN),
    Row("GET", "season/places", READ),
    Row("GET", "boards/{pk}/around", OWN, REACT_SECRET, fill={"pk": "board"}),
    Row("GET", "boards/{pk}/followed", OWN, REACT_SECRET, fill={"pk": "board"}),
    Row("GET", "notifications", OWN),
    Row("POST", "notifications/read", OWN),
    Row("POST", "notifications/{pk}/read", "401 404 404 404 204 404 404", fill={"pk": "line"}),
    Row("GET", "notifications/preferences", OWN),
    Row("PUT", "notifications/preferences", OWN, body={"wanted": []}),
)
WATCHED = (
    AutomodRule,
    Group,
    Meetup,
    Attendance,
    Membership,
    Post,
    Comment,
    Reaction,
    Report,
    ModlogEntry,
    PostImage,
    Draft,
    Case,
    AppealMessage,
    Activity,
    Notification,
    Preference,
    User,
    *co_creating.WATCHED,
)


def build(visibility: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Return a caller for each role, and the ids that paths are filled with."""
    place = cast.group(
        "tea", visibility=visibility, join_policy="open" if visibility == "public" else "invite", member_count=4
    )
    people = {"outsider": cast.person("outsider"), "banned": cast.person("banned"), "member": cast.member(place, "ben")}
    people |= {role: cast.member(place, role, role=role) for role in ("moderator", "owner")}
    people["author"] = author = cast.member(place, "author")
    Membership.objects.create(
        group=place, user=people["banned"], state="left", banned_until=cast.NOON.replace(year=9000)
    )
    Membership.objects.create(group=place, user=cast.person("asker"), state="requested")
    cast.person("guest")
    cast.brand(cast.person("eve"))
    shown, waiting = (images.upload(owner=author, file=cast.picture(), now=cast.NOON) for _ in range(2))
    post = cast.post(author, place, "Quiet #calm words.", pictures=(Picture(shown.public_id),))
    gone = cast.post(author, place)
    comment = cast.answer(author, post)
    first, second = (removed(cast.answer(people["member"], post), people["moderator"], author) for _ in range(2))
    appeal = filing.file(member=people["member"], decision=first, text="It was kind.", now=cast.NOON).appeal
    talking.ask(judge=people["owner"], appeal=appeal, text="Was it?", seen="1", now=cast.NOON)
    removals.delete(target=gone, author=author, now=cast.NOON)
    told = reports.report(reporter=people["member"], target=post, rule=None, note="Look.", now=cast.NOON)
    Draft.objects.create(user=author, intent="new", payload={"body": "Half"}, updated_at=cast.NOON)
    made = co_creating.build(place, author)
    held = meeting.meetup(place, now=clock.now())
    process.sweep(now=clock.now())
    seating.seat_due(now=clock.now())
    ids = made | {
        "slug": place.slug,
        "post": post.public_id,
        "gone": gone.public_id,
        "comment": comment.public_id,
        "shown": shown.public_id,
        "waiting": waiting.public_id,
        "automod": str(watched(place).pk),
        "case": str(told.report.case_id),
        "decision": str(second.pk),
        "appealed": str(first.pk),
        "appeal": str(appeal.pk),
        "report": str(told.report.pk),
        "meetup": held.public_id,
        "begins_at": held.begins_at.isoformat(),
        "ends_at": held.ends_at.isoformat(),
        "board": str(board_of(place).pk),
        "line": str(Notification.objects.filter(recipient=author).first().pk),
    }
    return {"visitor": Caller(None)} | {role: Caller(user) for role, user in people.items()}, ids


def watched(place: Group) -> AutomodRule:
    """Return a rule of automod; the group's rule that it stands for is gone, for the others do not cite one."""
    rule = GroupRule.objects.create(group=place, number=1, titles={"en": "Be kind"}, retired_at=cast.NOON)
    return AutomodRule.objects.create(group=place, cause="words", act="report", rule=rule, lines=["casino"])


def removed(target: Comment, by: User, reporter: User) -> ModlogEntry:
    case = reports.report(reporter=reporter, target=target, rule=None, note="Look.", now=cast.NOON).report.case
    decide(case, by, rule=None, now=clock.now())
    return case.log.get()


def board_of(place: Group) -> Period:
    return Period.objects.get(
        leaderboard=Leaderboard.objects.get(scope=place.scope, cycle="ever", currency_id="growth"), key=""
    )


@pytest.mark.parametrize("visibility", ["public", "secret"])
def test_everybody_may_do_exactly_what_the_table_says(economy, settings, visibility):
    settings.HEARTH_TRUST_DAYS = 0
    callers, ids = build(visibility)
    rows = (*TABLE, *co_creating.TABLE)
    if visibility == "secret":  # what names nothing that is in the group has been asked
        rows = tuple(asked_again(row) for row in rows if row.secret or "{" in row.path)

    assert asked_of(rows, ROLES, callers, ids, WATCHED) == []


def test_everybody_may_do_in_the_shop_exactly_what_the_table_says(settings, tmp_path):
    settings.MEDIA_ROOT, settings.HEARTH_WEBHOOKS_HERE = tmp_path, True
    callers, ids = market.build()

    assert asked_of(market.TABLE, market.ROLES, callers, ids, market.WATCHED) == []


def test_everybody_may_do_in_the_making_exactly_what_the_table_says(settings, tmp_path):
    """Asked in an open group by everybody, in a secret one by those who may not know of it."""
    settings.MEDIA_ROOT, settings.HEARTH_TRUST_DAYS = tmp_path, 0
    callers, ids, group = making.build()

    wrong = asked_of(making.TABLE, making.ROLES, callers, ids, making.WATCHED)
    Group.objects.filter(pk=group.pk).update(visibility="secret", join_policy="invite")
    wrong += asked_of(map(hidden, making.TABLE), making.ROLES[:2], callers, ids, making.WATCHED)

    assert wrong == []
    read = [
        callers["brand"].get(f"proposals/{ids['due']}{part}").status_code for part in ("", "/arguments", "/versions")
    ]
    assert read == [200, 200, 404]  # a brand reads what it is asked in a group that it is not in, and no more


def test_every_operation_has_its_row():
    known = {
        (method.upper(), path.removeprefix(ROOT).replace("{id}", "{pk}"))
        for path, methods in document()["paths"].items()
        for method in methods
    }

    asked = {(row.method, row.path) for row in (*TABLE, *co_creating.TABLE, *making.TABLE, *market.TABLE)}

    assert asked == known
