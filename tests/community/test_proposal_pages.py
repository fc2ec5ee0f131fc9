"""The pages of proposals for every kind of reader: without scripts, with few queries, kind when they refuse."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string

from accounts.models import User
from community import paths, rights
from community.models import Amendment, Argument, Authorship, Proposal, ProposalPicture, Support
from community.selectors import amendments, arguments, proposal_lists, proposal_page
from community.services.proposals import amending, arguing, merging, reviewing, supporting, wording
from tests.community import cast, proposing
from tests.community.proposing import NOW, fresh
from tests.rewards.browsing import signed_in, text_of

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()
WITH_SCRIPTS = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _everybody_is_trusted(settings, clock):
    settings.HEARTH_TRUST_DAYS = 0


def show(made: Proposal, who: User | None = None, rest: str = ""):
    return signed_in(who).get(paths.of_proposal(made) + rest)


def press(made: Proposal, who: User | None, rest: str, headers=None, **sent):
    return signed_in(who).post(f"{paths.of_proposal(made)}{rest}/", sent, headers=headers or {})


def test_lists_pages_and_discussions_cost_the_same_for_few_and_many(django_assert_num_queries):
    made = proposing.opened(target=100)
    group, judge = made.group, proposing.judge(made.group)
    mei = cast.member(group)
    _talk(made, mei, 99)
    for number in (1, 6):
        with django_assert_num_queries(2):
            assert len(proposal_lists.page(viewer=mei).cards) == number
        with django_assert_num_queries(3):
            render_to_string(
                "community/proposal/standing.html", {"standing": proposal_page.standing(pk=made.pk), "now": NOW}
            )
        with django_assert_num_queries(3):
            assert arguments.best(viewer=mei, proposal=made).more == (number > 1)
        with django_assert_num_queries(2):
            arguments.bridges(proposal=made)
        with django_assert_num_queries(2):
            amendments.listing(viewer=mei, proposal=made)
        with django_assert_num_queries(3):
            proposal_lists.own(user=mei)
        if number == 1:
            for place in range(5):
                proposing.opened(group, by=judge)
                person = cast.member(group)
                supporting.support(user=person, proposal=made, now=NOW)
                _talk(made, person, place)


def _talk(made: Proposal, person: User, number: int) -> None:
    arguing.argue(author=person, proposal=made, side="for", body="Yes!", key=f"key-{number:04}", now=NOW)
    texts = {"change": f"Less waste, {number} times."}
    amending.propose(author=person, proposal=made, texts=texts, reason="More.", terms=rights.LATEST, now=NOW)


def test_pages_of_a_list_put_together_are_all_of_it_in_either_order():
    group = proposing.place()
    judge = proposing.judge(group)
    rows = [proposing.opened(group, by=judge, target=50) for _ in range(22)]
    for many, made in enumerate(rows[:3], start=1):
        Proposal.objects.filter(pk=made.pk).update(supporters=many)
    for order in proposal_lists.ORDERS:
        first = proposal_lists.page(viewer=VISITOR, order=order)
        rest = proposal_lists.page(viewer=VISITOR, order=order, after=first.next_cursor)
        found = [card.proposal for card in (*first.cards, *rest.cards)]
        by = (lambda made: made.pk) if order == "new" else (lambda made: (made.supporters, made.pk))

        assert found == sorted(found, key=by, reverse=True)
        assert ({made.pk for made in found}, rest.next_cursor) == ({made.pk for made in rows}, "")


def test_an_idea_is_begun_saved_illustrated_signed_by_two_and_handed_in_without_scripts(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    group, brand = proposing.place(), proposing.brand()
    mei, jonas = cast.member(group), cast.member(group)
    browser = signed_in(mei)
    assert browser.post("/proposals/new/", {"group": group.slug, "title": " "}).status_code == 422
    begun = browser.post(
        "/proposals/new/", {"group": group.slug, "title": "Tins that refill", "brand": brand.slug, "shape": "annoys"}
    )
    made = Proposal.objects.get()
    assert (begun.status_code, made.brand, "annoys" in made.problem) == (303, brand, True)
    assert show(made, jonas).status_code == 404

    sent = {"title": "Tins that <i>refill</i>", **proposing.TEXTS, "brand": brand.slug, "edition": made.edition}
    assert "Saved 09:00" in press(made, mei, "save", WITH_SCRIPTS, **sent).content.decode()
    stale = press(made, mei, "edit", **{**sent, "title": "Mine"})
    assert (stale.status_code, "As it is now" in text_of(stale)) == (409, True)
    assert "Tins that &lt;i&gt;refill&lt;/i&gt;" in stale.content.decode()
    pictured = press(made, mei, "pictures", picture=cast.picture(), alt="A tin, open")
    picture = ProposalPicture.objects.get()
    paths_of = [f"/proposals/pictures/{picture.public_id}{end}" for end in (".webp", "/small.webp")]
    assert (pictured.status_code, [browser.get(path).status_code for path in paths_of]) == (303, [200, 200])
    assert [signed_in(jonas).get(path).status_code for path in paths_of] == [404, 404]

    press(made, mei, "authors", handle=f"@{jonas.username}")
    refused = press(made, mei, "hand-in", terms=rights.LATEST)
    assert (refused.status_code, "has not answered yet" in text_of(refused)) == (422, True)
    assert "asks whether you want to be named" in text_of(show(made, jonas))
    assert press(made, jonas, "authors/me", answer="yes", terms="old").status_code == 422
    assert press(made, jonas, "authors/me", answer="yes", terms=rights.LATEST).status_code == 303
    assert "Please read and accept" in text_of(press(made, mei, "hand-in"))
    assert press(made, mei, "hand-in", terms=rights.LATEST).status_code == 303
    assert fresh(made).state == "review"
    assert press(made, mei, "edit", **sent).status_code == 409
    assert set(Authorship.objects.values_list("terms", flat=True)) == {rights.LATEST}


def test_one_press_supports_and_another_takes_it_back_and_whoever_cannot_hears_why():
    made = proposing.opened(of=proposing.brand())
    mei = cast.person()
    visitor = press(made, None, "support")
    assert (visitor.status_code, "/accounts/login/" in visitor["Location"]) == (303, True)
    assert press(made, mei, "support").status_code == 303
    assert press(made, mei, "support").status_code == 303
    assert "You support it" in text_of(show(made, mei))
    assert "1 of 3 supporters" in text_of(show(made))
    again = press(made, mei, "support", WITH_SCRIPTS, back="1")
    assert (again.status_code, "I would want this" in text_of(again)) == (200, True)
    assert press(made, cast.person(), "support", back="1").status_code == 303
    for who, status in ((made.author, 403), (proposing.person_of(made), 403)):
        refused = press(made, who, "support")
        assert (refused.status_code, "others decide whether they want it" in text_of(refused)) == (status, True)
    assert press(made, made.author, "support", WITH_SCRIPTS).status_code == 422
    proposing.supported(made, 3)
    assert "answers by" in text_of(show(made))
    assert fresh(made).supporters == Support.objects.filter(state="counted").count() == 3


def test_a_new_version_is_read_word_by_word_and_asks_again():
    made = proposing.opened(target=5)
    mei = proposing.supported(made, 1)[0]
    made = fresh(made)
    sent = {**wording.texts_of(made), "sketch": "A bag that fits into the tin, sold alone.", "is_material": "1"}
    wrong = press(made, made.author, "edit", **sent, edition=made.edition)
    assert (wrong.status_code, 'id="changes-wrong"' in wrong.content.decode()) == (422, True)
    sent["changes"] = "A <b>bag</b>, since pouches tear."
    assert press(made, made.author, "edit", **sent, edition=made.edition).status_code == 303

    words = show(made, mei, "versions/").content.decode()
    assert "A &lt;b&gt;bag&lt;/b&gt;" in words
    assert re.search(r"<del>\s*pouch\s*</del>\s*<ins>\s*bag", words)
    assert "It has changed. Do you still want it?" in text_of(show(made, mei))
    press(made, mei, "support")
    assert (fresh(made).supporters, fresh(made).asked) == (1, 0)


def test_a_change_of_somebody_else_is_taken_in_with_credit_or_becomes_their_own_proposal():
    made = proposing.opened()
    mei = cast.member(made.group)
    sent = {name: getattr(made, name) for name in proposing.TEXTS} | {"title": made.title, "reason": "It pours"}
    assert press(made, mei, "amend", **sent, terms=rights.LATEST).status_code == 422
    for sketch in ("A pouch with a spout, sold alone.", "A pouch of tin, <u>heavy</u>."):
        assert press(made, mei, "amend", **{**sent, "sketch": sketch}, terms=rights.LATEST).status_code == 303
    good, bad = Amendment.objects.order_by("pk")
    for row in (good, bad):
        assert press(made, mei, f"amendments/{row.public_id}/answer", do="accept").status_code == 403
    assert "&lt;u&gt;heavy&lt;" in show(made, None, "amendments/").content.decode().replace("<ins>", "").replace(
        "</ins>", ""
    )

    Proposal.objects.filter(pk=made.pk).update(state="due")  # where nobody proposes a change any more
    assert f"/proposals/{made.public_id}/amendments/" in show(made, made.author).content.decode()
    Proposal.objects.filter(pk=made.pk).update(state="open")
    assert press(made, made.author, f"amendments/{good.public_id}/answer", do="accept", answer="Yes").status_code == 303
    silent = press(made, made.author, f"amendments/{bad.public_id}/answer", do="reject")
    assert (silent.status_code, "aria-invalid" in silent.content.decode()) == (422, True)
    press(made, made.author, f"amendments/{bad.public_id}/answer", do="reject", answer="Too heavy")
    assert "It became version 2" in text_of(show(made, None, "amendments/"))
    onward = press(made, mei, f"amendments/{bad.public_id}/promote")
    own = Proposal.objects.exclude(pk=made.pk).get()
    assert (onward["Location"], own.author) == (f"/proposals/{own.public_id}/edit/", mei)


def test_what_speaks_for_and_against_is_weighed_and_both_camps_are_heard():
    made = proposing.opened()
    people = [cast.member(made.group) for _ in range(10)]
    for place, side in enumerate(("for", "against", "for")):
        key = {"key": f"argument-{place}", "side": side, "body": f"Thought <b>{place}</b>"}
        assert press(made, people[0], "arguments", **key).status_code == 303
        assert press(made, people[0], "arguments", **key).status_code == 303
    assert press(made, people[0], "arguments", key="argument-9", side="maybe", body="").status_code == 422
    assert press(made, cast.person(), "arguments", side="for", body="From outside").status_code == 403
    assert "It is too early to say" in text_of(show(made, None, "arguments/"))
    one, other, bridge = Argument.objects.order_by("pk")
    for place, person in enumerate(people):
        camp = place < 5
        for row, agrees in ((one, camp), (other, not camp), (bridge, True)):
            kind = "agree" if agrees else "disagree"
            if place:
                arguing.think(user=person, argument=row, kind=kind, now=NOW)
            else:
                assert press(made, person, f"arguments/{row.public_id}", WITH_SCRIPTS, kind=kind).status_code == 200
    found = arguments.bridges(proposal=made)

    assert [(each.argument, each.camps) for each in found] == [(bridge, ((5, 5), (5, 5)))]
    page = show(made, people[0], "arguments/").content.decode()
    assert "One camp: 5 of 5 agree" in page
    assert ("Thought &lt;b&gt;2&lt;/b&gt;" in page, "<b>2</b>" in page) == (True, False)


def test_everybody_is_led_to_where_a_proposal_was_merged_and_an_author_may_try_a_lapsed_one_again():
    group = proposing.place()
    judge = proposing.judge(group)
    one, other = proposing.opened(group, by=judge), proposing.opened(group, by=judge)
    merging.merge(by=judge, proposal=one, into=other, reason="The same tin.", now=NOW)
    assert "It is part of" in text_of(show(one))
    assert "Other proposals came together here" in text_of(show(other))
    assert press(one, cast.person(), "support").status_code == 409
    late = proposing.opened(group, by=judge)
    Proposal.objects.filter(pk=late.pk).update(state="lapsed", next_by=None)
    sent = {**wording.texts_of(late), "title": "Tins, once more", "terms": rights.LATEST}
    assert press(late, late.author, "edit", **{**sent, "terms": ""}).status_code == 422
    assert press(late, late.author, "edit", **sent).status_code == 303
    assert "In review" in text_of(show(late, late.author))
    reviewing.ask_changes(by=judge, proposal=fresh(late), reason="Which <i>tin</i>?", now=NOW)
    assert "Which &lt;i&gt;tin&lt;/i&gt;?" in show(late, late.author).content.decode()
    assert press(late, late.author, "withdraw").status_code == 303
    assert [fresh(late).state, show(late).status_code] == ["withdrawn", 404]
