"""Hiding what somebody writes: the pages, the list, who cannot be hidden, and that nobody else learns of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import HiddenPerson, User
from accounts.selectors import hiding as reads
from accounts.services import closing, hiding
from lib import clock
from tests.factories import member

pytestmark = pytest.mark.django_db


def hide(user: User, person: User) -> HiddenPerson:
    return hiding.hide(user=user, person=person, now=clock.now())


def names(user: User) -> list[str]:
    return [row.person.handle for row in reads.page(user=user)[0]]


def test_from_the_profile_to_hiding_to_the_list_and_back_without_a_script(client: Client, ana: User, bo: User) -> None:
    client.force_login(ana)
    assert b"/@bo_one/hide/" in client.get("/@bo_one/").content
    asked = client.get("/@bo_one/hide/", headers={"referer": "http://testserver/?tab=latest"})
    assert b'name="next" value="http://testserver/?tab=latest"' in asked.content

    done = client.post("/@bo_one/hide/", {"next": "/?tab=latest"})

    assert (done.status_code, done["Location"]) == (303, "/?tab=latest")
    assert b"You hid what they write" in client.get("/@bo_one/").content
    again = client.get("/@bo_one/hide/", headers={"referer": "http://testserver/p/abc/"}).content
    assert b"You hid what Bo writes" in again
    assert b'name="next" value="http://testserver/p/abc/"' in again
    assert b"/@bo_one/show/" in client.get("/settings/hidden/").content

    back = client.post("/@bo_one/show/")

    assert (back.status_code, back["Location"]) == (303, "/settings/hidden/")
    assert b"You hide nobody" in client.get("/settings/hidden/").content


def test_again_changes_nothing_and_some_cannot_be_hidden(client: Client, ana: User, bo: User, monkeypatch) -> None:
    keeper, third = member("Keeper", handle="keeper", is_staff=True), member("Third", handle="third")
    first = hide(ana, bo)
    assert hide(ana, bo) == first
    for whom, why in ((ana, hiding.Oneself), (keeper, hiding.OfStaff)):
        with pytest.raises(why):
            hide(ana, whom)
    with pytest.raises(IntegrityError), transaction.atomic():
        HiddenPerson.objects.create(by=ana, person=bo, created_at=clock.now())
    monkeypatch.setattr(hiding, "MOST", 1)
    with pytest.raises(hiding.TooMany):
        hide(ana, third)
    client.force_login(ana)
    assert client.post("/@third/hide/")["Location"] == "/settings/hidden/"
    assert client.get("/@keeper/hide/").status_code == client.get("/@ana_one/hide/").status_code == 403

    assert names(ana) == ["bo_one"]
    assert (hiding.show(user=ana, handle="bo_one"), hiding.show(user=ana, handle="bo_one")) == (True, False)
    assert not User.objects.get(pk=ana.pk).hides_people


def test_a_closed_account_can_be_shown_again_not_hidden_and_is_forgotten_with_it(client: Client, ana, bo) -> None:
    hide(ana, bo)
    hide(bo, ana)
    closing.close(user=bo, with_words=False, now=clock.now())
    client.force_login(ana)
    assert client.get("/@bo_one/hide/").status_code == 404
    page = client.get("/settings/hidden/").content
    assert b"/@bo_one/show/" in page
    assert b'href="/@bo_one/"' not in page

    closing.erase_due(now=clock.now() + timedelta(days=15))

    assert not HiddenPerson.objects.exists()


def test_who_hides_nobody_is_never_asked(ana: User, bo: User, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert reads.of(ana) is None
        assert not reads.is_hidden(person_id=bo.pk, viewer=ana)
    hide(ana, bo)
    with django_assert_num_queries(1):
        assert reads.pks_of(ana) == {bo.pk}
    assert reads.of(bo) is None
