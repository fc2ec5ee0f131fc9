"""The same closed doors below /api/: one row for each address, every method, and no address without a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from community.api import making_urls, meetup_urls, proposal_urls, round_urls
from connect.api import urls as connect_urls
from tests.security import routes
from tests.security.house import CANARY, House, house_of, signed_in
from tests.security.test_closed_buying_api import INSIDE as BUYING
from tests.security.test_closed_challenges import API as CHALLENGES
from tests.security.test_closed_coupons import API as COUPONS
from tests.security.test_closed_garden import API as GARDEN
from tests.security.test_closed_rewards import API as REWARDS
from tests.security.test_closed_unlocks import API as UNLOCKS, OPEN as HELP

pytestmark = pytest.mark.django_db

Arguments = Callable[[House], list[Any]]
OF_POST: Arguments = lambda house: [house.post.public_id]  # noqa: E731  a table of short functions
OF_COMMENT: Arguments = lambda house: [house.comment.public_id]  # noqa: E731
OF_GROUP: Arguments = lambda house: [house.group.slug]  # noqa: E731
OF_DECISION: Arguments = lambda house: [house.entry.pk]  # noqa: E731
OF_APPEAL: Arguments = lambda house: [house.appeal.pk]  # noqa: E731
OF_PERSON: Arguments = lambda house: [house.group.slug, house.author.handle]  # noqa: E731

# Who surely may read it ("" when GET is not offered).
INSIDE: dict[str, tuple[Arguments, str]] = {
    "api-group-archive": (OF_GROUP, ""),
    "api-group-posts": (OF_GROUP, "member"),
    "api-group-members": (OF_GROUP, "member"),
    "api-group-role": (OF_PERSON, ""),
    "api-group-removal": (OF_PERSON, ""),
    "api-sanctions": (OF_PERSON, ""),
    "api-lifts": (OF_PERSON, ""),
    "api-group-requests": (OF_GROUP, "moderator"),
    "api-group-request": (OF_PERSON, ""),
    "api-group-invitations": (OF_GROUP, ""),
    "api-cases": (OF_GROUP, "moderator"),
    "api-automod": (OF_GROUP, "moderator"),
    "api-automod-trial": (OF_GROUP, ""),
    "api-automod-rule": (lambda house: [house.group.slug, house.automod.pk], ""),
    "api-raid": (OF_GROUP, ""),
    "api-modlog": (OF_GROUP, "member"),
    "api-case": (lambda house: [house.case.pk], "moderator"),
    "api-appeal-counts": (OF_GROUP, "member"),
    "api-decision": (OF_DECISION, "author"),
    "api-own-appeal": (OF_DECISION, "author"),
    "api-own-appeal-answers": (OF_DECISION, ""),
    "api-appeal": (OF_APPEAL, "owner"),
    "api-appeal-questions": (OF_APPEAL, ""),
    "api-report": (lambda house: [house.report.pk], "member"),
    "api-post": (OF_POST, "member"),
    "api-post-editions": (OF_POST, "member"),
    "api-post-restoration": (OF_POST, ""),
    "api-post-reaction": (OF_POST, ""),
    "api-comments": (OF_POST, "member"),
    "api-post-reports": (OF_POST, ""),
    "api-comment": (OF_COMMENT, "member"),
    "api-comment-reaction": (OF_COMMENT, ""),
    "api-comment-reports": (OF_COMMENT, ""),
    "api-image": (lambda house: [house.image.public_id], ""),
    "api-board": (lambda house: [house.period.pk], "member"),
    "api-board-around": (lambda house: [house.period.pk], "member"),
    "api-board-followed": (lambda house: [house.period.pk], "member"),
    "api-notification-read": (lambda house: [house.notification.pk], ""),
}
FRONT: dict[str, tuple[Arguments, str]] = {
    "api-group": (OF_GROUP, "member"),
    "api-membership": (OF_GROUP, ""),
}
# Public, or the caller's own whatever the id.
ELSEWHERE = {
    "api-member",
    "api-brand",
    "api-topic-posts",
    "api-member-posts",
    "api-member-game",
    "api-activity-undo",
    "api-followed",
    "api-hidden-person",
    "api-draft",
}
# Each is asked for in a secret group by tests/api/test_permissions.py.
ROUTES = (*making_urls.urlpatterns, *meetup_urls.urlpatterns, *proposal_urls.urlpatterns, *round_urls.urlpatterns)
CO_CREATING = {route.name for route in ROUTES if route.pattern.converters}
# Programs know no groups: everybody asks for each in tests/api/test_permissions.py.
CONNECTED = {route.name for route in connect_urls.urlpatterns if route.pattern.converters}
# 400 and 422 would say that the thing was found and only the body was wrong.
SAYS_NOTHING = {401, 404, 405}
UNREAD = {"api-schema", "api-docs", "api-unknown"}


@pytest.fixture
def house(request, settings, clock, kept_pictures):
    settings.MEDIA_ROOT = kept_pictures
    return house_of(clock, visibility=getattr(request, "param", "secret"))


closed_either_way = pytest.mark.parametrize("house", ["secret", "listed"], indirect=True)


def send(client: Client, method: str, path: str):
    if method == "get":
        return client.get(path)
    return getattr(client, method)(path, {}, content_type="application/json")


def tries(house, table):
    """Let everybody outside ask for each address of the table in every way that it has.

    What is in a group is looked for as in a secret one where everybody knows its front: there one of them asks.
    """
    clients = {who: signed_in(person) for who, person in house.people().items()}
    few = clients if house.group.visibility == "secret" else {"former": clients["former"]}
    of_front = {name for name, (arguments, _insider) in table.items() if arguments in (OF_GROUP, OF_PERSON)}

    def ask(client, name, method):
        return send(client, method, reverse(name, args=table[name][0](house)))

    for asking, names in ((clients, of_front), (few, table.keys() - of_front)):
        for who, name, method, answer in routes.asked(asking, routes.in_each_way(sorted(names)), ask):
            yield who, table[name][0], f"{who} {method} {name}", answer


def test_every_address_with_an_id_has_a_row():
    ours = {route.name for route in routes.every(without=("admin:",)) if route.name.startswith("api") and route.has_id}
    tables = (INSIDE, FRONT, BUYING, CHALLENGES, GARDEN, REWARDS, UNLOCKS)
    help_ = {name for name in HELP if name.startswith("api-")}

    assert ours == ELSEWHERE | CO_CREATING | CONNECTED | COUPONS | help_ | {name for table in tables for name in table}


@closed_either_way
def test_nobody_outside_learns_anything_of_what_is_inside(house):
    for who, arguments, tried, answer in tries(house, INSIDE):
        # Everybody knows the front of a listed group, and a visitor is told to sign in before anything is looked up.
        of_front = house.group.visibility == "listed" and arguments in (OF_GROUP, OF_PERSON)
        allowed = SAYS_NOTHING | ({400, 403, 409, 422} if of_front else set()) | ({403} if who == "visitor" else set())
        assert answer.status_code in allowed, (tried, answer.status_code, answer.content[:200])
        assert CANARY not in answer.content.decode(), tried


def test_a_secret_group_has_no_front(house):
    for who, _arguments, tried, answer in tries(house, FRONT):
        allowed = SAYS_NOTHING | ({403} if who == "visitor" else set())
        assert answer.status_code in allowed, (tried, answer.status_code)


def test_insiders_reach_it_so_that_the_refusals_mean_something(house):
    for name, (arguments, insider) in (INSIDE | FRONT).items():
        if insider:
            answer = signed_in(getattr(house, insider)).get(reverse(name, args=arguments(house)))
            assert answer.status_code == 200, (name, insider, answer.status_code)


@closed_either_way
def test_lists_hold_nothing_of_it(house):
    ours = [route for route in routes.every(without=("admin:",)) if route.name.startswith("api-")]
    paths = [reverse(route.name) for route in ours if not route.has_id and route.name not in UNREAD]
    paths += [
        reverse(name, args=[house.author.handle]) for name in ("api-member-posts", "api-member-game", "api-member")
    ]
    for who, person in house.a_few().items():
        client = signed_in(person)
        for path in paths:
            answer = client.get(path)
            assert answer.status_code < 500, (who, path)
            assert CANARY not in answer.content.decode(), (who, path)


def test_a_write_by_session_needs_the_token():
    house = House("listed")
    client = Client(enforce_csrf_checks=True)
    client.force_login(house.member)
    for name in ("api-post-reaction", "api-comments", "api-post-reports"):
        path = reverse(name, args=[house.post.public_id])
        for method in ("post", "put", "delete"):
            assert send(client, method, path).status_code in (403, 405), (name, method)
