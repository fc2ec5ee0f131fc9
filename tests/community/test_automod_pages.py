"""Automod's pages: a rule is tried, saved and changed; authors read what waits and why; moderators approve."""

from __future__ import annotations

import pytest
from django.urls import reverse

from community.models import AutomodRule, Comment, Post
from community.selectors import automod as reads
from lib import clock
from tests.api.callers import Caller
from tests.community import cast
from tests.community.test_moderation_pages import Scene, text
from tests.community.watching import SPAM, case_of, watch

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
RULE = {"lines": "kettle\ncasino", "act": "hold", "rule": "2"}


@pytest.fixture
def scene():
    return Scene()


def path(scene, name="group-automod", *args):
    return reverse(f"community:{name}", args=[scene.group.slug, *args])


def write(scene, **data):
    sent = {"group": "tea", "body": SPAM, "emotions": "calm", "type": "note", "key": "key-of-the-form"} | data
    return scene.open("author", reverse("community:post-create"), **sent)


def test_a_rule_is_tried_on_what_is_there_before_it_is_saved(scene):
    page = text(scene.open("mod", path(scene, "automod-create", "words"), **RULE, **{"try": "1"}))

    assert "Of the last 1 text it would have met 1." in page
    assert f"/p/{scene.post.public_id}/" in page
    assert "kettle\ncasino" in page
    assert not AutomodRule.objects.exists()
    saved = scene.open("mod", path(scene, "automod-create", "words"), **RULE)
    assert saved.url == path(scene)
    assert "kettle, casino" in text(scene.open("mod", path(scene)))
    scene.group.refresh_from_db()
    assert scene.group.automod_count == 1


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(scene):
    page = scene.open("mod", path(scene, "automod-create", "newcomer"), act="refuse", rule="2", most="3", days="0")

    assert page.status_code == 422
    assert "Whoever may not write a first text can never write a second" in text(page)
    assert 'value="3"' in text(page)
    for data in ({"act": "burn"}, {"rule": "9"}, {"lines": "\x00"}, {"lines": ""}, {"lines": "***"}):
        assert scene.open("mod", path(scene, "automod-create", "words"), **RULE | data).status_code == 422
    assert not AutomodRule.objects.exists()


def test_a_rule_that_somebody_changed_meanwhile_is_not_written_over(scene):
    made = watch(scene.mod, scene.group)
    scene.open("owner", path(scene, "automod-edit", made.pk), **RULE, version="1")

    stale = scene.open("mod", path(scene, "automod-edit", made.pk), **RULE | {"lines": "poker"}, version="1")

    assert stale.status_code == 409
    assert "poker" in text(stale)
    made.refresh_from_db()
    assert made.lines == ["kettle", "casino"]
    assert scene.open("mod", path(scene, "automod-delete", made.pk), version="1").url == path(
        scene, "automod-edit", made.pk
    )
    scene.open("mod", path(scene, "automod-delete", made.pk), version="2")
    assert not AutomodRule.objects.exists()


def test_nobody_but_who_looks_after_the_group_knows_what_automod_looks_for(scene):
    made = watch(scene.mod, scene.group)
    pages = (path(scene), path(scene, "automod-create", "words"), path(scene, "automod-edit", made.pk))

    for page in pages:
        assert scene.open("mod", page).status_code == 200
        assert scene.open("member", page).status_code == 403
        assert scene.open(None, page).status_code == 302
    assert scene.open("mod", path(scene, "automod-create", "raid")).status_code == 404


def test_a_refused_text_comes_back_with_the_rule_beside_it(scene):
    watch(scene.mod, scene.group, act="refuse")

    page = write(scene)

    assert page.status_code == 422
    assert "“casino” is not for this group. Rule 2: No selling." in text(page)
    assert SPAM in text(page)
    answer = scene.open("author", reverse("community:comment-create", args=[scene.post.public_id]), body=SPAM)
    assert answer.status_code == 422
    assert "“casino” is not for this group. Rule 2: No selling." in text(answer)


def test_the_author_reads_what_waits_and_why_and_may_delete_it(scene):
    watch(scene.mod, scene.group)

    answer = write(scene)

    held = Post.objects.get(state="held")
    page = scene.open("author", answer.url)
    assert page.url == reverse("community:post-gone", args=[held.public_id])
    assert "Your post waits for a moderator" in text(scene.open("author", page.url))
    assert "casino · 2. No selling" in text(scene.open("author", page.url))
    for who in ("member", "outsider", "mod", None):
        assert scene.open(who, reverse("community:post-detail", args=[held.public_id])).status_code == 404
        assert SPAM not in text(scene.open(who, reverse("community:group-detail", args=["tea"])))
    scene.open("author", reverse("community:post-delete", args=[held.public_id]), sure="1")
    held.refresh_from_db()
    assert (held.state, case_of(held).state) == ("deleted", "settled")


