"""Reports, cases and what moderators decide about them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from community.models import Case, Comment, GroupRule, Membership, ModlogEntry, Post, Report
from community.selectors import cases as case_reads
from community.services import cases, modlog, posts, removals, reports
from gamify.models import Activity
from inbox import registry as notices
from inbox.models import Notification
from lib import errors
from live.models import Topic
from tests.community import cast

pytestmark = pytest.mark.django_db
LATER = cast.NOON + timedelta(hours=1)


@pytest.fixture
def tea():
    place = cast.group("tea")
    for number, title in enumerate(("Be kind", "No selling"), 1):
        GroupRule.objects.create(group=place, number=number, titles={"en": title})
    return place


@pytest.fixture
def mod(tea):
    return cast.member(tea, "mod", role="moderator")


@pytest.fixture
def author(tea):
    return cast.member(tea, "author")


@pytest.fixture
def reporter(tea):
    return cast.member(tea, "reporter")


@pytest.fixture
def post(tea, author):
    return cast.post(author, tea, "Buy my **kettle**!", title="Kettle")


def report(target, by, rule=2, note="", now=LATER):
    return reports.report(reporter=by, target=target, rule=rule, note=note, now=now)


def decide(case, by, action="remove", *, rule=2, reason="It is an advert.", seen=None, now=LATER):
    case.refresh_from_db()
    seen = seen or cases.token_of(case, cases.target_of(case))
    return cases.decide(moderator=by, case=case, action=action, rule=rule, reason=reason, seen=seen, now=now)


def told(user, kind):
    return [
        notices.get(kind).sentence(row.data, "")
        for row in Notification.objects.filter(recipient=user, kind=kind).order_by("pk")
    ]


def version(name):
    return dict(Topic.objects.values_list("name", "version")).get(name, 0)


def test_a_report_opens_one_case_with_a_copy_and_tells_the_moderators(tea, mod, reporter, post):
    before = version(f"group:{tea.pk}:queue")

    made = report(post, reporter, note="An advert").report

    case = Case.objects.get()
    assert made.case == case
    assert (case.state, case.report_count, case.author) == ("open", 1, post.author)
    assert case.snapshot["body"] == "Buy my **kettle**!"
    assert case.snapshot["title"] == "Kettle"
    assert version(f"group:{tea.pk}:queue") == before + 1
    assert told(mod, "case_opened") == ["A post in Tea was reported."]


def test_further_reports_join_the_open_case(tea, mod, reporter, post):
    report(post, reporter)
    report(post, cast.member(tea), rule=1)

    assert Case.objects.get().report_count == 2
    assert len(told(mod, "case_opened")) == 1


def test_a_member_reports_once(reporter, post):
    first = report(post, reporter)
    again = report(post, reporter, rule=1, note="And unkind")

    assert first.is_new
    assert not again.is_new
    assert again.report == first.report
    assert Case.objects.get().report_count == 1


def test_nobody_reports_their_own_words(author, post):
    with pytest.raises(reports.OwnContent):
        report(post, author)
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("rule", "note", "field"), [(9, "", "rule"), (None, " ", "note"), (1, "x" * 501, "note"), (1, "a\x00b", "note")]
)
def test_a_report_needs_a_rule_of_the_group_or_a_note(reporter, post, rule, note, field):
    with pytest.raises(errors.Invalid) as refused:
        report(post, reporter, rule=rule, note=note)
    assert field in refused.value.fields
    assert not Case.objects.exists()


def test_an_outsider_cannot_report_in_a_closed_group():
    place = cast.group("quiet", visibility="listed")
    said = cast.post(cast.member(place), place)
    with pytest.raises(errors.NotFound):
        report(said, cast.person(), rule=None, note="Hm")
    assert not Report.objects.exists()


def test_what_is_gone_cannot_be_reported(author, reporter, post):
    said = cast.answer(author, post)
    removals.delete(target=post, author=author, now=LATER)
    for target in (post, said):
        with pytest.raises(errors.NotFound):
            report(target, reporter)


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
        ("keep", 1, "", "reason"),
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
    from community.services import reactions

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
    assert case_reads.open_count(group=tea, user=mod) == 0
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
    with pytest.raises(modlog.BrandStaffMayNot):
        decide(case, mod)
    assert told(mod, "case_opened") == []


def test_what_its_author_deleted_can_only_be_closed(mod, author, reporter, post):
    case = report(post, reporter).report.case
    removals.delete(target=post, author=author, now=LATER)

    with pytest.raises(cases.StaleCase):
        decide(case, mod, "remove")
    decide(case, mod, "keep", rule=None, reason="Deleted by its author.")

    assert told(reporter, "report_outcome") == ["The post you reported in Tea was deleted by its author."]
    post.refresh_from_db()
    assert post.state == "deleted"


def test_a_judged_text_is_not_reported_again_under_the_same_rule_until_it_changes(mod, author, reporter, post):
    decide(report(post, reporter).report.case, mod, "keep", reason="Fine")

    same = report(post, reporter, now=LATER + timedelta(hours=1))
    other_rule = report(post, reporter, rule=1, now=LATER + timedelta(hours=1))

    assert not same.is_new
    assert other_rule.is_new
    decide(other_rule.report.case, mod, "keep", reason="Fine", now=LATER + timedelta(hours=2))
    posts.edit(post=post, editor=author, composition=cast.words("Worse"), edition=1, now=LATER + timedelta(hours=3))
    assert report(post, reporter, now=LATER + timedelta(hours=4)).is_new


REWRITES = {
    "update": lambda: ModlogEntry.objects.update(reason="nothing"),
    "delete": lambda: ModlogEntry.objects.all().delete(),
    "save": lambda: ModlogEntry.objects.get().save(),
}


@pytest.mark.parametrize("change", REWRITES)
def test_the_database_refuses_to_rewrite_the_log(mod, reporter, post, change):
    decide(report(post, reporter).report.case, mod)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        REWRITES[change]()

    assert ModlogEntry.objects.get().reason == "It is an advert."


@pytest.mark.parametrize("number", [1, 20])
def test_the_queue_costs_the_same_for_one_case_and_for_twenty(
    tea, mod, reporter, author, django_assert_num_queries, number
):
    for _ in range(number):
        report(cast.post(author, tea), reporter)
    with django_assert_num_queries(2):
        found = case_reads.queue(group=tea, user=mod, is_open=True)
    assert len(found.rows) == number
    assert found.rows[0].rules[0].number == 2


def test_the_queue_pages_without_losing_or_repeating_a_case(tea, mod, reporter, author):
    for _ in range(45):
        report(cast.post(author, tea), reporter)
    seen, after = [], ""
    while True:
        found = case_reads.queue(group=tea, user=mod, is_open=True, after=after)
        seen += [row.case.pk for row in found.rows]
        after = found.next_cursor
        if not after:
            break
    assert sorted(seen, reverse=True) == seen
    assert len(set(seen)) == 45
    assert case_reads.queue(group=tea, user=mod, is_open=True, after="garbage").rows


def test_the_case_page_costs_the_same_whatever_was_reported(tea, mod, reporter, post, django_assert_num_queries):
    first = report(post, reporter).report.case
    for _ in range(5):
        report(post, cast.member(tea))
    case = case_reads.get(pk=first.pk, user=mod, now=LATER)
    with django_assert_num_queries(8):
        found = case_reads.page(case=case)
    assert len(found.reports) == 6
    assert [action.key for action in found.actions] == ["keep", "remove"]


def test_the_member_sees_a_decision_about_themselves_and_nobody_else_does(mod, author, reporter, post):
    decide(report(post, reporter).report.case, mod)
    entry = ModlogEntry.objects.get()

    assert case_reads.get_decision(pk=entry.pk, user=author) == entry
    for somebody in (mod, reporter):
        with pytest.raises(errors.NotFound):
            case_reads.get_decision(pk=entry.pk, user=somebody)


def test_a_reporter_sees_their_own_report_only(mod, author, reporter, post):
    made = report(post, reporter).report

    assert case_reads.get_report(pk=made.pk, user=reporter) == made
    for somebody in (mod, author):
        with pytest.raises(errors.NotFound):
            case_reads.get_report(pk=made.pk, user=somebody)


def test_comments_keep_their_own_open_case(author, reporter, post):
    said = cast.answer(author, post)
    report(post, reporter)
    report(said, reporter)
    assert Case.objects.filter(state="open").count() == 2
    assert Comment.objects.get().is_published
    assert Membership.objects.filter(muted_until__isnull=False).count() == 0
