"""What is in a closed group has no address for those outside: one row for each URL, and no URL without a row."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from community.services import posts
from lib import clock
from live import policies
from tests.community import cast, test_making_pages
from tests.security import (
    routes,
    test_closed_challenges,
    test_closed_consoles,
    test_closed_proposals,
    test_closed_votes,
)
from tests.security.house import CANARY, House, house_of, signed_in

pytestmark = pytest.mark.django_db

Arguments = Callable[[House], list[Any]]
OF_POST: Arguments = lambda house: [house.post.public_id]  # noqa: E731  a table of short functions
OF_COMMENT: Arguments = lambda house: [house.comment.public_id]  # noqa: E731
OF_IMAGE: Arguments = lambda house: [house.image.public_id]  # noqa: E731
OF_GROUP: Arguments = lambda house: [house.group.slug]  # noqa: E731
OF_MEETUP: Arguments = lambda house: [house.meetup.public_id]  # noqa: E731
OF_CASE: Arguments = lambda house: [house.case.pk]  # noqa: E731
OF_DECISION: Arguments = lambda house: [house.entry.pk]  # noqa: E731
OF_APPEAL: Arguments = lambda house: [house.appeal.pk]  # noqa: E731
OF_BOARD: Arguments = lambda house: [house.period.pk]  # noqa: E731
OF_PERSON: Arguments = lambda house: [house.group.slug, house.author.handle]  # noqa: E731

# What only members may reach, and who surely can ("" when nobody can by GET).
INSIDE: dict[str, tuple[Arguments, str]] = {
    "community:post-detail": (OF_POST, "member"),
    "community:post-card": (OF_POST, "member"),
    "community:post-edit": (OF_POST, "author"),
    "community:post-history": (OF_POST, "member"),
    "community:post-delete": (OF_POST, "author"),
    "community:post-gone": (OF_POST, "author"),
    "community:post-restore": (OF_POST, ""),
    "community:post-pin": (OF_POST, ""),
    "community:post-react": (OF_POST, ""),
    "community:comment-list": (OF_POST, "member"),
    "community:comment-create": (OF_POST, ""),
    "community:comment-edit": (OF_COMMENT, "member"),
    "community:comment-delete": (OF_COMMENT, "member"),
    "community:comment-react": (OF_COMMENT, ""),
    "community:image-show": (OF_IMAGE, "member"),
    "community:image-small": (OF_IMAGE, "member"),
    "community:image-discard": (OF_IMAGE, ""),
    "community:report-create": (OF_POST, "member"),
    "community:comment-report": (OF_COMMENT, "author"),
    "community:report-detail": (lambda house: [house.report.pk], "member"),
    "community:decision-detail": (OF_DECISION, "author"),
    "community:decision-appeal": (OF_DECISION, "author"),
    "community:appeal-answer": (OF_DECISION, ""),
    "community:appeal-detail": (OF_APPEAL, "owner"),
    "community:appeal-meanwhile": (OF_APPEAL, "owner"),
    "community:appeal-question": (OF_APPEAL, ""),
    "community:case-detail": (OF_CASE, "moderator"),
    "community:case-meanwhile": (OF_CASE, "moderator"),
    "community:case-letter": (OF_CASE, ""),
    "community:group-atom": (OF_GROUP, ""),  # feed readers are nobody's
    "community:group-members": (OF_GROUP, "member"),
    "community:group-requests": (OF_GROUP, "moderator"),
    "community:group-modlog": (OF_GROUP, "member"),
    "community:group-queue": (OF_GROUP, "moderator"),
    "community:group-health": (OF_GROUP, "moderator"),
    "community:queue-count": (OF_GROUP, "moderator"),
    "community:group-automod": (OF_GROUP, "moderator"),
    "community:automod-create": (lambda house: [house.group.slug, "words"], "moderator"),
    "community:automod-edit": (lambda house: [house.group.slug, house.automod.pk], "moderator"),
    "community:automod-delete": (lambda house: [house.group.slug, house.automod.pk], ""),
    "community:group-raid": (OF_GROUP, "member"),
    "community:raid-switch": (OF_GROUP, ""),
    "community:group-settings": (OF_GROUP, "owner"),
    "community:group-archive": (OF_GROUP, ""),
    "community:group-admit": (OF_GROUP, ""),
    "community:group-invite": (OF_GROUP, ""),
    "community:group-role": (OF_GROUP, ""),
    "community:group-remove": (OF_GROUP, ""),
    "community:member-sanction": (OF_PERSON, "moderator"),
    "community:member-lift": (OF_PERSON, ""),
    "community:group-meetups": (OF_GROUP, "member"),
    "community:meetup-rows": (OF_GROUP, "member"),
    "community:meetups-beside": (OF_GROUP, "member"),
    "community:meetup-new": (OF_GROUP, "moderator"),
    "community:meetup": (OF_MEETUP, "member"),
    "community:meetup-part": (OF_MEETUP, "member"),
    "community:meetup-place": (OF_MEETUP, ""),
    "community:meetup-edit": (OF_MEETUP, "moderator"),
    "community:meetup-call-off": (OF_MEETUP, "moderator"),
    "community:meetup-there": (OF_MEETUP, ""),
    "community:meetup-report": (OF_MEETUP, "member"),
    "community:meetup-calendar": (OF_MEETUP, "member"),
    "gamify:board-detail": (OF_BOARD, "member"),
    "gamify:board-mine": (OF_BOARD, "member"),
    "gamify:board-followed-rows": (OF_BOARD, "member"),
    "inbox:notification-open": (lambda house: [house.notification.pk], ""),
}
# The front of a group: secret ones have none.
FRONT: dict[str, tuple[Arguments, str]] = {
    "community:group-detail": (OF_GROUP, "member"),
    "community:group-place": (OF_GROUP, "member"),
    "community:group-join": (OF_GROUP, ""),
    "community:group-leave": (OF_GROUP, ""),
}
# Addresses with an id that belong to no group: what they hold is public, or their own tests guard them.
ELSEWHERE = {
    "community:mood",
    "community:topic",
    "demo-receiver",
    "sitemap",
    "accounts:profile",
    "gamify:league-week",
    "gamify:season",
    "accounts:person-follow",
    "accounts:person-unfollow",
    "accounts:person-hide",
    "accounts:person-show",
    "accounts:come-back",
    "accounts:brand",
    "accounts:brand-picture",
    "accounts:brand-picture-small",
    "account_confirm_email",
    "account_reset_password_from_key",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
}


@pytest.fixture
def house(request, settings, clock, kept_pictures):
    settings.MEDIA_ROOT = kept_pictures
    return house_of(clock, visibility=getattr(request, "param", "secret"))


closed_either_way = pytest.mark.parametrize("house", ["secret", "listed"], indirect=True)


def tries(house, table):
    """Let everybody outside ask for each address of the table in both ways.

    What is in a group is looked for as in a secret one where everybody knows its front: there one of them asks.
    """
    clients = {who: signed_in(person) for who, person in house.people().items()}
    few = clients if house.group.visibility == "secret" else {"former": clients["former"]}
    of_front = {name for name, (arguments, _insider) in table.items() if arguments in (OF_GROUP, OF_PERSON)}

    def send(client, name, method):
        return getattr(client, method)(reverse(name, args=table[name][0](house)))

    for asking, names in ((clients, of_front), (few, table.keys() - of_front)):
        for who, name, method, answer in routes.asked(asking, tuple(product(sorted(names), ("get", "post"))), send):
            yield table[name][0], f"{who} {method} {name}", answer


def is_refused(answer) -> bool:
    """Say whether the answer tells nothing: not found, an empty fragment, or the sign-in page whatever is behind it."""
    if answer.status_code == 302:
        return answer["Location"].startswith(reverse("account_login"))
    return answer.status_code in (404, 405) or (answer.status_code == 200 and not body(answer))


def body(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode(errors="replace")


def test_every_address_with_an_id_has_a_row():
    """Buying and programs know no groups: tests/rewards/test_addresses.py and tests/connect have a row for each."""
    elsewhere = set(test_closed_consoles.ROWS) | set(test_closed_proposals.ROWS) | set(test_closed_votes.ROWS)
    elsewhere |= {f"gamify:{name}" for name in test_closed_challenges.PAGES}
    pages = test_making_pages.INSIDE.keys() | test_making_pages.OPEN | test_making_pages.PICTURES
    elsewhere |= {f"community:{name}" for name in pages}
    known = INSIDE.keys() | FRONT.keys() | ELSEWHERE | elsewhere
    ours = {route.name for route in routes.every(without=("admin:", "api", "rewards:", "connect:")) if route.has_id}
    assert ours | elsewhere == known


@closed_either_way
def test_nobody_outside_learns_anything_of_what_is_inside(house):
    for arguments, tried, answer in tries(house, INSIDE):
        # Everybody knows the front of a listed group, so its own pages may say "only moderators".
        says_who = (
            house.group.visibility == "listed" and arguments in (OF_GROUP, OF_PERSON) and answer.status_code == 403
        )
        assert is_refused(answer) or says_who, (tried, answer.status_code)
        assert CANARY not in body(answer), tried


def test_a_secret_group_has_no_front(house):
    for _arguments, tried, answer in tries(house, FRONT):
        assert is_refused(answer), (tried, answer.status_code)
        assert CANARY not in body(answer), tried


def test_insiders_reach_it_so_that_the_refusals_mean_something(house):
    for name, (arguments, insider) in (INSIDE | FRONT).items():
        if insider:
            answer = signed_in(getattr(house, insider)).get(reverse(name, args=arguments(house)))
            assert answer.status_code in (200, 303), (name, insider, answer.status_code)


@closed_either_way
def test_lists_feeds_and_searches_hold_nothing_of_it(house):
    paths = [
        "/",
        "/?tab=latest",
        "/?tab=groups",
        "/?mood=calm",
        "/explore/",
        "/explore/calm/",
        "/groups/?q=attic",
        "/feed/pill/?group=attic",
        "/feed/new/?group=attic",
        "/boards/",
        f"/boards/?scope={house.group.scope}",
        f"/game/board/?scope={house.group.scope}",
        f"/@{house.author.handle}/",
        "/notifications/",
        "/drafts/",
        "/meetups/",
        "/api/v1/meetups",
        f"/live/versions/?t=post:{house.post.pk}&t=group:{house.group.pk}:feed",
        f"/live/fragment/?t=board:{house.period.pk}",
        "/write/?group=attic",
    ]
    for who, person in house.a_few().items():
        client = signed_in(person)
        for path in paths:
            assert CANARY not in body(client.get(path)), (who, path)


@closed_either_way
def test_the_live_topics_of_a_closed_group_are_closed(house):
    names = [
        f"group:{house.group.pk}:feed",
        f"group:{house.group.pk}:queue",
        f"post:{house.post.pk}",
        f"post:{house.post.pk}:comments",
        f"meetup:{house.meetup.pk}",
        f"group:{house.group.pk}:meetups",
        f"board:{house.period.pk}",
        f"member:{house.author.public_id}:appeals",
        "cases:appeals",
        f"member:{house.author.public_id}:inbox",
        f"member:{house.author.public_id}:game",
    ]
    for who, user in house.people().items():
        assert not policies.allowed(user or AnonymousUser(), names), who
    assert set(policies.allowed(house.owner, names[:7])) == set(names[:7])


def test_what_is_mine_is_nobody_elses_even_inside(house):
    """A member of the same group reaches neither the letters and reports of others, nor the moderators' pages."""
    client = signed_in(house.member)
    for name in (
        "community:case-detail",
        "community:decision-detail",
        "community:decision-appeal",
        "community:appeal-detail",
        "inbox:notification-open",
    ):
        arguments, _insider = INSIDE[name]
        for method in (client.get, client.post):
            assert method(reverse(name, args=arguments(house))).status_code in (404, 405), name
    for name in ("community:group-queue", "community:group-settings", "community:member-sanction"):
        arguments, _insider = INSIDE[name]
        assert client.get(reverse(name, args=arguments(house))).status_code == 403, name


def test_ids_larger_than_any_database_are_not_found(house):
    client = signed_in(house.owner)
    for name in (
        "community:case-detail",
        "community:report-detail",
        "community:decision-detail",
        "community:decision-appeal",
        "community:appeal-detail",
        "gamify:board-detail",
    ):
        assert client.get(reverse(name, args=[10**30])).status_code == 404, name


def test_a_word_said_only_inside_has_no_page_outside(house, client):
    posts.edit(
        post=house.post, editor=house.author, composition=cast.words("Now with #atticword"), edition=1, now=clock.now()
    )
    paths = ("/topics/atticword/", "/topics/ATTICword/", "/api/v1/topics/Atticword/posts")

    assert [client.get(path).status_code for path in paths] == [404, 404, 404]
    client.force_login(house.member)
    assert [client.get(path).status_code for path in paths] == [200, 200, 200]