def test_a_held_comment_is_labelled_for_its_author_who_can_only_delete_it(scene):
    watch(scene.mod, scene.group)
    scene.open(
        "author", reverse("community:comment-create", args=[scene.post.public_id]), body=SPAM, key="key-12345678"
    )

    held = Comment.objects.get(state="held")
    place = reverse("community:post-detail", args=[scene.post.public_id])
    assert "Waits for a moderator; only you can see it" in text(scene.open("author", place))
    assert SPAM not in text(scene.open("member", place))
    assert scene.open("author", reverse("community:comment-edit", args=[held.public_id])).status_code == 404
    assert scene.open("member", reverse("community:comment-delete", args=[held.public_id])).status_code == 404
    scene.open("author", reverse("community:comment-delete", args=[held.public_id]), sure="1")
    held.refresh_from_db()
    assert held.state == "deleted"


def test_a_moderator_approves_from_the_queue(scene):
    watch(scene.mod, scene.group)
    held = cast.post(scene.author, scene.group, SPAM, now=clock.now())
    case = case_of(held)

    assert "held by automod" in text(scene.open("mod", reverse("community:group-queue", args=["tea"])))
    page = text(scene.open("mod", reverse("community:case-detail", args=[case.pk])))
    assert "What waits for approval" in page
    assert "Words or phrases: casino" in page
    assert "See it in its place" not in page
    scene.open("mod", reverse("community:case-detail", args=[case.pk]), seen="1.held.", action="approve")

    held.refresh_from_db()
    assert held.is_published
    assert "Flagged by automod" in text(scene.open("member", reverse("community:group-modlog", args=["tea"])))


def test_the_queue_is_narrowed_to_a_rule_that_automod_cites(scene):
    made = watch(scene.mod, scene.group)
    cast.post(scene.author, scene.group, SPAM, now=clock.now())
    queue = reverse("community:group-queue", args=["tea"])

    assert "The best casino" in text(scene.open("mod", f"{queue}?rule={made.rule_id}"))
    assert "The best casino" not in text(scene.open("mod", f"{queue}?rule={made.rule_id + 1000}"))


@pytest.mark.parametrize("number", [1, 20])
def test_a_trial_costs_the_same_for_few_texts_and_for_many(scene, number, django_assert_num_queries):
    for line in range(number):
        cast.answer(scene.author, cast.post(scene.author, scene.group, f"Kettle {line}.", now=clock.now()))
    for cause, queries in (("words", 3), ("newcomer", 3), ("repeat", 3)):
        rule = AutomodRule(group=scene.group, cause=cause, lines=["kettle"], most=1, days=1)
        with django_assert_num_queries(queries):
            trial = reads.trial(group=scene.group, rule=rule)
        assert trial.read == 2 * number + 1


def test_a_trial_says_what_each_cause_would_have_met(scene):
    now = clock.now()
    cast.post(scene.mod, scene.group, "Kettle, by a moderator.", now=now)
    for _time in range(3):
        cast.post(scene.member, scene.group, "Come and see my five new teapots! https://pots.example @mod", now=now)

    def met(cause, **more):
        return reads.trial(group=scene.group, rule=AutomodRule(group=scene.group, cause=cause, **more)).met

    assert met("words", lines=["kettle"]) == 1
    assert (met("links"), met("links", lines=["other.example"])) == (3, 0)
    assert (met("mentions", most=0), met("mentions", most=1)) == (3, 0)
    assert met("newcomer", most=1) == 4
    assert met("newcomer", days=0) == 0
    assert met("pictures") == 0


def test_a_program_writes_rules_and_reads_that_its_post_waits(scene):
    mod, author = Caller(scene.mod), Caller(scene.author)
    wish = {"cause": "words", "act": "hold", "rule": 2, "lines": ["casino"]}

    made = mod.post("groups/tea/automod", wish)
    tried = mod.post("groups/tea/automod/trial", wish | {"lines": ["kettle"]})
    changed = mod.put(f"groups/tea/automod/{made.json()['id']}", wish | {"lines": ["poker", "casino"], "version": 1})
    stale = mod.put(f"groups/tea/automod/{made.json()['id']}", wish | {"version": 1})

    assert (made.status_code, changed.json()["version"], stale.status_code) == (201, 2, 409)
    assert (tried.json()["read"], tried.json()["met"]) == (1, 1)
    assert [each["lines"] for each in mod.get("groups/tea/automod").json()["results"]] == [["poker", "casino"]]
    sent = author.post("posts", {"group": "tea", "body": SPAM, "emotions": ["calm"]}).json()
    assert (sent["post"]["state"], sent["answer"]) == ("held", None)
    held = sent["post"]["id"]
    assert author.get(f"posts/{held}").json()["state"] == "held"
    assert Caller(scene.member).get(f"posts/{held}").status_code == 404
    (case,) = mod.get("groups/tea/cases").json()["results"]
    whole = mod.get(f"cases/{case['id']}").json()
    assert (case["kind"], whole["actions"]) == ("approval", ["approve", "decline"])
    assert [(flag["cause"], flag["found"]) for flag in whole["flags"]] == [("words", "casino")]
    assert author.delete(f"posts/{held}").status_code == 204
    assert mod.delete(f"groups/tea/automod/{made.json()['id']}").status_code == 204
