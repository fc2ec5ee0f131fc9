"""The pages of posts as a browser without scripts sees them."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from community import post_types
from community.models import Comment, Draft, Group, Membership, Post, PostImage, Reaction
from community.policies import FOR_GOOD
from community.services import posts, removals
from tests.community import cast

pytestmark = pytest.mark.django_db
FORM = {"key": "form-key-1", "type": "note", "title": "", "body": "Rain on the tent", "emotions": ["calm"]}


@pytest.fixture
def place():
    return cast.group("tea")


@pytest.fixture
def author(place, client):
    user = cast.member(place, "ana", name="Ana Sousa")
    client.force_login(user)
    return user


def page(public_id, name="detail"):
    return reverse(f"community:post-{name}", args=[public_id])


def test_publishing_leads_to_the_post_and_twice_leads_to_the_same(client, author, place):
    sent = [client.post("/write/", {**FORM, "group": "tea"}) for _ in range(2)]

    post = Post.objects.get()
    assert [answer.status_code for answer in sent] == [303, 303]
    assert {answer["Location"] for answer in sent} == {page(post.public_id)}
    html = client.get(page(post.public_id)).content
    assert b"Rain on the tent" in html
    assert html.count(b"Your post is out in") == 1


def test_other_words_from_a_page_that_was_sent_already_are_kept_and_go_out_when_sent_again(client, author, place):
    client.post("/write/", {**FORM, "group": "tea"})
    post = Post.objects.get()
    for path, form in (("/write/", {**FORM, "group": "tea"}), (f"{page(post.public_id)}comments/new/", FORM)):
        client.post(path, form)

        refused = client.post(path, {**form, "body": "And sun on the lake"})

        html = refused.content.decode()
        assert refused.status_code == 409
        assert "And sun on the lake" in html
        key = re.search(r'name="key" value="(\w+)"', html)[1]
        assert client.post(path, {**form, "body": "And sun on the lake", "key": key}).status_code == 303
    assert Post.objects.count() == 2
    assert post.comments.count() == 2


def test_mistakes_come_back_beside_their_fields_with_all_that_was_written(client, author, place):
    answer = client.post("/write/", {**FORM, "group": "tea", "type": "story", "emotions": [], "brand": ""})

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Rain on the tent" in html
    assert "Choose one or two feelings." in html
    assert re.search(r'name="title"[^>]*aria-invalid="true"', html)
    assert "This kind of post needs a title." in html
    assert set(re.findall(r'class="kind titled">\s*<input type="radio" name="type" value="(\w+)"', html)) == {
        kind.key for kind in post_types.every() if kind.needs_title
    }
    assert re.search(r'name="type" value="story"[^>]* checked', html)
    assert 'name="key" value="form-key-1"' in html


def test_hostile_text_gets_a_sentence_and_not_a_fault(client, author, place):
    for body in ("a\x00b", "x" * 20_001, "[" * 2_000, "> " * 60 + "deep", "\u200b\u200b"):
        answer = client.post("/write/", {**FORM, "group": "tea", "body": body})

        assert answer.status_code == 422, body[:9]
        assert re.search(r'name="body"[^>]*aria-invalid="true"', answer.content.decode()), body[:9]
    assert not Post.objects.exists()


def test_a_picture_sent_with_the_form_survives_a_mistake_and_is_posted(client, author, place):
    first = client.post(
        "/write/", {**FORM, "group": "tea", "body": "", "images": cast.picture(), "new_alt": "a kettle"}
    )
    picture = PostImage.objects.get()
    assert first.status_code == 422
    assert f'name="picture" value="{picture.public_id}"' in first.content.decode()

    again = {**FORM, "group": "tea", "picture": picture.public_id, "alt": "a red kettle"}
    answer = client.post("/write/", again)

    picture.refresh_from_db()
    assert answer.status_code == 303
    assert (picture.post, picture.alt) == (Post.objects.get(), "a red kettle")
    assert 'alt="a red kettle"' in client.get(answer["Location"]).content.decode()


def sent_signed_out(client, **changes):
    """Send the open composer after the session has ended."""
    form = re.search(r'name="writer" value="([^"]+)"', client.get("/write/?group=tea").content.decode())
    client.logout()
    return client.post("/write/", {**FORM, "group": "tea", "title": "Half a title", "writer": form[1], **changes})


def test_signed_out_while_writing_brings_the_words_back_after_signing_in(client, author, place):
    sent = sent_signed_out(client)
    assert sent.status_code == 303
    assert sent["Location"].startswith("/accounts/login/?next=")

    client.force_login(author)
    html = client.get("/write/?group=tea").content.decode()

    assert "Rain on the tent" in html
    assert "Half a title" in html
    assert not Post.objects.exists()


def test_words_of_an_ended_session_are_nobody_elses(client, author, place):
    sent_signed_out(client)

    client.force_login(cast.member(place, "next"))
    assert "Rain on the tent" not in client.get("/write/?group=tea").content.decode()

    client.force_login(author)  # they are gone, not waiting
    assert "Rain on the tent" not in client.get("/write/?group=tea").content.decode()


@pytest.mark.parametrize("writer", ["", "forged", "ImFuYSI:1a:x"])
def test_words_without_a_known_writer_are_not_kept(client, author, place, writer):
    sent = sent_signed_out(client, writer=writer)

    assert sent["Location"].startswith("/accounts/login/?next=")
    assert "unsent_post" not in client.session
    client.force_login(author)
    assert "Rain on the tent" not in client.get("/write/?group=tea").content.decode()


def test_a_stale_edit_shows_both_versions_and_keeps_mine(client, author, place):
    made = cast.post(author, place, "First words")
    posts.edit(post=made, editor=author, composition=cast.words("Words of the other tab"), edition=1, now=cast.NOON)

    answer = client.post(page(made.public_id, "edit"), {**FORM, "edition": "1", "body": "Words of this tab"})

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Words of the other tab" in html
    assert "Words of this tab" in html
    assert 'name="edition" value="2"' in html
    again = client.post(page(made.public_id, "edit"), {**FORM, "edition": "2", "body": "Words of this tab"})
    assert again.status_code == 303


def test_a_group_that_is_gone_or_closed_takes_no_words_away(client, author, place):
    cast.group("den", visibility="secret")

    for slug in ("den", "nowhere"):
        answer = client.post("/write/", {**FORM, "group": slug, "body": "Rain on the roof"})
        assert answer.status_code == 404
        assert "Rain on the roof" in answer.content.decode()
        assert "There is no such group any more." in answer.content.decode()


def test_no_form_is_offered_for_what_may_not_be_changed_any_more(client, author, place):
    post = cast.post(author, place)
    comment = cast.answer(author, post)
    pages = [f"/p/{post.public_id}/edit/", f"/c/{comment.public_id}/edit/"]
    assert [client.get(page).status_code for page in pages] == [200, 200]
    Membership.objects.filter(user=author).update(state="left")

    assert [client.get(page).status_code for page in pages] == [403, 403]


def test_who_is_muted_while_they_edit_keeps_their_words(client, author, place):
    made = cast.post(author, place, "First words")
    comment = cast.answer(author, made, "First words")
    Membership.objects.filter(user=author).update(muted_until=FOR_GOOD)

    for path in (page(made.public_id, "edit"), reverse("community:comment-edit", args=[comment.public_id])):
        answer = client.post(path, {**FORM, "edition": "1", "version": "1", "body": "Second words"})
        assert answer.status_code == 403
        assert "You are muted in this group for good." in answer.content.decode()
        assert "Second words" in answer.content.decode()

    for row in (made, comment):
        row.refresh_from_db()
        assert row.body == "First words"


def test_the_history_shows_words_added_and_taken_out(client, author, place):
    made = cast.post(author, place, "Two cups of tea")
    posts.edit(post=made, editor=author, composition=cast.words("Three cups of tea"), edition=1, now=cast.NOON)

    html = client.get(page(made.public_id, "history")).content.decode()

    assert "<ins>Three</ins>" in html
    assert "<del>Two</del>" in html


def test_deleting_asks_first_then_can_be_taken_back(client, author, place):
    made = cast.post(author, place)
    assert client.get(page(made.public_id, "delete")).status_code == 200

    client.post(page(made.public_id, "delete"))
    assert Client().get(page(made.public_id)).status_code == 404
    assert b"Bring it back" in client.get(page(made.public_id, "gone")).content
    client.post(page(made.public_id, "restore"))

    assert client.get(page(made.public_id)).status_code == 200


def test_a_reaction_without_scripts_comes_back_to_the_page(client, author, place):
    made = cast.post(author, place)

    answer = client.post(
        page(made.public_id, "react"), {"kind": "hug"}, headers={"referer": "http://testserver/groups/"}
    )

    assert (answer.status_code, answer["Location"]) == (303, "http://testserver/groups/")
    assert Reaction.objects.get().kind == "hug"
    assert client.post(page(made.public_id, "react"), {"kind": "bite"}).status_code == 422


def test_answers_make_a_tree_and_a_deleted_one_keeps_its_place(client, author, place):
    made = cast.post(author, place)
    top = cast.answer(author, made, "Top of the tree")
    client.post(
        reverse("community:comment-create", args=[made.public_id]),
        {"body": "A leaf", "parent": top.public_id, "key": "leaf-key-1"},
    )
    removals.delete(target=top, author=author, now=cast.NOON)

    html = client.get(page(made.public_id)).content.decode()

    leaf = Comment.objects.get(body="A leaf")
    assert (leaf.parent, leaf.depth) == (top, 1)
    assert "A leaf" in html
    assert "deleted by its author" in html
    assert "Top of the tree" not in html


def test_an_empty_answer_comes_back_with_a_sentence(client, author, place):
    made = cast.post(author, place)

    answer = client.post(reverse("community:comment-create", args=[made.public_id]), {"body": " ", "key": "some-key-1"})

    assert answer.status_code == 422
    assert b"Please write something here." in answer.content


def test_who_sits_at_two_tables_says_where_unless_they_come_from_one(client, author, place):
    cast.join(author, cast.group("bread"))

    for path, chosen in (("/write/", ""), ("/write/?group=tea", "tea")):
        options = re.search(r'<select name="group".*?</select>', client.get(path).content.decode(), re.DOTALL)[0]
        assert re.findall(r'value="([^"]*)"', options) == ["", "bread", "tea"]
        assert re.findall(r'value="([^"]*)" selected', options) == [chosen]
    assert 'href="/write/?group=tea"' in client.get("/g/tea/").content.decode().split("<main")[0]


def test_drafts_are_saved_listed_and_offered_again(client, author, place):
    payload = {"title": "", "body": "Half a thought", "emotions": ["hope"], "group": "tea"}
    saved = client.post("/drafts/save/", {"intent": "new", "payload": payload}, content_type="application/json")
    assert saved.json()["text"].startswith("Saved")

    assert b"Half a thought" in client.get("/drafts/").content
    html = client.get("/write/").content.decode()
    assert "Half a thought" in html
    assert re.search(r'value="hope"[^>]* checked', html)
    client.post("/write/", {**FORM, "group": "tea", "intent": "new"})

    assert not Draft.objects.exists()


def test_a_preview_is_a_page_without_scripts_and_a_fragment_with_them(client, author, place):
    plain = client.post("/write/preview/", {"body": "**bold**"})
    swapped = client.post("/write/preview/", {"body": "**bold**"}, headers={"hx-request": "true"})

    assert b"<strong>bold</strong>" in plain.content
    assert b"<html" in plain.content
    assert b"<strong>bold</strong>" in swapped.content
    assert b"<html" not in swapped.content


def test_with_scripts_a_sent_post_redirects_and_mistakes_swap(client, author, place):
    asked = {"hx-request": "true"}

    good = client.post("/write/", {**FORM, "group": "tea"}, headers=asked)
    bad = client.post("/write/", {**FORM, "group": "tea", "key": "form-key-2", "body": ""}, headers=asked)
    closed = client.post("/write/", {**FORM, "group": cast.group("closed").slug, "key": "form-key-3"}, headers=asked)

    assert good["HX-Redirect"] == page(Post.objects.get().public_id)
    assert (bad.status_code, closed.status_code) == (422, 422)
    assert b"Join the group first" in closed.content


def test_with_scripts_a_comment_answers_with_an_empty_box_and_the_conversation(client, author, place):
    made = cast.post(author, place)
    address, asked = reverse("community:comment-create", args=[made.public_id]), {"hx-request": "true"}

    good = client.post(address, {"body": "So true", "key": "some-key-1"}, headers=asked).content.decode()
    bad = client.post(address, {"body": "", "key": "some-key-2"}, headers=asked)

    assert "So true" in good
    assert re.search(r'id="comments" class="stack"\s+hx-swap-oob="true"', good)
    assert re.search(r"<textarea[^>]*></textarea>", good)
    assert bad.status_code == 422
    assert 'id="comments"' not in bad.content.decode()


def test_visitors_read_public_posts_and_are_led_to_sign_in(client, place):
    made = cast.post(cast.member(place), place)

    html = client.get(page(made.public_id)).content.decode()

    assert "A quiet morning." in html
    assert 'formaction="' not in html
    assert client.get(page(made.public_id, "edit")).status_code == 302


@pytest.mark.parametrize("visibility", ["listed", "secret"])
def test_a_private_post_is_not_there_for_outsiders(client, visibility):
    place = cast.group(visibility=visibility)
    made = cast.post(cast.member(place), place)
    client.force_login(cast.person())

    for name in ("detail", "card", "history", "edit", "delete", "react", "gone", "restore"):
        ask = client.post if name in ("react", "restore") else client.get
        answer = ask(page(made.public_id, name))

        assert answer.status_code == 404, name
        assert b"A quiet morning." not in answer.content, name


@pytest.mark.parametrize("shut", [{"archived_at": cast.NOON}, {"banned_until": FOR_GOOD}])
def test_on_the_page_of_a_post_nothing_is_offered_that_would_be_refused(client, author, place, shut):
    post = cast.post(author, place)
    comment = cast.answer(author, post)
    (Group if "archived_at" in shut else Membership).objects.update(**shut)

    for address in (page(post.public_id), f"/p/{post.public_id}/card/?full=1", f"/p/{post.public_id}/comments/"):
        html = client.get(address).content.decode()
        assert "/react/" not in html, address
        assert "?reply_to" not in html, address
        assert f"/c/{comment.public_id}/edit/" not in html, address
        assert f"/p/{post.public_id}/edit/" not in html, address


def test_who_is_muted_may_react_and_is_offered_no_answer(client, author, place):
    post = cast.post(author, place)
    cast.answer(author, post)
    Membership.objects.update(muted_until=FOR_GOOD)

    html = client.get(page(post.public_id)).content.decode()

    assert "/react/" in html
    assert "?reply_to" not in html
