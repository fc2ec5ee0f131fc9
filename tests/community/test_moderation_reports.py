"""Who may report what, and the case that a report opens."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.models import Case, Comment, Membership, Report
from community.selectors import decisions
from community.services import posts, removals, reports
from lib import errors
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


def test_a_judged_text_is_not_reported_again_under_the_same_rule_until_it_changes(mod, author, reporter, post):
    decide(report(post, reporter).report.case, mod, "keep", reason="Fine")

    same = report(post, reporter, now=LATER + timedelta(hours=1))
    other_rule = report(post, reporter, rule=1, now=LATER + timedelta(hours=1))

    assert not same.is_new
    assert other_rule.is_new
    decide(other_rule.report.case, mod, "keep", reason="Fine", now=LATER + timedelta(hours=2))
    posts.edit(post=post, editor=author, composition=cast.words("Worse"), edition=1, now=LATER + timedelta(hours=3))
    assert report(post, reporter, now=LATER + timedelta(hours=4)).is_new


def test_a_reporter_sees_their_own_report_only(mod, author, reporter, post):
    made = report(post, reporter).report

    assert decisions.get_report(pk=made.pk, user=reporter) == made
    for somebody in (mod, author):
        with pytest.raises(errors.NotFound):
            decisions.get_report(pk=made.pk, user=somebody)


def test_comments_keep_their_own_open_case(author, reporter, post):
    said = cast.answer(author, post)
    report(post, reporter)
    report(said, reporter)
    assert Case.objects.filter(state="open").count() == 2
    assert Comment.objects.get().is_published
    assert Membership.objects.filter(muted_until__isnull=False).count() == 0
