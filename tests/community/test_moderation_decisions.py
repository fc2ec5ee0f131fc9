"""What moderators decide about a case, on which grounds, and whom it reaches."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.services import closing
from community import moderation
from community.models import Case, Group, ModlogEntry, Post
from community.selectors import cases as case_reads, queues, standings
from community.services import cases, posts, reactions, removals
from gamify.models import Activity
from inbox.models import Notification
from lib import clock, errors
from tests.community import cast
from tests.community.moderating import (  # noqa: F401 fixtures
    LATER,
    a_moderator,
    a_post,
    a_reporter,
    an_author,
    decide,
    report,
    tea_with_rules,
    told,
    version,
)

pytestmark = pytest.mark.django_db


def test_removing_takes_the_post_away_sends_its_points_back_and_tells_everybody_why(tea, mod, author, reporter, post):
    case = report(post, reporter).report.case

    decide(case, mod)

    case.refresh_from_db()
    post.refresh_from_db()
    tea.refresh_from_db()
    assert (case.state, case.decided_by, case.rule.number, case.version) == ("removed", mod, 2, 2)
    assert post.state == "removed"
    assert tea.post_count == 0
    undo = Activity.objects.get(verb="undo")
    assert (undo.undoes.key, undo.data["reason"], undo.data["by"]) == (f"post:{post.pk}", "removed", mod.public_id)
    assert told(author, "moderation") == [
        "The moderators of Tea removed your post. What it had earned has gone back. "
        "Rule 2: No selling. They write: “It is an advert.”"
    ]
    assert told(reporter, "report_outcome") == ["The post you reported in Tea was removed. Thank you."]
    entry = ModlogEntry.objects.get()
    assert (entry.action, entry.actor, entry.subject, entry.post, entry.case) == ("remove", mod, author, post, case)


def test_the_letter_names_neither_moderator_nor_reporter(mod, author, reporter, post):
    decide(report(post, reporter).report.case, mod)

    line = Notification.objects.get(recipient=author, kind="moderation")
    assert line.actor is None
    assert mod.handle not in str(line.data)
    assert reporter.handle not in str(line.data)


def test_keeping_leaves_the_post_and_tells_the_reporter_only(mod, author, reporter, post):
    case = report(post, reporter).report.case

    decide(case, mod, "keep", rule=None, reason="A gift, not an advert.")

    post.refresh_from_db()
    assert post.is_published
    assert told(author, "moderation") == []
    assert told(reporter, "report_outcome") == ["The moderators of Tea looked at the post you reported and kept it."]


def test_bringing_back_gives_what_was_earned_again(mod, author, reporter, post):
    case = report(post, reporter).report.case
    decide(case, mod)

    decide(case, mod, "restore", rule=None, reason="We were wrong.", now=LATER + timedelta(hours=1))

    post.refresh_from_db()
    case.refresh_from_db()
    assert post.is_published
    assert case.state == "kept"
    assert list(
        Activity.objects.filter(object_id=str(post.pk), object_type="post")
        .order_by("pk")
        .values_list("verb", flat=True)
    ) == ["create", "undo", "redo"]
    assert "brought your post back" in told(author, "moderation")[1]
    assert "brought back" in told(reporter, "report_outcome")[1]


def test_a_comment_is_removed_and_its_place_kept(mod, author, reporter, post):
    said = cast.answer(author, post, "Ugly words")
    below = cast.answer(reporter, post, "Please no", parent=said)

    decide(report(said, reporter, rule=1).report.case, mod, rule=1)

    said.refresh_from_db()
    below.refresh_from_db()
    post.refresh_from_db()
    assert (said.state, below.state, post.comment_count) == ("removed", "published", 1)
    assert "removed your comment" in told(author, "moderation")[0]


@pytest.mark.parametrize(
    ("action", "rule", "reason", "field"),
    [
        ("remove", None, "Because", "rule"),
        ("remove", 7, "Because", "rule"),
        ("mute", 1, "x", None),
        ("dance", 1, "x", "action"),
        ("keep", None, "x" * 501, "reason"),
    ],
)
def test_a_decision_needs_its_grounds(mod, reporter, post, action, rule, reason, field):
    case = report(post, reporter).report.case
    with pytest.raises((errors.Invalid, cases.StaleCase)) as refused:
        decide(case, mod, action, rule=rule, reason=reason)
    if field:
        assert field in refused.value.fields
    case.refresh_from_db()
    assert case.state == "open"
    assert not ModlogEntry.objects.exists()


def test_a_group_without_rules_removes_with_a_reason(author):
    place = cast.group()
    judge, writer, reader = (cast.member(place, role=role) for role in ("owner", "member", "member"))
    case = report(cast.post(writer, place), reader, rule=None, note="Rude").report.case

    with pytest.raises(errors.Invalid):
        decide(case, judge, rule=None, reason="")
    decide(case, judge, rule=None, reason="Rude to a guest.")

    case.refresh_from_db()
    assert case.state == "removed"


def test_a_second_moderator_with_a_stale_page_is_refused(tea, mod, reporter, post):
    other = cast.member(tea, role="owner")
    case = report(post, reporter).report.case
    seen = cases.token_of(case, post)
    decide(case, mod, "keep", reason="Fine")

    with pytest.raises(cases.StaleCase):
        decide(case, other, "remove", seen=seen)

    post.refresh_from_db()
    assert post.is_published
    assert ModlogEntry.objects.count() == 1


def test_a_page_opened_before_an_edit_is_stale(mod, author, reporter, post):
    case = report(post, reporter).report.case
    seen = cases.token_of(case, post)
    posts.edit(post=post, editor=author, composition=cast.words("Come and see my kettle."), edition=1, now=LATER)

    with pytest.raises(cases.StaleCase):
        decide(case, mod, seen=seen)
    assert Case.objects.get().snapshot["body"] == "Buy my **kettle**!"


def test_reactions_do_not_make_a_page_stale(mod, reporter, post):
    case = report(post, reporter).report.case
    seen = cases.token_of(case, post)
    reactions.toggle(user=reporter, target=post, kind="hug", now=LATER)

    assert decide(case, mod, seen=seen).state == "removed"


@pytest.mark.parametrize("role", ["member", "outsider"])
def test_only_moderators_decide(tea, reporter, post, role):
    case = report(post, reporter).report.case
    who = cast.member(tea) if role == "member" else cast.person()
    with pytest.raises(errors.NotAllowed):
        decide(case, who)
    post.refresh_from_db()
    assert post.is_published


def test_a_moderator_of_another_group_decides_nothing(reporter, post):
    elsewhere = cast.member(cast.group(), role="owner")
    with pytest.raises(errors.NotAllowed):
        decide(report(post, reporter).report.case, elsewhere)


def test_moderators_do_not_decide_about_their_own_words(tea, mod, reporter):
    mine = cast.post(mod, tea)
    case = report(mine, reporter).report.case

    for action in ("remove", "keep"):
        with pytest.raises(cases.OwnCase):
            decide(case, mod, action)
    with pytest.raises(errors.NotAllowed):
        case_reads.get(pk=case.pk, user=mod, now=LATER)
    assert queues.open_count(group=tea, user=mod) == 0
    assert told(mod, "case_opened") == []


def test_a_moderator_cannot_bring_back_their_own_removed_post(tea, mod, reporter):
    mine = cast.post(mod, tea)
    decide(report(mine, reporter).report.case, cast.member(tea, role="owner"))

    with pytest.raises(errors.NotAllowed):
        removals.restore(target=Post.objects.get(pk=mine.pk), by=mod, now=LATER)
    mine.refresh_from_db()
    assert mine.state == "removed"


def test_brand_staff_never_decide(mod, reporter, post):
    cast.brand(mod)
    case = report(post, reporter).report.case
    with pytest.raises(standings.BrandStaffMayNot):
        decide(case, mod)
    assert told(mod, "case_opened") == []


def test_what_its_author_deleted_can_only_be_closed(mod, author, reporter, post):
    case = report(post, reporter).report.case
    removals.delete(target=post, author=author, now=LATER)

    with pytest.raises(cases.StaleCase):
        decide(case, mod, "remove")
    decide(case, mod, "close", rule=None, reason="")

    assert told(reporter, "report_outcome") == ["The post you reported in Tea was deleted by its author."]
    post.refresh_from_db()
    assert (post.state, Case.objects.get().state) == ("deleted", "settled")
    removals.restore(target=post, by=author, now=LATER)
    assert report(post, reporter).is_new  # nobody has judged it


def test_what_was_kept_by_mistake_is_removed_after_all(mod, reporter, post):
    case = report(post, reporter).report.case
    decide(case, mod, "keep", rule=None, reason="")

    decide(case, mod, "remove", reason="I pressed the wrong button.")

    assert (Case.objects.get().state, Post.objects.get(pk=post.pk).state) == ("removed", "removed")
    assert told(reporter, "report_outcome")[-1] == "The post you reported in Tea was removed. Thank you."


def test_what_was_kept_is_judged_again_in_its_newer_case_only(mod, reporter, post):
    case = report(post, reporter).report.case
    decide(case, mod, "keep", rule=None, reason="")
    report(post, reporter, rule=1)

    with pytest.raises(cases.StaleCase):
        decide(case, mod, "remove")


def test_what_only_its_author_could_judge_is_judged_by_staff(tea, mod, reporter):
    keeper, seller = cast.person("keeper", is_staff=True), cast.person("seller", is_staff=True)
    cast.brand(seller)
    said = cast.post(mod, tea, "Buy my kettle!")
    case = report(said, reporter).report.case
    assert told(keeper, "case_opened") == ["A post in Tea was reported."]
    assert [row.case for row in queues.staff_queue(user=keeper, is_open=True, now=LATER).rows] == [case]
    assert queues.staff_waiting(keeper) == 1
    for nobody in (mod, seller, reporter):
        with pytest.raises((errors.NotFound, errors.NotAllowed)):
            decide(case, nobody)

    page = case_reads.get(pk=case.pk, user=keeper, now=LATER).case
    decide(page, keeper)

    said.refresh_from_db()
    assert said.state == "removed"
    assert told(mod, "moderation")[0].startswith("The moderators of Tea removed your post.")
    assert ModlogEntry.objects.get().actor == keeper
    assert not queues.staff_queue(user=keeper, is_open=True, now=LATER).rows

    decide(case, keeper, "restore")

    said.refresh_from_db()
    assert said.state == "published"
    assert [each.verb for each in Activity.objects.filter(actor=mod).order_by("pk")] == ["create", "undo", "redo"]


def test_staff_leave_to_a_group_what_it_can_judge_itself(tea, mod, post, reporter):
    keeper = cast.person("keeper", is_staff=True)
    case = report(post, reporter).report.case

    assert not told(keeper, "case_opened")
    assert not queues.staff_queue(user=keeper, is_open=True, now=LATER).rows
    with pytest.raises(errors.NotFound):
        case_reads.get(pk=case.pk, user=keeper, now=LATER)
    with pytest.raises(errors.NotAllowed):
        decide(case, keeper)


def erase(person, *, with_words):
    Group.objects.update(member_count=9)
    closing.close(user=person, with_words=with_words, now=cast.NOON)
    assert closing.erase_due(now=clock.now()) == 1


def test_what_went_with_its_authors_account_cannot_be_brought_back(tea, mod, author, reporter, post):
    comment = cast.answer(author, cast.post(reporter, tea))
    found = [report(target, reporter).report.case for target in (post, comment)]
    for case in found:
        decide(case, mod)

    erase(author, with_words=True)

    for case in found:
        case.refresh_from_db()
        assert moderation.for_case(case, cases.target_of(case)) == ()
        with pytest.raises(cases.StaleCase):
            decide(case, mod, "restore")


def test_what_stays_of_an_erased_author_can_be_brought_back(tea, mod, author, reporter, post):
    case = report(post, reporter).report.case
    decide(case, mod)

    erase(author, with_words=False)
    decide(case, mod, "restore")

    post.refresh_from_db()
    assert post.is_published
