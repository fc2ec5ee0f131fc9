"""Feelings are suggested to who writes and to nobody else; what they answer is kept, worth nothing, and goes along."""

from __future__ import annotations

import logging

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts import personal
from community import analyzers
from community.analyzers import model
from community.analyzers.training import learning
from community.models import FeelingAnswer, Post
from community.services import feelings
from gamify.models import Activity
from lib import clock
from tests.api.callers import Caller
from tests.community import cast, teaching

pytestmark = pytest.mark.django_db
PATH = "/feelings/suggested/"
WORDS = "My first loaf rose! So happy, thank you all for the tips."
FORM = {"group": "tea", "key": "form-key-1", "type": "note", "title": "", "body": WORDS, "emotions": ["joy", "calm"]}


@pytest.fixture
def author(client):
    user = cast.member(cast.group("tea", member_count=1), "ana")
    client.force_login(user)
    return user


def kept(post: Post) -> dict[str, str]:
    return dict(FeelingAnswer.objects.filter(post=post).values_list("emotion", "answer"))


def test_the_composer_shows_what_the_words_may_feel_like_and_why(client, author, django_assert_num_queries, caplog):
    client.get("/write/")  # the first page of the day records a visit
    caplog.set_level(logging.DEBUG)

    with django_assert_num_queries(1):  # who asks
        html = client.post(PATH, {"title": "", "body": WORDS}).content.decode()

    assert html.count("data-accept") == 2
    assert "<q>thank</q>" in html
    assert "checked" not in html
    assert html.index("Gratitude") < html.index("Joy")
    assert "loaf" not in caplog.text


def test_nothing_is_shown_again_nor_to_who_does_not_want_it_nor_to_nobody(client, author):
    for sent in ({"emotions": "gratitude", "dismissed": "joy"}, {"body": "Water, eighty degrees."}):
        assert b"data-accept" not in client.post(PATH, {"body": WORDS, **sent}).content
    assert b'data-controller="feelings"' in client.get("/write/").content

    wanted = {"locale": "en", "time_zone": "UTC"}  # the box is not ticked
    client.post("/settings/preferences/", wanted)

    assert b"data-accept" not in client.post(PATH, {"body": WORDS}).content
    assert b'data-controller="feelings"' not in client.get("/write/").content
    client.logout()
    assert client.post(PATH, {"body": WORDS}).status_code == 204


def test_what_the_author_did_with_it_is_kept_beside_the_post_and_worth_nothing(client, author):
    sent = {"suggested": ["joy", "gratitude", "fun", "smug"], "dismissed": ["gratitude", "joy", "x\0"]}

    client.post("/write/", FORM)
    client.post("/write/", FORM | sent | {"key": "form-key-2"})

    plain, post = Post.objects.order_by("pk")
    assert kept(plain) == {}
    assert kept(post) == {"joy": "accepted", "calm": "author", "gratitude": "dismissed"}  # "fun" was left alone
    assert all(each.model_id.startswith("ngram-en-") for each in FeelingAnswer.objects.all())
    one, other = Activity.objects.filter(verb="create")
    assert one.data == other.data


def test_an_edit_answers_again_and_erasing_takes_the_answers_along(client, author):
    client.post("/write/", FORM | {"suggested": ["joy", "gratitude"], "dismissed": ["gratitude"]})
    post = Post.objects.get()

    form = client.get(f"/p/{post.public_id}/edit/").content.decode()
    assert '<input type="hidden" name="dismissed" value="gratitude">' in form
    edited = FORM | {"emotions": ["gratitude"], "suggested": ["gratitude"], "edition": "1"}
    client.post(f"/p/{post.public_id}/edit/", edited)

    assert kept(post) == {"joy": "accepted", "calm": "author", "gratitude": "accepted"}
    personal.erase(user=author, with_words=False, now=clock.now())
    assert kept(post) == {}
    assert Post.objects.filter(pk=post.pk).exists()


def test_what_comes_back_with_a_mistake_remembers_what_was_answered(client, author):
    html = client.post(
        "/write/", FORM | {"emotions": [], "suggested": ["joy", "x"], "dismissed": ["joy"]}
    ).content.decode()

    assert html.count('name="suggested"') == html.count('name="dismissed"') == 1


def test_a_program_gets_the_same_and_answers_with_the_post(author):
    caller = Caller(author)

    found = caller.post("emotions/suggestions", {"text": WORDS}).json()
    caller.post("posts", {"group": "tea", "body": WORDS, "emotions": ["joy"], "suggested": ["joy"]})

    assert [each["emotion"] for each in found["suggestions"]] == ["gratitude", "joy"]
    assert all(words in WORDS for each in found["suggestions"] for words in each["evidence"])
    assert found["model"].startswith("ngram-en-")
    assert kept(Post.objects.get()) == {"joy": "accepted"}


def test_what_was_chosen_counts_before_what_was_sent_away():
    told = feelings.answers(("joy",), {"joy", "sad", "fun"}, ("joy", "sad"))

    assert told == {"joy": "accepted", "sad": "dismissed"}


def test_a_community_teaches_how_it_speaks_and_a_model_that_is_no_better_is_left(
    author, tmp_path, settings, monkeypatch, capsys
):
    settings.EMOTION_MODELS = str(tmp_path / "models")
    place, folder = author.memberships.get().group, teaching.fill(tmp_path)
    post = [cast.post(author, place, f"moonlit kettle {number}", emotions=("wonder",)) for number in range(15)]
    call_command("emotion_learn", data=folder)
    FeelingAnswer.objects.bulk_create(
        FeelingAnswer(post=each, emotion="wonder", answer="accepted", model_id="x", at=each.created_at) for each in post
    )
    monkeypatch.setattr(learning, "LEAST", 10)
    model.load.cache_clear()

    call_command("emotion_learn", data=folder)
    model.load.cache_clear()
    found = analyzers.analyze("moonlit kettle").suggestions
    call_command("emotion_learn", data=folder)

    model.load.cache_clear()
    assert [each.tag for each in found] == ["wonder"]
    told = capsys.readouterr().out
    assert "en: 0 answered posts; from 100 on they teach." in told
    assert (told.count("kept, and served after a restart"), told.count("left as it was")) == (1, 1)
    settings.EMOTION_MODELS = ""
    with pytest.raises(CommandError, match="HEARTH_EMOTION_MODELS"):
        call_command("emotion_learn", data=folder)
