"""Unsent words are kept, one an intent, and never in anybody's way."""

from __future__ import annotations

import pytest

from community.models import Draft
from community.selectors import drafts as reads
from community.services import drafts
from lib import errors
from tests.community import cast

pytestmark = pytest.mark.django_db


def save(user, intent="new", **payload):
    return drafts.save(user=user, intent=intent, payload=payload, now=cast.NOON)


def test_one_draft_an_intent_the_latest_words_win_and_nothing_deletes_it():
    user = cast.person()
    save(user, body="Half a thou")
    save(user, body="Half a thought")
    save(user, intent="new:tea", body="Another")

    assert reads.find(user=user, intent="new")["body"] == "Half a thought"
    assert reads.count_of(user=user) == 2
    assert save(user, body="") is None
    assert reads.find(user=user, intent="new") == {}


def test_a_window_does_not_write_over_what_another_one_kept_since():
    user = cast.person()

    def write(body, window, seen):
        payload = {"body": body, "window": window}
        return drafts.save(user=user, intent="new", payload=payload, now=cast.NOON, seen=seen)

    write("One thought", "window-a", "")
    write("One thought more", "window-a", "")
    write("Carried on elsewhere", "window-b", "window-a")
    for body in ("A late letter", ""):
        with pytest.raises(drafts.WrittenElsewhere):
            write(body, "window-a", "")
    assert reads.find(user=user, intent="new")["body"] == "Carried on elsewhere"

    drafts.discard(user=user, intent="new")
    assert write("Begun again", "window-a", "").payload["body"] == "Begun again"


def test_the_endpoint_and_the_page_say_which_window_wrote(client):
    place = cast.group("tea")
    user = cast.member(place)
    client.force_login(user)

    def send(body, window, **more):
        sent = {"intent": "new", "payload": {"body": body, "window": window}, **more}
        return client.post("/drafts/save/", sent, content_type="application/json")

    assert 'name="seen" value=""' in client.get("/write/").content.decode()
    assert [send("x", "phone", seen="").status_code, send("y", "desk", seen="").status_code] == [200, 409]
    assert 'name="seen" value="phone"' in client.get("/write/").content.decode()
    assert send("y", "desk", seen="").json()["code"] == "community.draft_written_elsewhere"
    assert [send("y", "desk", seen="phone").status_code, send("z", "old").status_code] == [200, 200]
    assert send("y", "desk", seen=["phone"]).status_code == 400


def test_a_page_goes_on_from_what_a_program_kept_and_not_over_it():
    user = cast.person()
    first = save(user, body="From a program").payload["version"]

    for seen in ("", "window-b"):
        with pytest.raises(drafts.WrittenElsewhere) as refused:
            drafts.save(user=user, intent="new", payload={"body": "Mine"}, now=cast.NOON, seen=seen)
    assert refused.value.data == {"body": "From a program", "version": first}

    mark = reads.mark_of(reads.find(user=user, intent="new"))
    window = {"body": "Gone on", "window": "window-a"}
    later = drafts.save(user=user, intent="new", payload=window, now=cast.NOON, seen=mark).payload["version"]
    assert later != first
    with pytest.raises(drafts.WrittenElsewhere):
        drafts.save(user=user, intent="new", payload={"body": "Late"}, now=cast.NOON, seen=first)


def test_a_box_for_a_comment_says_what_it_goes_on_from_and_whom_it_answers(client):
    place = cast.group("tea")
    user = cast.member(place)
    post = cast.post(user, place)
    comment = cast.answer(user, post)
    page = f"/p/{post.public_id}/"
    client.force_login(user)

    assert 'name="seen" value=""' in client.get(page).content.decode()
    save(user, intent=f"reply:{post.public_id}", body="Begun", parent=comment.public_id, window="phone")
    begun = client.get(page).content.decode()
    aside = client.get(f"{page}?reply_to=").content.decode()

    assert 'name="seen" value="phone"' in begun
    assert f'name="parent" value="{comment.public_id}"' in begun
    assert 'name="parent" value=""' in aside


def test_a_refused_text_still_says_what_it_goes_on_from(client):
    place = cast.group("tea")
    user = cast.member(place)
    post = cast.post(user, place)
    client.force_login(user)

    for path in ("/write/", f"/p/{post.public_id}/edit/", f"/p/{post.public_id}/comments/new/"):
        again = client.post(path, {"body": "", "seen": "phone", "key": "fresh-key-1", "group": "tea"})
        assert 'name="seen" value="phone"' in again.content.decode(), path


