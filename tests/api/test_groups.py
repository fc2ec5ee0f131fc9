"""Groups, their people, and keeping them well."""

from __future__ import annotations

import pytest

from community.models import Case, Membership
from tests.api.callers import Caller
from tests.community import cast

pytestmark = pytest.mark.django_db
DRAFT = {
    "names": {"en": "Tea table", "zh-hans": "茶桌"},
    "abouts": {"en": "Leaves."},
    "mood": "calm",
    "rules": [{"titles": {"en": "Be kind."}, "bodies": {"en": "Always."}}],
}


@pytest.fixture
def owner(place):
    return cast.member(place, "olga", role="owner")


@pytest.fixture
def as_owner(owner):
    return Caller(owner)


def test_a_group_is_founded_read_changed_and_archived():
    caller = Caller(cast.person("mei"))

    made = caller.post("groups", DRAFT)
    slug = made.json()["slug"]
    changed = caller.put(f"groups/{slug}", DRAFT | {"names": {"en": "Tea room"}, "rules": []})
    archived = caller.put(f"groups/{slug}/archive", {"is_archived": True})

    assert (made.status_code, slug) == (201, "tea-table")
    assert made.json()["names"] == DRAFT["names"]
    assert made.json()["standing"]["role"] == "owner"
    assert [rule["title"] for rule in made.json()["rules"]] == ["Be kind."]
    assert (changed.json()["names"], changed.json()["rules"]) == ({"en": "Tea room"}, [])
    assert archived.json()["is_archived"] is True


def test_a_group_without_a_name_or_with_an_odd_door_is_refused():
    caller = Caller(cast.person("mei"))

    response = caller.post("groups", DRAFT | {"names": {}, "visibility": "hidden", "mood": "bored"})

    assert response.status_code == 422
    assert set(response.json()["fields"]) == {"name", "visibility", "mood"}


def test_the_directory_pages_narrows_and_tells_of_no_secret_group(as_mei, visitor, place):
    for number in range(30):
        cast.group(f"more-{number}")
    cast.group("hidden", visibility="secret", join_policy="invite")

    page = visitor.get("groups").json()
    rest = visitor.get("groups", after=page["next"]).json()

    slugs = [group["slug"] for group in (*page["results"], *rest["results"])]
    assert len(slugs) == len(set(slugs)) == 31
    assert rest["next"] is None
    assert [group["slug"] for group in as_mei.get("groups", mine="true").json()["results"]] == ["tea"]
    assert [group["slug"] for group in visitor.get("groups", q="more-7").json()["results"]] == ["more-7"]


def test_somebody_joins_and_leaves(place):
    caller = Caller(cast.person())

    joined = caller.put("groups/tea/membership", {})
    again = caller.put("groups/tea/membership", {})

    assert joined.json()["state"] == again.json()["state"] == "active"
    place.refresh_from_db()
    assert place.member_count == 1
    assert caller.delete("groups/tea/membership").status_code == 204
    assert caller.get("groups/tea").json()["door"] == "open"


def test_a_request_is_asked_and_answered(owner, as_owner, place):
    place.join_policy = "request"
    place.save()
    ben, ana = cast.person("ben"), cast.person("ana")
    for asker in (ben, ana):
        assert Caller(asker).put("groups/tea/membership", {"answer": "I drink it."}).json()["state"] == "requested"

    asked = as_owner.get("groups/tea/requests").json()["results"]
    approved = as_owner.post("groups/tea/requests/ben", {"approve": True})
    denied = as_owner.post("groups/tea/requests/ana", {"approve": False, "reason": "Full for now."})
    late = as_owner.post("groups/tea/requests/ben", {"approve": True})

    assert [(person["handle"], person["answer"]) for person in asked] == [
        ("ben", "I drink it."),
        ("ana", "I drink it."),
    ]
    assert (approved.json()["state"], denied.json()["state"], late.status_code) == ("active", "denied", 409)


