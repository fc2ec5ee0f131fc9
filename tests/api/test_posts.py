"""Posts, comments, reactions, pictures and drafts."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from community.models import Comment, Post
from gamify.models import LedgerEntry
from gamify.services import process
from lib import clock
from tests.api.callers import POST, Caller
from tests.community import cast

pytestmark = pytest.mark.django_db


def test_a_new_post_comes_with_the_explained_answer(as_mei, mei, economy):
    response = as_mei.post("posts", POST)

    found = response.json()
    assert response.status_code == 201
    assert found["post"]["author"]["handle"] == "mei"
    assert found["post"]["emotions"] == ["calm"]
    assert found["post"]["edition"] == 1
    earned = {
        effect["source"]: effect["amount"] for effect in found["answer"]["effects"] if effect["currency"] == "growth"
    }
    assert earned["rule/share-moment@1"] == 10
    assert found["answer"]["growth"] == sum(
        LedgerEntry.objects.filter(account__currency="growth").values_list("amount", flat=True)
    )


def test_who_hides_the_game_gets_no_answer(as_mei, mei, economy):
    mei.game_hidden = True
    mei.save()

    assert as_mei.post("posts", POST).json()["answer"] is None


def test_every_mistake_is_named_at_once_in_the_members_language(as_mei, mei):
    mei.locale = "zh-hans"
    mei.save()

    response = as_mei.post("posts", {"group": "tea", "body": " ", "emotions": ["bored"], "type": "review"})

    problem = response.json()
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert set(problem["fields"]) >= {"body", "emotions"}
    assert Post.objects.count() == 0


def test_a_stale_edit_is_refused_with_both_versions(as_mei, mei, place):
    post = cast.post(mei, place, "First words")
    first = {"body": "Second words", "emotions": ["joy"], "edition": 1}
    assert as_mei.put(f"posts/{post.public_id}", first).json()["edition"] == 2

    response = as_mei.put(f"posts/{post.public_id}", first | {"body": "Other words"})

    data = response.json()["data"]
    assert response.status_code == 409
    assert response.json()["code"] == "community.post_changed"
    assert (data["body"], data["edition"]) == ("Second words", 2)
    assert (data["sent"]["body"], data["sent"]["edition"]) == ("Other words", 1)
    post.refresh_from_db()
    assert post.body == "Second words"


def test_a_deleted_post_gives_back_what_it_earned_and_comes_back(as_mei, mei, economy):
    growth = lambda: (process_all(), as_mei.get("game").json()["level"]["growth"])[1]  # noqa: E731
    growth()  # the day's visit
    before = growth()
    public_id = as_mei.post("posts", POST).json()["post"]["id"]
    earned = growth()

    assert as_mei.delete(f"posts/{public_id}").status_code == 204
    assert as_mei.get(f"posts/{public_id}").status_code == 404
    assert growth() == before < earned
    assert as_mei.post(f"posts/{public_id}/restoration").status_code == 200
    assert growth() == earned


def test_editions_tell_how_a_post_was_changed(as_mei, mei, place):
    post = cast.post(mei, place, "First words")
    as_mei.put(f"posts/{post.public_id}", {"body": "Second words", "emotions": ["joy"], "edition": 1})

    found = as_mei.get(f"posts/{post.public_id}/editions").json()["results"]

    assert [each["body"] for each in found] == ["Second words", "First words"]


def test_a_conversation_reads_in_order_through_its_pages(as_mei, mei, place, visitor):
    post = cast.post(mei, place)
    first = cast.answer(mei, post, "root")
    cast.answer(mei, post, "reply", parent=first)
    for number in range(60):
        cast.answer(mei, post, f"more {number}")

    page = visitor.get(f"posts/{post.public_id}/comments").json()
    rest = visitor.get(f"posts/{post.public_id}/comments", after=page["next"]).json()

    assert [each["depth"] for each in page["results"][:3]] == [0, 1, 0]
    assert [each["parent"] for each in page["results"][:3]] == [None, first.public_id, None]
    ids = [each["id"] for each in (*page["results"], *rest["results"])]
    assert len(ids) == len(set(ids)) == 62
    assert rest["next"] is None


def test_an_answer_names_its_parent_on_an_earlier_page(mei, place, visitor):
    post = cast.post(mei, place)
    root = cast.answer(mei, post, "root")
    for number in range(51):
        cast.answer(mei, post, f"reply {number}", parent=root)

    page = visitor.get(f"posts/{post.public_id}/comments").json()
    rest = visitor.get(f"posts/{post.public_id}/comments", after=page["next"]).json()

    assert {each["parent"] for each in rest["results"]} == {root.public_id}


def test_a_page_of_deleted_comments_still_leads_on(as_mei, mei, place):
    post = cast.post(mei, place)
    for number in range(51):
        cast.answer(mei, post, f"more {number}")
    last = Comment.objects.order_by("-path").first()
    Comment.objects.exclude(pk=last.pk).update(state="deleted")

    page = as_mei.get(f"posts/{post.public_id}/comments").json()

    assert page["results"] == []
    rest = as_mei.get(f"posts/{post.public_id}/comments", after=page["next"]).json()
    assert [each["id"] for each in rest["results"]] == [last.public_id]


def test_comments_are_written_changed_and_deleted(as_mei, mei, place, economy):
    post = cast.post(cast.member(place), place)

    made = as_mei.post(f"posts/{post.public_id}/comments", {"body": "I *know* that."})
    public_id = made.json()["comment"]["id"]
    reply = as_mei.post(f"posts/{post.public_id}/comments", {"body": "And more.", "parent": public_id})
    changed = as_mei.put(f"comments/{public_id}", {"body": "I know it.", "version": 1})
    stale = as_mei.put(f"comments/{public_id}", {"body": "Late.", "version": 1})

    assert made.status_code == 201
    assert made.json()["answer"]["growth"] > 0
    assert reply.json()["comment"]["parent"] == public_id
    assert changed.json()["version"] == 2
    assert (stale.status_code, stale.json()["data"]["body"]) == (409, "I know it.")
    assert as_mei.delete(f"comments/{public_id}").status_code == 204
    assert as_mei.get(f"comments/{public_id}").status_code == 404


def test_a_reaction_is_set_and_not_switched(as_mei, mei, place):
    post = cast.post(cast.member(place), place)
    path = f"posts/{post.public_id}/reaction"

    first, again = as_mei.put(path, {"kind": "hug"}), as_mei.put(path, {"kind": "hug"})
    other = as_mei.put(path, {"kind": "thanks"})
    gone, nothing = as_mei.delete(path), as_mei.delete(path)

    assert first.json() == again.json() == {"kind": "hug", "total": 1, "counts": {"hug": 1}}
    assert other.json()["counts"] == {"thanks": 1}
    assert gone.json() == nothing.json() == {"kind": "", "total": 0, "counts": {}}


def test_a_comment_takes_reactions_too(as_mei, mei, place):
    comment = cast.answer(mei, cast.post(mei, place))
    reader = Caller(cast.member(place))

    assert reader.put(f"comments/{comment.public_id}/reaction", {"kind": "felt"}).json()["total"] == 1
    assert reader.delete(f"comments/{comment.public_id}/reaction").json()["total"] == 0


def test_a_picture_is_uploaded_shown_in_a_post_and_no_longer_discarded(as_mei, mei):
    uploaded = as_mei.client.post("/api/v1/images", {"file": cast.picture(), "alt": "A cup"})
    public_id = uploaded.json()["id"]
    assert uploaded.status_code == 201

    post = as_mei.post("posts", POST | {"pictures": [{"id": public_id, "alt": "A cup"}]}).json()["post"]

    assert [image["alt"] for image in post["images"]] == ["A cup"]
    assert as_mei.client.get(post["images"][0]["url"]).status_code == 200
    assert as_mei.delete(f"images/{public_id}").status_code == 404


def test_a_waiting_picture_is_its_owners_alone(as_mei, place):
    public_id = as_mei.client.post("/api/v1/images", {"file": cast.picture()}).json()["id"]
    other = Caller(cast.member(place))

    assert other.get(f"images/{public_id}").status_code == 404
    assert other.delete(f"images/{public_id}").status_code == 404
    assert as_mei.delete(f"images/{public_id}").status_code == 204


def test_what_is_no_picture_is_refused_beside_its_field(as_mei):
    svg = SimpleUploadedFile("a.png", b"<svg onload=alert(1)>", "image/png")
    response = as_mei.client.post("/api/v1/images", {"file": svg})

    assert (response.status_code, list(response.json()["fields"])) == (422, ["pictures"])


def test_a_draft_is_kept_and_thrown_away(as_mei):
    saved = as_mei.put("drafts/new:tea", {"body": "Half a thought", "emotions": ["hope"]})

    assert saved.json() == {"body": "Half a thought", "emotions": ["hope"], "version": saved.json()["version"]}
    assert as_mei.get("drafts/new:tea").json()["body"] == "Half a thought"
    assert [draft["intent"] for draft in as_mei.get("drafts").json()["results"]] == ["new:tea"]
    assert as_mei.delete("drafts/new:tea").status_code == 204
    assert as_mei.get("drafts/new:tea").status_code == 404


def test_a_draft_is_not_written_over_by_a_program_that_did_not_see_it(as_mei):
    first = as_mei.put("drafts/new", {"body": "One", "version": ""}).json()["version"]
    second = as_mei.put("drafts/new", {"body": "Two", "version": first}).json()["version"]

    late = as_mei.put("drafts/new", {"body": "Late", "version": first})
    unseen = as_mei.put("drafts/new", {"body": "", "version": ""})

    assert (late.status_code, unseen.status_code) == (409, 409)
    assert late.json()["code"] == "community.draft_written_elsewhere"
    sent = {"body": "Late", "version": first}
    assert late.json()["data"] == {"body": "Two", "version": second, "sent": sent}
    assert as_mei.get("drafts/new").json() == {"body": "Two", "version": second}
    assert as_mei.put("drafts/new", {"body": "Whatever was there"}).status_code == 200


def test_a_draft_is_not_thrown_away_by_a_program_that_did_not_see_it(as_mei):
    first = as_mei.put("drafts/new", {"body": "One", "version": ""}).json()["version"]
    second = as_mei.put("drafts/new", {"body": "Two", "version": first}).json()["version"]

    late = as_mei.delete(f"drafts/new?version={first}")

    assert (late.status_code, late.json()["code"]) == (409, "community.draft_written_elsewhere")
    assert late.json()["data"] == {"body": "Two", "version": second}
    assert as_mei.delete(f"drafts/new?version={second}").status_code == 204
    assert as_mei.delete(f"drafts/new?version={second}").status_code == 204
    assert as_mei.get("drafts/new").status_code == 404


def test_feeds_page_by_cursor_without_gaps_or_doubles(as_mei, mei, place):
    made = [cast.post(mei, place, f"words {number}").public_id for number in range(45)]

    for path in ("feeds/latest", "feeds/mine", "feeds/for-you", "groups/tea/posts", "members/mei/posts"):
        seen, after = [], ""
        while True:
            page = as_mei.get(path, after=after).json()
            seen += [post["id"] for post in page["results"]]
            if not page["next"]:
                break
            after = page["next"]
        assert sorted(seen) == sorted(made), path


def test_a_feed_narrows_to_a_mood_and_refuses_an_unknown_one(as_mei, mei, place):
    cast.post(mei, place, "heavy", emotions=("sad",))
    cast.post(mei, place, "light", emotions=("joy",))

    assert len(as_mei.get("feeds/latest", mood="sad").json()["results"]) == 1
    assert as_mei.get("feeds/latest", mood="bored").status_code == 422


def process_all():
    process.sweep(now=clock.now())
