"""Following people: from the profile to the list and back, what refuses it, and that it goes with either account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Follow, User
from accounts.selectors import following as reads
from accounts.services import closing, following, hiding
from lib import clock
from tests.factories import member

pytestmark = pytest.mark.django_db


def follow(user: User, person: User) -> Follow:
    return following.follow(user=user, person=person, now=clock.now())


def test_from_the_profile_to_the_list_and_back_without_a_script(client: Client, ana: User, bo: User) -> None:
    assert b"/follow/" not in client.get("/@bo_one/").content
    assert client.post("/@bo_one/follow/")["Location"].startswith("/accounts/login/")
    client.force_login(ana)
    assert b"/@bo_one/follow/" in client.get("/@bo_one/").content

    done = client.post("/@bo_one/follow/")

    assert (done.status_code, done["Location"]) == (303, "/@bo_one/")
    assert b"/@bo_one/unfollow/" in client.get("/@bo_one/").content
    assert b"/@bo_one/unfollow/" in client.get("/settings/following/").content
    assert b"/follow/" not in client.get("/@ana_one/").content
    assert client.post("/@nobody_here/follow/").status_code == 404

    back = client.post("/@bo_one/unfollow/")

    assert (back.status_code, back["Location"]) == (303, "/settings/following/")
    assert b"You follow nobody yet" in client.get("/settings/following/").content


def test_again_changes_nothing_and_following_and_hiding_exclude_each_other(
    client: Client, ana, bo, monkeypatch
) -> None:
    first = follow(ana, bo)
    assert follow(ana, bo) == first
    with pytest.raises(following.Oneself):
        follow(ana, ana)
    with pytest.raises(IntegrityError), transaction.atomic():
        Follow.objects.create(by=ana, person=bo, created_at=clock.now())
    monkeypatch.setattr(following, "MOST", 1)
    with pytest.raises(following.TooMany):
        follow(ana, member("Third"))

    hiding.hide(user=ana, person=bo, now=clock.now())

    assert not reads.is_followed(person_id=bo.pk, viewer=ana)
    client.force_login(ana)
    page = client.post("/@bo_one/follow/", follow=True).content.decode()
    assert "Show it again before you follow them" in page
    assert "/@bo_one/follow/" not in page
    assert following.unfollow(user=ana, handle="bo_one") is False


def test_a_closed_account_can_be_left_out_and_a_follow_goes_with_either(client: Client, ana: User, bo: User) -> None:
    follow(ana, bo)
    follow(bo, ana)
    closing.close(user=bo, with_words=False, now=clock.now())
    client.force_login(ana)
    page = client.get("/settings/following/").content
    assert b"/@bo_one/unfollow/" in page
    assert b'href="/@bo_one/"' not in page

    closing.erase_due(now=clock.now() + timedelta(days=15))

    assert not Follow.objects.exists()
