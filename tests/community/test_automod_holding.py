"""What automod holds is nobody's but its author's until a moderator approves it; it cannot be smuggled out."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from community.models import Case, Comment, Flag, Group, ModlogEntry, Post, PostEmotion
from community.policies import Role, Standing
from community.selectors import comments as comment_reads, posts as post_reads
from community.services import cases, comments, groups, posts, recounts, removals, reports
from community.services.appeals import deciding, filing
from community.services.automod import rules, watching
from gamify.models import Activity
from inbox.models import Notification
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
from tests.community.watching import SPAM, approve, case_of, decline, watch

pytestmark = pytest.mark.django_db


def miscounted():
    return [drift for drift in recounts.recount(is_repairing=False) if drift.field != "member_count"]


def edit(post, by, body, **more):
    composition, edition = cast.words(body, **more), posts.edition_of(post)
    return posts.edit(post=post, editor=by, composition=composition, edition=edition, now=LATER)


def test_a_held_post_waits_unseen_and_uncounted_in_the_queue(tea, mod, author):
    watch(mod, tea)
    feed = version(f"group:{tea.pk}:feed")

    held = cast.post(author, tea, f"{SPAM} @mod")

    tea.refresh_from_db()
    assert (held.state, held.held_at, tea.post_count) == ("held", cast.NOON, 0)
    assert not Post.objects.visible_to(author).exists()
    assert not Activity.objects.exists()
    assert not Notification.objects.filter(kind="mention").exists()
    assert version(f"group:{tea.pk}:feed") == feed
    case = case_of(held)
    assert (case.kind, case.state, case.report_count) == ("approval", "open", 0)
    assert list(case.flags.values_list("cause", "rule__number", "found")) == [("words", 2, "casino")]
    assert told(mod, "case_opened") == ["A post in Tea waits for your approval."]
    assert post_reads.is_gone_own(public_id=held.public_id, user=author)
    assert not miscounted()


def test_an_approved_post_appears_as_of_now_with_its_points_and_notices_once(tea, mod, author):
    watch(mod, tea)
    held = cast.post(author, tea, f"{SPAM} @mod")

    case = approve(held, mod)

    held.refresh_from_db()
    tea.refresh_from_db()
    assert (held.state, held.held_at, held.created_at, tea.post_count) == ("published", None, LATER, 1)
    assert PostEmotion.objects.get().created_at == LATER
    made = Activity.objects.get()
    assert (made.verb, made.key, made.occurred_at, made.data["emotions"]) == (
        "create",
        f"post:{held.pk}",
        LATER,
        ["calm"],
    )
    assert Notification.objects.filter(kind="mention", recipient=mod).count() == 1
    case.refresh_from_db()
    assert (case.state, case.decided_by) == ("kept", mod)
    assert told(author, "moderation") == ["The moderators of Tea approved your post. Everybody can read it now."]
    assert ModlogEntry.objects.get(action="approve").case == case
    with pytest.raises(cases.StaleCase):
        decide(case, mod, "approve", seen="1.held.")


def test_a_declined_post_stays_its_authors_who_is_told_the_rule_and_may_appeal(tea, mod, author):
    watch(mod, tea)
    held = cast.post(author, tea, SPAM)

    case = decline(held, mod)

    held.refresh_from_db()
    assert held.state == "removed"
    assert not Activity.objects.exists()
    assert told(author, "moderation")[0].startswith("The moderators of Tea did not approve your post")
    assert "Rule 2: No selling." in told(author, "moderation")[0]
    decide(case, mod, "restore", rule=None)
    held.refresh_from_db()
    assert (held.state, held.held_at) == ("published", None)
    assert Activity.objects.get().verb == "create"


def test_an_overturned_appeal_lets_out_what_was_declined(tea, mod, author):
    watch(mod, tea)
    held, other = cast.post(author, tea, SPAM), cast.member(tea, "other", role="moderator")
    decision = decline(held, mod).log.get()
    appeal = filing.file(member=author, decision=decision, text="It is about a book.", now=LATER).appeal

    deciding.decide(judge=other, appeal=appeal, action="overturn", reason="A novel.", seen="1", now=LATER)

    held.refresh_from_db()
    tea.refresh_from_db()
    assert (held.state, held.held_at, tea.post_count) == ("published", None, 1)
    assert Activity.objects.get().verb == "create"


def test_a_held_comment_is_seen_by_its_author_alone_until_it_is_approved(tea, mod, author, reporter):
    post = cast.post(reporter, tea)
    watch(mod, tea)

    held = cast.answer(author, post, SPAM)

    post.refresh_from_db()
    assert (held.state, post.comment_count) == ("held", 0)
    assert not Notification.objects.filter(recipient=reporter).exists()
    seen = {
        reader: [node.is_held for node in comment_reads.thread(post=post, user=reader).roots]
        for reader in (author, mod, reporter, AnonymousUser())
    }
    assert list(seen.values()) == [[True], [], [], []]
    approve(held, mod)
    post.refresh_from_db()
    assert post.comment_count == 1
    assert Activity.objects.filter(verb="comment").count() == 1
    assert Notification.objects.filter(recipient=reporter, kind="comment").count() == 1
    assert [node.public_id for node in comment_reads.thread(post=post, user=reporter).roots] == [held.public_id]
    assert not miscounted()


def test_what_is_only_reported_is_out_and_in_the_queue_once(tea, mod, author):
    watch(mod, tea, act="report")

    post = cast.post(author, tea, SPAM)

    case = case_of(post)
    assert (post.state, case.kind, case.report_count) == ("published", "report", 0)
    assert Activity.objects.get().verb == "create"
    edit(post, author, SPAM + " Come in.")
    assert Case.objects.count() == Flag.objects.count() == 1


def test_what_is_refused_says_which_rule_and_leaves_nothing(tea, mod, author):
    watch(mod, tea, act="refuse")

    with pytest.raises(watching.Refused) as refused:
        cast.post(author, tea, SPAM)

    assert str(refused.value.fields["body"]) == "“casino” is not for this group. Rule 2: No selling."
    assert not Post.objects.exists()
    assert not Case.objects.exists()


def test_a_change_that_adds_what_is_held_takes_the_post_back_with_its_points_until_it_is_approved(tea, mod, author):
    watch(mod, tea)
    post = cast.post(author, tea, "Tea is quiet.")

    edit(post, author, SPAM)

    post.refresh_from_db()
    tea.refresh_from_db()
    assert (post.state, tea.post_count) == ("held", 0)
    assert list(Activity.objects.order_by("pk").values_list("verb", flat=True)) == ["create", "undo"]
    approve(post, mod)
    post.refresh_from_db()
    assert (post.state, post.created_at) == ("published", cast.NOON)
    assert list(Activity.objects.order_by("pk").values_list("verb", flat=True)) == ["create", "undo", "redo"]
    edit(post, author, SPAM + " Come in.")
    post.refresh_from_db()
    assert post.is_published  # what was approved is not asked about again
    assert not miscounted()


def test_a_change_of_a_comment_cannot_smuggle_either(tea, mod, author):
    watch(mod, tea)
    comment = cast.answer(author, cast.post(mod, tea))

    comments.edit(comment=comment, editor=author, body=SPAM, version=1, now=LATER)

    comment.refresh_from_db()
    comment.post.refresh_from_db()
    assert (comment.state, comment.post.comment_count) == ("held", 0)
    assert not miscounted()


def test_a_reported_post_that_is_changed_so_that_it_is_held_keeps_its_one_case(tea, mod, author, reporter):
    watch(mod, tea)
    post = cast.post(author, tea, "Tea is quiet.")
    case = report(post, reporter).report.case

    edit(post, author, SPAM)

    case.refresh_from_db()
    assert (Case.objects.count(), case.kind, case.version) == (1, "approval", 2)
    approve(post, mod)
    assert told(reporter, "report_outcome") == ["The moderators of Tea looked at the post you reported and kept it."]


def test_deleting_what_is_held_closes_its_case_and_bringing_it_back_holds_it_again(tea, mod, author):
    watch(mod, tea)
    held = cast.post(author, tea, SPAM)

    removals.delete(target=held, author=author, now=LATER)

    first = case_of(held)
    assert (first.state, first.decided_by) == ("settled", None)
    removals.restore(target=held, by=author, now=LATER)
    held.refresh_from_db()
    again = case_of(held)
    assert (held.state, again.kind, again.pk != first.pk) == ("held", "approval", True)
    assert again.flags.get().found == "casino"
    assert not Activity.objects.exists()


def test_an_author_cannot_let_out_what_is_held_nor_edit_report_or_answer_it(tea, mod, author, reporter):
    post = cast.post(reporter, tea)
    watch(mod, tea)
    held, said = cast.post(author, tea, SPAM), cast.answer(author, post, SPAM)

    for target in (held, said):
        with pytest.raises(errors.NotAllowed):
            removals.restore(target=target, by=author, now=LATER)
    with pytest.raises(errors.NotFound):
        edit(held, author, "Harmless.")
    with pytest.raises(errors.NotFound):
        reports.report(reporter=reporter, target=held, rule=2, note="", now=LATER)
    with pytest.raises(errors.NotFound):
        cast.answer(reporter, post, "Where is it?", parent=said)
    with pytest.raises(errors.NotFound):
        cast.answer(reporter, held)
    held.refresh_from_db()
    assert held.state == "held"


def test_those_who_look_after_the_group_are_let_through(tea, mod, author):
    watch(mod, tea)

    assert cast.post(mod, tea, SPAM).is_published
    assert cast.post(cast.member(tea, "queen", role="owner"), tea, SPAM).is_published


def test_pictures_and_mentions_are_held_when_they_are_added(tea, mod, author):
    watch(mod, tea, "mentions", most=1)

    assert cast.post(author, tea, "Hello @mod").is_published
    assert cast.post(author, tea, "Hello @mod @author").is_held


def test_first_texts_of_newcomers_are_held_until_enough_were_approved(tea, mod, author):
    watch(mod, tea, "newcomer", most=1)

    first, second = cast.post(author, tea, "Hello."), cast.post(author, tea, "Hello again.")

    assert (first.is_held, second.is_held) == (True, True)
    approve(first, mod)
    assert cast.post(author, tea, "And a third.").is_published


def test_who_joined_lately_is_new_for_so_many_days(tea, mod, author):
    watch(mod, tea, "newcomer", days=3)

    assert cast.post(author, tea, "Hello.", now=LATER).is_held
    tea.memberships.filter(user=author).update(joined_at=cast.NOON.replace(month=2))
    assert cast.post(author, tea, "Hello again.", now=LATER).is_published


def test_the_same_again_within_a_day_is_refused_but_not_a_short_thank_you(tea, mod, author):
    watch(mod, tea, "repeat", "refuse", most=1)
    text = "Come and look at my new shop of kettles!"
    cast.post(author, tea, text)

    with pytest.raises(watching.Refused) as refused:
        cast.post(author, tea, text.upper())
    assert refused.value.words == "You wrote the same here today. Rule 2: No selling."
    for _time in range(2):
        assert cast.post(author, tea, "Thank you!").is_published


def test_a_group_without_automod_asks_the_database_nothing_more(tea, mod, author, django_assert_num_queries):
    standing = Standing(Role.MEMBER)
    said = watching.said_in(body="Tea", html="<p>Tea</p>")
    with django_assert_num_queries(0):
        assert watching.look(watching.Writing(author, tea, standing, said, cast.NOON)) == ()
    for line in range(20):
        watch(mod, tea, lines=f"word{line}")
    with django_assert_num_queries(1):
        assert watching.look(watching.Writing(author, tea, standing, said, cast.NOON)) == ()


def test_a_change_is_compared_with_what_stood_there_once_however_many_rules_it_meets(
    tea, mod, author, django_assert_num_queries
):
    post = cast.post(author, tea, "casino word0 word1")
    for line in range(20):
        watch(mod, tea, lines=f"casino\nword{line}")
    writing = watching.Writing(
        author, tea, Standing(Role.MEMBER), watching.said_in(body="casino word2", html=""), LATER, post
    )

    with django_assert_num_queries(2):
        hits = watching.look(writing)

    assert [hit.found for hit in hits] == ["word2"]


def test_a_rule_that_is_written_anew_is_what_automod_acts_for(tea, mod, author):
    made = watch(mod, tea)
    owner = cast.member(tea, "owner", role="owner")
    drafted = groups.Draft(
        names={"en": "Tea"},
        rules=[groups.Rule({"en": "Be kind"}), groups.Rule({"en": "No selling at all"})],
    )
    groups.edit(actor=owner, group=tea, draft=drafted, now=LATER)

    made.refresh_from_db()
    assert (made.rule.title, made.rule.retired_at) == ("No selling at all", None)


@pytest.mark.usefixtures("post")
def test_a_group_that_nobody_else_looks_after_leaves_it_to_the_staff(tea, mod, author):
    watch(mod, tea)
    tea.memberships.filter(user=mod).update(role="member")
    staff = cast.person("staff", is_staff=True)
    held = cast.post(author, tea, SPAM)

    approve(held, staff)

    held.refresh_from_db()
    assert held.is_published


def test_two_who_change_a_rule_at_once_learn_of_each_other(tea, mod, author):
    made = watch(mod, tea)
    wish = rules.Wish("words", "refuse", 1, "poker")
    rules.change(by=mod, group=tea, pk=made.pk, wish=wish, version=1, now=LATER)

    with pytest.raises(errors.Conflict):
        rules.delete(by=mod, group=tea, pk=made.pk, version=1, now=LATER)

    assert Group.objects.get().automod_count == 1
    rules.delete(by=mod, group=tea, pk=made.pk, version=2, now=LATER)
    assert Group.objects.get().automod_count == 0
    assert [entry.action for entry in ModlogEntry.objects.order_by("pk")] == ["automod"] * 3


@pytest.mark.parametrize(
    ("cause", "more", "field"),
    [
        ("words", {"lines": " \n"}, "lines"),
        ("words", {"lines": "***"}, "lines"),
        ("words", {"lines": "x" * 81}, "lines"),
        ("words", {"lines": "\n".join(f"word{n}" for n in range(201))}, "lines"),
        ("links", {"lines": "not a site"}, "lines"),
        ("newcomer", {}, "days"),
        ("newcomer", {"most": 1, "act": "refuse"}, "most"),
        ("newcomer", {"most": 51}, "most"),
        ("mentions", {"most": 10}, "most"),
        ("repeat", {"most": 0}, "most"),
        ("raid", {}, "cause"),
        ("pictures", {"act": "ban"}, "act"),
        ("pictures", {"rule": 9}, "rule"),
        ("pictures", {"rule": None}, "rule"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_beside_its_field(tea, mod, cause, more, field):
    with pytest.raises(errors.Invalid) as wrong:
        watch(mod, tea, cause, **more)

    assert list(wrong.value.fields) == [field]
    assert Comment.objects.count() == tea.automod.count() == 0


def test_only_those_who_look_after_the_group_and_work_for_no_brand_write_its_automod(tea, mod, author):
    brand_person = cast.member(tea, "merchant", role="moderator")
    cast.brand(brand_person)

    for person in (author, brand_person, cast.person()):
        with pytest.raises(errors.NotAllowed):
            watch(person, tea)
