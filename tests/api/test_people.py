"""Members, brands, and what members are told."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission

from tests.api.callers import Caller
from tests.community import cast

pytestmark = pytest.mark.django_db


def test_i_read_and_change_who_i_am(as_mei, mei):
    changed = as_mei.put("me", {"display_name": "Mei Lin", "handle": "mei_lin", "bio": "Tea."})
    preferred = as_mei.put("me/preferences", {"locale": "zh-hans", "time_zone": "Asia/Shanghai", "shortcuts_on": False})

    assert changed.json()["handle"] == "mei_lin"
    found = as_mei.get("me").json()
    assert found == preferred.json()
    assert (found["display_name"], found["locale"], found["time_zone"]) == ("Mei Lin", "zh-hans", "Asia/Shanghai")


def test_a_shop_finds_its_customer_by_an_address_that_was_confirmed_and_by_no_other(as_mei, mei):
    keeper = cast.person("keeper", is_staff=True)
    keeper.user_permissions.add(Permission.objects.get(codename="view_user"))
    EmailAddress.objects.create(user=mei, email="mei@shop.example", verified=True)
    EmailAddress.objects.create(user=mei, email="another@shop.example", verified=False)
    said = [{"email": f"{name}@shop.example"} for name in ("Mei", "another", "nobody")]

    found = [Caller(keeper).post("review/members", each) for each in said]

    assert [each.status_code for each in found] == [200, 404, 404]
    assert found[0].json() == {"id": mei.public_id, "handle": mei.handle, "display_name": mei.display_name}
    assert as_mei.post("review/members", said[0]).json()["code"] == "accounts.staff_only"


def test_a_taken_handle_and_an_unknown_zone_are_refused(as_mei):
    cast.person("ben")

    assert list(as_mei.put("me", {"display_name": "Mei", "handle": "ben", "bio": ""}).json()["fields"]) == ["handle"]
    zone = as_mei.put("me/preferences", {"locale": "en", "time_zone": "Mars/Base", "shortcuts_on": True})
    assert list(zone.json()["fields"]) == ["time_zone"]


def test_a_members_page_tells_what_is_public(visitor, mei):
    cast.brand(mei, "aurore")

    found = visitor.get("members/mei").json()

    assert found["brands"] == [{"slug": "aurore", "name": "Aurore"}]
    assert set(found) == {"id", "handle", "display_name", "bio", "brands"}
    assert visitor.get("brands/aurore").json()["name"] == "Aurore"
    assert visitor.get("members/nobody").status_code == visitor.get("brands/nothing").status_code == 404


def test_notifications_page_and_are_read_one_by_one_and_all(as_mei, mei, place):
    post = cast.post(mei, place)
    for _ in range(25):
        cast.answer(cast.member(place), post)

    page = as_mei.get("notifications").json()
    rest = as_mei.get("notifications", after=page["next"]).json()

    assert page["unread"] == 25
    ids = [line["id"] for line in (*page["results"], *rest["results"])]
    assert len(ids) == len(set(ids)) == 25
    assert page["results"][0]["sentence"]
    assert page["results"][0]["kind"] == "comment"
    assert as_mei.post(f"notifications/{ids[0]}/read").status_code == 204
    assert as_mei.get("notifications", unread="true").json()["unread"] == 24
    assert as_mei.post("notifications/read").json() == {"changed": 24}
    assert as_mei.get("notifications", unread="true").json()["results"] == []


def test_a_line_of_somebody_else_cannot_be_read(as_mei, mei, place):
    cast.answer(cast.member(place, "ben"), cast.post(mei, place))
    line = as_mei.get("notifications").json()["results"][0]["id"]

    assert Caller(cast.person("ana")).post(f"notifications/{line}/read").status_code == 404
    assert as_mei.get("notifications").json()["unread"] == 1


def test_kinds_are_chosen_and_unknown_ones_refused(as_mei):
    chosen = as_mei.put("notifications/preferences", {"wanted": ["mention"]}).json()["results"]

    assert [kind["key"] for kind in chosen if kind["is_on"]] == ["mention"]
    assert as_mei.get("notifications/preferences").json()["results"] == chosen
    assert as_mei.put("notifications/preferences", {"wanted": ["gossip"]}).status_code == 422