def test_what_is_kept_on_its_way_does_not_come_back_after_it_was_sent(client):
    place = cast.group("tea")
    user = cast.member(place)
    post = cast.post(user, place)
    client.force_login(user)

    def keep_late(intent, body):
        sent = {"intent": intent, "payload": {"body": body, "window": "window-a1"}, "seen": ""}
        assert client.post("/drafts/save/", sent, content_type="application/json").status_code == 200

    keep_late(f"reply:{post.public_id}", "A pot")
    client.post(f"/p/{post.public_id}/comments/new/", {"body": "A pot", "key": "window-a1"})
    keep_late(f"reply:{post.public_id}", "A po")

    assert not Draft.objects.exists()


def test_sending_from_one_window_leaves_what_another_one_has_written_since(client):
    place = cast.group("tea")
    user = cast.member(place)
    post = cast.post(user, place)
    client.force_login(user)
    reply = f"reply:{post.public_id}"
    for intent in ("new:tea", reply):
        save(user, intent=intent, body="Elsewhere", window="desk")

    words = {"group": "tea", "intent": "new:tea", "type": "note", "emotions": ["calm"], "body": "From the phone"}
    client.post("/write/", {**words, "key": "phone-0001", "seen": ""})
    client.post(f"/p/{post.public_id}/comments/new/", {"body": "From the phone", "key": "phone-0002", "seen": ""})
    assert reads.count_of(user=user) == 2

    client.post("/write/", {**words, "key": "phone-0003", "seen": "desk"})
    client.post(f"/p/{post.public_id}/comments/new/", {"body": "Here now", "key": "desk", "seen": ""})
    assert reads.count_of(user=user) == 0


def test_only_known_fields_are_kept_and_hostile_ones_refused():
    user = cast.person()
    save(user, body="x", state="published", author=7, emotions=["joy", 3], pictures="none")

    kept = Draft.objects.get().payload
    assert kept == {"body": "x", "emotions": ["joy"], "version": kept["version"]}
    for payload in ({"body": "a\x00"}, {"body": "a\ud800"}, {"body": "x" * 21_001}, {"body": "x", "alts": ["y" * 301]}):
        with pytest.raises(errors.Invalid):
            save(user, **payload)
    for intent in ("", "steal", "new:" + "x" * 60, "new:a/b", "edit:\x00"):
        with pytest.raises(errors.Invalid):
            save(user, intent=intent, body="x")


def test_thirty_drafts_are_enough():
    user = cast.person()
    for number in range(drafts.LIMIT):
        save(user, intent=f"reply:{number}", body="x")

    with pytest.raises(drafts.TooManyDrafts):
        save(user, intent="reply:more", body="x")
    assert save(user, intent="reply:3", body="again")


def test_the_list_leads_to_each_place_and_leaves_out_what_is_gone():
    place = cast.group("tea")
    user = cast.member(place)
    post = cast.post(user, place, title="Kettle")
    save(user, intent="new:tea", body="Begun")
    save(user, intent=f"edit:{post.public_id}", body="Changed")
    save(user, intent=f"reply:{post.public_id}", body="Replied")
    save(user, intent="reply:nosuchpost00", body="Lost")

    found = {each.path: each.where for each in reads.drafts_of(user=user)}

    assert found == {
        "/write/?group=tea": "Tea",
        f"/p/{post.public_id}/edit/": "Kettle",
        f"/p/{post.public_id}/#answer": "Kettle",
    }


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_costs_two_queries_and_one_for_groups(number, django_assert_num_queries):
    place = cast.group("tea")
    user = cast.member(place)
    for each in range(number):
        save(user, intent=f"reply:{cast.post(user, place).public_id}", body=str(each))

    with django_assert_num_queries(2):
        assert len(reads.drafts_of(user=user)) == number
    save(user, intent="new:tea", body="x")
    with django_assert_num_queries(3):
        reads.drafts_of(user=user)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"intent": 3}', b'{"intent": "new", "payload": []}', b"\xff", b"[" * 100_000]
)
def test_the_endpoint_answers_garbage_with_a_sentence(client, body):
    client.force_login(cast.person())

    answer = client.post("/drafts/save/", body, content_type="application/json")

    assert answer.status_code in (400, 422)
    assert answer.json()["text"]


def test_signed_out_the_endpoint_says_that_the_device_keeps_it(client):
    answer = client.post("/drafts/save/", {"intent": "new", "payload": {"body": "x"}}, content_type="application/json")

    assert answer.status_code == 401
    assert "this device" in answer.json()["text"]
