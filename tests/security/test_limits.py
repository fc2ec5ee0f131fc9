"""Nobody does too much too fast, and the limits of one member are not those of another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from community import rate_limits as ours
from community.models import Comment, Post
from gamify import rate_limits as playing
from lib import clock, errors, limits
from lib.limits import Limit
from rewards import rate_limits as buying
from tests.community import cast
from tests.factories import PASSWORD, member

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
THREE = Limit("try", most=3, seconds=60)


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()
    yield
    cache.clear()


def tries(number: int, *, who: str = "a", now: datetime = NOON) -> int:
    """Return how many of `number` tries pass."""
    passed = 0
    for _ in range(number):
        try:
            limits.spend(THREE, who=who, now=now)
        except errors.RateLimited:
            continue
        passed += 1
    return passed


def spend_all_but_one(limit: Limit, person: User) -> None:
    for _ in range(limit.most - 1):
        limits.spend(limit, who=person.public_id, now=NOON)


def test_a_limit_opens_again_with_its_next_window():
    assert tries(5) == 3
    with pytest.raises(errors.RateLimited) as refused:
        limits.spend(THREE, who="a", now=NOON + timedelta(seconds=20))
    assert refused.value.data["retry_seconds"] == 40
    assert tries(5, now=NOON + timedelta(seconds=60)) == 3


def test_members_have_counts_of_their_own():
    assert tries(5, who="a") == 3
    assert tries(5, who="b") == 3


def test_a_cache_that_is_away_refuses_nobody(monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise ConnectionError("the cache is away")

    monkeypatch.setattr(limits.cache, "add", fail)
    assert tries(5) == 5


def test_threads_at_once_do_not_pass_the_limit():
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(lambda _: tries(1), range(64))) == 3


def test_posting_has_a_limit_and_what_was_written_comes_back(client, clock_at_noon):
    place = cast.group("tea")
    client.force_login(cast.member(place))
    data = {"group": "tea", "body": "Hello", "emotions": ["calm"], "type": "note"}

    answers = [
        client.post(reverse("community:post-create"), data | {"key": f"fresh-key-{n}"})
        for n in range(ours.POST.most + 1)
    ]

    assert [answer.status_code for answer in answers] == [303] * ours.POST.most + [429]
    assert "Hello" in answers[-1].content.decode()
    assert Post.objects.count() == ours.POST.most


def test_answering_has_a_limit_and_what_was_written_comes_back(client, clock_at_noon):
    place = cast.group("tea")
    said = cast.post(cast.member(place), place, now=clock.now())
    client.force_login(reader := cast.member(place))
    path = reverse("community:comment-create", args=[said.public_id])
    spend_all_but_one(ours.COMMENT, reader)

    answers = [client.post(path, {"body": "Hello there", "key": f"fresh-key-{n}"}) for n in "12"]

    assert [answer.status_code for answer in answers] == [303, 429]
    assert "Hello there" in answers[-1].content.decode()
    assert Comment.objects.count() == 1


def test_reacting_has_a_limit_with_a_page_that_says_when_it_opens(client, clock_at_noon):
    place = cast.group("tea")
    said = cast.post(cast.member(place), place, now=clock.now())
    client.force_login(reader := cast.member(place))
    path = reverse("community:post-react", args=[said.public_id])
    spend_all_but_one(ours.REACT, reader)

    assert client.post(path, {"kind": "felt"}).status_code == 303
    page, script = (
        client.post(path, {"kind": "felt"}),
        client.post(path, {"kind": "felt"}, headers={"accept": "application/json"}),
    )

    assert (page.status_code, script.status_code) == (429, 429)
    assert page["Retry-After"] == "60"
    assert 'data-controller="countdown"' in page.content.decode()
    assert "<html" not in script.content.decode()


def test_keeping_a_draft_has_a_limit_and_says_so(client, clock_at_noon):
    me = member()
    client.force_login(me)
    for _ in range(ours.DRAFT.most):
        limits.spend(ours.DRAFT, who=me.public_id, now=NOON)

    answer = client.post("/drafts/save/", {"intent": "new", "payload": {"body": "x"}}, content_type="application/json")

    assert answer.status_code == 429
    assert answer.json()["text"] == str(errors.RateLimited.message)


def test_looking_at_a_text_beforehand_has_a_limit(client, clock_at_noon):
    me = member()
    client.force_login(me)
    spend_all_but_one(ours.PREVIEW, me)

    assert [client.post("/write/preview/", {"body": "x"}).status_code for _ in "12"] == [200, 429]


@pytest.mark.parametrize(
    ("limit", "method", "path"),
    [
        (ours.EDIT, "put", "posts/x"),
        (ours.EDIT, "post", "posts/x/restoration"),
        (ours.EDIT, "put", "comments/x"),
        (ours.DRAFT, "put", "drafts/new"),
        (ours.SUGGEST, "post", "emotions/suggestions"),
        (buying.JOIN, "post", "campaigns/x/teams"),
        (buying.JOIN, "post", "teams/x/orders"),
        (buying.JOIN, "post", "offers/x/orders"),
        (buying.PAY, "post", "orders/x/payment"),
        (buying.LOOK, "post", "orders/x/payment/look"),
        (buying.REDEEM, "post", "rewards/x/redemptions"),
        (buying.UNLOCK, "post", "rewards/x/unlocks"),
        (buying.HELP, "post", "help/x/assists"),
        (buying.WATER, "post", "garden/plants/x/waterings"),
        (buying.CHOOSE, "put", "battles/x/place"),
        (buying.CHOOSE, "delete", "battles/x/place"),
        (buying.CHOOSE, "post", "battles/x/entries"),
        (buying.OBJECT, "post", "battles/x/objections"),
        (buying.PICTURE, "post", "battles/x/album/mine"),
        (playing.ENTER, "put", "challenges/x/entry"),
        (playing.ENTER, "post", "challenges/x/teams"),
        (playing.HAND_IN, "post", "challenges/x/tasks/1/submissions"),
        (playing.STORY, "post", "challenges/x/story"),
    ],
)
def test_a_program_meets_the_limit_of_the_button(client, clock_at_noon, limit, method, path):
    person = member()
    client.force_login(person)
    spend_all_but_one(limit, person)

    statuses = [getattr(client, method)(f"/api/v1/{path}", content_type="application/json").status_code for _ in "12"]

    assert statuses[0] != 429
    assert statuses[1] == 429


def test_each_limit_counts_for_itself():
    rooms = [vars(room).values() for room in (ours, buying, playing)]
    actions = [each.action for room in rooms for each in room if isinstance(each, Limit)]

    assert sorted(actions) == sorted(set(actions))


def test_editing_has_a_limit_and_what_was_written_comes_back(client, clock_at_noon):
    place = cast.group("tea")
    me = cast.member(place)
    said = cast.post(me, place, now=clock.now())
    comment = cast.answer(me, said)
    client.force_login(me)
    for _ in range(ours.EDIT.most):
        limits.spend(ours.EDIT, who=me.public_id, now=NOON)

    answers = [
        client.post(reverse("community:post-edit", args=[said.public_id]), {"body": "Written anew", "edition": "1"}),
        client.post(reverse("community:comment-edit", args=[comment.public_id]), {"body": "Written anew"}),
    ]

    assert [answer.status_code for answer in answers] == [429, 429]
    assert all("Written anew" in answer.content.decode() for answer in answers)


def test_wrong_passwords_are_limited_by_account_whatever_the_case_or_address(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key"}
    person = member()
    names = [person.email, person.email.upper(), f" {person.email}"]

    for number in range(6):
        client.post(
            "/accounts/login/",
            {"login": names[number % 3], "password": "wrong"},
            headers={"x-forwarded-for": f"10.0.0.{number}"},
        )
    answer = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})

    assert (answer.status_code, answer["Retry-After"]) == (429, "300")
    assert "Too many tries" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_wrong_passwords_are_limited_whatever_port_the_host_is_said_to_have(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key"}
    person = member()

    answers = [
        client.post(
            "/accounts/login/", {"login": person.email, "password": "wrong"}, headers={"host": f"localhost:{n}"}
        )
        for n in range(1, 7)
    ]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]


@pytest.fixture
def clock_at_noon():
    """Stand still, so that no window ends in the middle of a test."""
    import time_machine

    with time_machine.travel(NOON, tick=False):
        yield NOON


@pytest.mark.parametrize("named", ["handle", "address", "capitals", "nobody", "nobody@example.org"])
def test_a_wrong_password_costs_the_same_whoever_is_named(client, monkeypatch, named):
    person = member()
    known = {"handle": person.handle, "address": person.email, "capitals": person.email.upper()}
    hashed, encode = [], MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *given: hashed.append(1) or encode(*given))

    client.post("/accounts/login/", {"login": known.get(named, named), "password": "wrong and wrong"})

    assert len(hashed) == 1


def test_signing_up_costs_the_same_whether_the_address_is_known(client, monkeypatch):
    hashed, encode = [], MD5PasswordHasher.encode
    known, form = member().email, {"display_name": "Mei", "password1": "leaves in water", "time_zone": "UTC"}
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *given: hashed.append(1) or encode(*given))

    counts = []
    for email in ("fresh@example.org", known, known.upper()):
        assert Client().post("/accounts/signup/", form | {"email": email}).status_code == 302
        counts.append(len(hashed))

    assert counts == [1, 2, 3]


@pytest.mark.parametrize("named", ["handle", "address", "capitals"])
def test_the_handle_and_the_address_in_any_case_sign_in(client, named):
    person = member()
    known = {"handle": person.handle, "address": person.email, "capitals": person.email.upper()}

    client.post("/accounts/login/", {"login": known[named], "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(person.pk)