def test_people_are_invited_raised_and_taken_out(as_owner, place):
    place.member_count = 2
    place.save()
    cast.person("ben")

    assert as_owner.post("groups/tea/invitations", {"handle": "@ben"}).json()["state"] == "invited"
    cast.member(place, "ana")
    assert as_owner.put("groups/tea/members/ana/role", {"role": "moderator"}).json()["role"] == "moderator"
    assert as_owner.put("groups/tea/members/olga/role", {"role": "member"}).json()["code"] == "community.last_owner"
    assert as_owner.post("groups/tea/members/ana/removal", {"reason": "As agreed."}).json()["state"] == "left"
    assert as_owner.post("groups/tea/members/ana/removal", {"reason": ""}).status_code == 422


def test_members_are_listed_in_pages(as_owner, place):
    for _ in range(50):
        cast.member(place)

    page = as_owner.get("groups/tea/members").json()
    rest = as_owner.get("groups/tea/members", after=page["next"]).json()

    assert [person["handle"] for person in page["staff"]] == ["olga"]
    assert (len(page["results"]), len(rest["results"]), rest["staff"], rest["next"]) == (48, 2, [], None)


def test_a_report_opens_a_case_that_is_decided_once(as_owner, mei, place):
    place.rules.create(number=1, titles={"en": "Be kind."})
    post = cast.post(mei, place, "Buy my tea!")
    reporter = Caller(cast.member(place, "ben"))

    reported = reporter.post(f"posts/{post.public_id}/reports", {"rule": 1, "note": "It sells."})
    again = reporter.post(f"posts/{post.public_id}/reports", {"rule": 1})
    row = as_owner.get("groups/tea/cases").json()["results"][0]
    case = as_owner.get(f"cases/{row['id']}").json()
    verdict = {"action": "remove", "rule": 1, "reason": "Please do not sell here.", "seen": case["seen"]}
    decided = as_owner.post(f"cases/{row['id']}", verdict)
    late = as_owner.post(f"cases/{row['id']}", verdict)

    assert (reported.status_code, again.status_code) == (201, 200)
    assert row["report_count"] == 1
    assert case["reported_body"] == "Buy my tea!"
    assert "remove" in case["actions"]
    assert decided.json()["state"] == "removed"
    assert (late.status_code, late.json()["code"]) == (409, "community.case_changed")
    assert reporter.get(f"reports/{reported.json()['id']}").json()["state"] == "removed"
    assert reporter.get(f"posts/{post.public_id}").status_code == 404
    assert as_owner.get("groups/tea/cases", decided="true").json()["results"][0]["id"] == row["id"]
    assert Case.objects.count() == 1


def test_a_comment_is_reported_too(as_owner, mei, place):
    comment = cast.answer(mei, cast.post(mei, place), "Rude words.")

    reported = Caller(cast.member(place)).post(f"comments/{comment.public_id}/reports", {"note": "Rude."})

    assert (reported.status_code, reported.json()["what"]) == (201, "comment")


def test_somebody_is_muted_and_heard_again(as_owner, mei, as_mei, place):
    place.rules.create(number=1, titles={"en": "Be kind."})

    muted = as_owner.post(
        "groups/tea/members/mei/sanctions", {"action": "mute", "duration": "1d", "rule": 1, "reason": "Cool down."}
    )
    refused = as_mei.post("posts", {"group": "tea", "body": "But!", "emotions": ["angry"]})
    lifted = as_owner.post("groups/tea/members/mei/lifts", {"action": "unmute", "reason": "All is well."})

    assert (muted.status_code, refused.status_code, lifted.status_code) == (201, 403, 201)
    assert refused.json()["code"] == "community.muted"
    assert Membership.objects.get(user=mei).muted_until is None
    mine = as_mei.get("groups/tea/modlog").json()["results"]
    assert [line["is_about_me"] for line in mine] == [True, True]
    other = Caller(cast.member(place)).get("groups/tea/modlog").json()["results"]
    assert [line["reason"] for line in other] == ["", ""]
    assert "Mei" not in str(other)
