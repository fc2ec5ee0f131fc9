"""A member appeals a decision, and somebody else answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from community import moderation
from community.models import Appeal, AppealMessage, Case, Group, GroupRule, Membership, ModlogEntry
from community.selectors import appeals as reads, queues
from community.services import cases, memberships, sanctions
from community.services.appeals import deciding, filing, judges, locking, settling, talking, terms
from gamify.models import Activity
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
SOON = LATER + timedelta(hours=1)


@pytest.fixture(name="other")
def another_moderator(tea):
    return cast.member(tea, "other", role="moderator")


@pytest.fixture(name="removal")
def a_removal(mod, reporter, post):
    decide(report(post, reporter).report.case, mod)
    return ModlogEntry.objects.get()


def appealed(decision, text="It was a gift, not an advert.", now=LATER):
    return filing.file(member=decision.subject, decision=decision, text=text, now=now).appeal


def judged(appeal, by, action="overturn", reason="A gift is no advert.", seen=None, now=SOON):
    appeal = locking.load(appeal.pk)
    seen = seen or locking.token_of(appeal.case)
    return deciding.decide(judge=by, appeal=appeal, action=action, reason=reason, seen=seen, now=now)


def punished(tea, by, member, action="mute", duration="3d"):
    return sanctions.impose(
        moderator=by, group=tea, member=member, action=action, duration=duration, rule=1, reason="", now=LATER
    )


def topic_of(user):
    return f"member:{user.public_id}:appeals"


def test_an_appeal_waits_for_everybody_but_who_decided(tea, mod, other, author, removal):
    appeal = appealed(removal)

    assert (appeal.case.kind, appeal.case.state, appeal.is_for_staff) == ("appeal", "open", False)
    assert appeal.due_at == LATER + timedelta(days=7)
    assert appeal.messages.get().body == "It was a gift, not an advert."
    assert judges.people(appeal) == [other]
    assert told(other, "appeal_opened") == [
        "Author appeals against the removal of a post in Tea. Please answer by 9 March 2026, 13:00."
    ]
    assert told(mod, "appeal_opened") == []
    assert [queues.open_count(group=tea, user=user) for user in (other, mod)] == [1, 0]
    (row,) = queues.queue(group=tea, user=other, is_open=True, now=LATER).rows
    assert (row.what, row.against, row.is_late) == ("post", "against the removal of a post", False)
    assert version(topic_of(author)) == 1


def test_overturning_brings_back_the_post_and_its_points_and_tells_all(tea, mod, other, author, reporter, removal):
    appeal = appealed(removal)

    judged(appeal, other)

    post, case = removal.post, removal.case
    post.refresh_from_db()
    case.refresh_from_db()
    tea.refresh_from_db()
    assert (post.state, tea.post_count, case.state) == ("published", 1, "kept")
    assert not cases.choices(case, post)  # whoever lost the appeal does not remove it again
    verbs = Activity.objects.filter(object_id=str(post.pk), object_type="post").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["create", "undo", "redo"]
    appeal.case.refresh_from_db()
    assert (appeal.case.state, appeal.case.decided_by) == ("overturned", other)
    assert told(author, "moderation")[1:] == [
        "Your appeal was looked at by somebody who had no part in the decision. It is overturned. "
        "Your post is back, with what it had earned. They write: “A gift is no advert.”"
    ]
    assert told(mod, "appeal_outcome") == [
        "Author appealed against the removal of a post in Tea. Your decision was overturned: “A gift is no advert.”"
    ]
    assert "brought back" in told(reporter, "report_outcome")[1]
    assert list(ModlogEntry.objects.order_by("pk").values_list("action", "actor")) == [
        ("remove", mod.pk),
        ("restore", other.pk),
        ("overturn", other.pk),
    ]


def test_upholding_changes_nothing_but_the_record(mod, other, author, reporter, removal):
    judged(appealed(removal), other, "uphold", "It had a price on it.")

    removal.post.refresh_from_db()
    assert removal.post.state == "removed"
    assert "It stands. They write: “It had a price on it.”" in told(author, "moderation")[1]
    assert len(told(reporter, "report_outcome")) == 1
    assert ModlogEntry.objects.count() == 2


def test_a_decision_is_appealed_once(mod, other, removal):
    first = appealed(removal)
    again = filing.file(member=removal.subject, decision=removal, text="Again!", now=SOON)

    assert (again.appeal, again.is_new) == (first, False)
    judged(first, other, "uphold")
    assert not filing.file(member=removal.subject, decision=removal, text="Again!", now=SOON).is_new
    assert AppealMessage.objects.count() == 1


def test_nobody_appeals_for_somebody_else(mod, reporter, removal):
    for person in (mod, reporter):
        with pytest.raises(errors.NotFound):
            filing.file(member=person, decision=removal, text="Please.", now=LATER)


def test_an_appeal_comes_within_thirty_days_and_has_words(removal):
    for text in ("", " \u200b ", "x" * 2001, "a\x00b"):
        with pytest.raises(errors.Invalid):
            appealed(removal, text)
    with pytest.raises(terms.TooLate):
        appealed(removal, now=LATER + timedelta(days=30))
    assert not Appeal.objects.exists()


def test_nobody_else_decides(tea, mod, other, author, reporter, removal):
    owner, stranger = cast.member(tea, role="owner"), cast.member(cast.group(), role="owner")
    cast.brand(owner)
    appeal = appealed(removal)

    def is_shut_to(*people):
        for person in people:
            with pytest.raises(errors.NotFound):
                judged(appeal, person)
            with pytest.raises(errors.NotFound):
                talking.ask(judge=person, appeal=appeal, text="Why?", seen="1", now=SOON)
        return judges.people(appeal) == [other]

    assert is_shut_to(mod, author, reporter, stranger, owner, cast.person(is_staff=True))
    Membership.objects.filter(user=reporter).update(role="moderator")  # who reported, and moderates now
    assert is_shut_to(reporter)
    assert [queues.open_count(group=tea, user=person) for person in (mod, reporter)] == [0, 0]
    removal.post.refresh_from_db()
    assert removal.post.state == "removed"
    assert ModlogEntry.objects.count() == 1


@pytest.mark.parametrize(("action", "reason"), [("remove", "So."), ("keep", "So."), ("dance", "So."), ("uphold", "")])
def test_an_answer_needs_its_grounds(other, removal, action, reason):
    with pytest.raises(errors.Invalid):
        judged(appealed(removal), other, action, reason)
    assert Case.objects.get(kind="appeal").is_open


def test_a_question_is_answered_once_and_in_turn(mod, other, author, removal):
    appeal = appealed(removal)
    with pytest.raises(talking.NotAsked):
        talking.answer(member=author, appeal=appeal, text="And another thing.", now=SOON)

    talking.ask(judge=other, appeal=appeal, text="Was there a price?", seen="1", now=SOON)
    talking.answer(member=author, appeal=appeal, text="No.", now=SOON)

    with pytest.raises(talking.NotAsked):
        talking.answer(member=author, appeal=appeal, text="Really not.", now=SOON)
    with pytest.raises(locking.StaleAppeal):
        judged(appeal, other, seen="2")
    assert told(author, "appeal_asked") == ["The moderators of Tea ask you something about your appeal."]
    assert told(other, "appeal_opened")[1] == "Author has answered you about the appeal in Tea."
    judged(appeal, other)
    with pytest.raises(talking.Closed):
        talking.answer(member=author, appeal=appeal, text="Thanks!", now=SOON)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        AppealMessage.objects.update(body="Yes.")


def test_what_an_owner_decided_or_a_group_cannot_decide_is_for_the_staff(tea, mod, author, reporter, post):
    keeper = cast.person("keeper", is_staff=True)
    owner = cast.member(tea, role="owner")
    Group.objects.update(member_count=4)
    mute, ban = punished(tea, owner, author), punished(tea, mod, reporter, "ban")
    Membership.objects.filter(user=owner).update(role="member")

    by_the_only_one = appealed(ban)
    Membership.objects.filter(user=owner).update(role="owner")
    by_the_owner = appealed(mute)

    assert [each.is_for_staff for each in (by_the_only_one, by_the_owner)] == [True, True]
    assert judges.people(by_the_owner) == [keeper]
    assert [queues.open_count(group=tea, user=user) for user in (owner, mod)] == [0, 0]
    assert len(queues.appeals_queue(user=keeper, is_open=True, now=LATER).rows) == 2
    with pytest.raises(errors.NotFound):
        judged(by_the_owner, mod)
    judged(by_the_owner, keeper)
    assert Membership.objects.get(user=author).muted_until is None


def test_where_nobody_else_looks_after_the_site_who_decided_looks_again_and_says_so(tea, author, client):
    keeper = cast.person("keeper", is_staff=True)
    Membership.objects.create(group=tea, user=keeper, role="owner", state="active", joined_at=LATER)
    mute = punished(tea, keeper, author)
    client.force_login(author)
    page = f"/decisions/{mute.pk}/appeal/"
    assert reads.own(decision=mute, now=LATER).is_nobody_else

    appeal = appealed(mute)
    said = client.get(page).content.decode()

    assert judges.people(appeal) == [keeper]
    assert len(queues.appeals_queue(user=keeper, is_open=True, now=LATER).rows) == 1
    assert "never who decided" not in said
    assert "who decided looks at it again" in said
    judged(appeal, keeper)
    assert Membership.objects.get(user=author).muted_until is None
    assert "who had decided looked at" in told(author, "moderation")[-1]
    assert "no part in it" not in client.get(page).content.decode()
    assert not told(keeper, "appeal_outcome")


def test_who_decided_gives_it_away_as_soon_as_there_is_somebody_else(tea, author):
    keeper = cast.person("keeper", is_staff=True)
    Membership.objects.create(group=tea, user=keeper, role="owner", state="active", joined_at=LATER)
    appeal = appealed(punished(tea, keeper, author))
    other = cast.person("other", is_staff=True)

    assert judges.people(appeal) == [other]
    assert queues.appeals_waiting(keeper) == 0
    with pytest.raises(errors.NotFound):
        judged(appeal, keeper)
    judged(appeal, other)


@pytest.mark.parametrize("role", ["member", "moderator"])
def test_an_overturned_ban_gives_the_place_back_as_it_was(tea, mod, role):
    owner, keeper, ben = cast.member(tea, role="owner"), cast.person(is_staff=True), cast.person("ben")
    memberships.join(actor=ben, group=tea, now=cast.NOON)
    Membership.objects.filter(user=ben).update(role=role)
    before = Membership.objects.values().get(user=ben)
    ban = punished(tea, owner, ben, "ban", "for_good")

    judged(appealed(ban), keeper)

    assert Membership.objects.values().get(user=ben) == before
    tea.refresh_from_db()
    assert tea.member_count == 1
    assert list(Activity.objects.filter(object_type="group").order_by("pk").values_list("verb", flat=True)) == [
        "join",
        "undo",
        "redo",
    ]


def test_a_sanction_that_is_over_is_overturned_on_the_record_only(tea, mod, other, author):
    mute = punished(tea, mod, author, duration="1d")
    appeal = appealed(mute)

    judged(appeal, other, now=LATER + timedelta(days=2))

    assert told(author, "moderation")[1].endswith("It is overturned. They write: “A gift is no advert.”")
    assert list(ModlogEntry.objects.order_by("pk").values_list("action", flat=True)) == ["mute", "overturn"]


def test_a_later_sanction_is_not_lifted_with_an_earlier_one(tea, mod, other, author):
    appeal = appealed(punished(tea, mod, author))
    later = punished(tea, other, author, duration="7d")

    judged(appeal, other)

    assert Membership.objects.get(user=author).muted_until == later.until


def test_what_is_taken_back_otherwise_settles_the_appeal(tea, mod, other, author, removal):
    first, second = appealed(removal), appealed(punished(tea, mod, author))

    decide(removal.case, mod, "restore", rule=None, reason="I was wrong.")
    sanctions.lift(moderator=mod, group=tea, member=author, action="unmute", reason="", now=SOON)

    for appeal in (first, second):
        case = Case.objects.get(pk=appeal.case_id)
        assert (case.state, case.decided_by) == ("settled", mod)
        with pytest.raises(locking.StaleAppeal):
            judged(appeal, other)


def test_what_was_taken_back_before_needs_no_appeal(mod, author, removal):
    decide(removal.case, mod, "restore", rule=None, reason="I was wrong.")
    with pytest.raises(terms.TakenBack):
        appealed(removal)


def test_votes_have_their_own_way(mod, author, removal):
    struck = ModlogEntry(group=removal.group, action="strike", subject=author)
    restored = ModlogEntry(group=removal.group, action="restore", subject=author)
    assert [terms.is_appealable(each) for each in (removal, struck, restored)] == [True, False, False]


def test_what_is_late_or_has_nobody_left_goes_to_the_staff(tea, mod, other, author, removal):
    keeper = cast.person("keeper", is_staff=True)
    appeal = appealed(removal)
    assert settling.tend(now=SOON) == 0

    assert settling.tend(now=LATER + timedelta(days=7)) == 1

    assert settling.tend(now=LATER + timedelta(days=8)) == 0
    assert len(told(keeper, "appeal_opened")) == 1
    with pytest.raises(errors.NotFound):
        judged(appeal, other)
    judged(appeal, keeper, now=LATER + timedelta(days=8))
    removal.post.refresh_from_db()
    assert removal.post.is_published


def test_an_appeal_of_which_the_judges_left_goes_to_the_staff_and_one_of_an_erased_account_is_settled(
    tea, mod, other, author, removal
):
    appeal = appealed(removal)
    Membership.objects.filter(user=other).update(role="member")
    assert settling.tend(now=SOON) == 1
    assert Appeal.objects.get().is_for_staff

    author.is_active = False
    author.save()
    assert settling.tend(now=SOON) == 0  # they may come back
    author.erased_at = SOON
    author.save()
    assert settling.tend(now=SOON) == 1
    appeal.case.refresh_from_db()
    assert (appeal.case.state, appeal.case.decided_by) == ("settled", None)


def test_a_group_without_rules_is_no_obstacle(other, removal):
    GroupRule.objects.all().update(retired_at=LATER)
    assert judged(appealed(removal), other, "uphold").case.state == "upheld"


def test_every_action_that_can_be_appealed_names_what_undoes_it():
    for action in moderation.every():
        if action.undone_by:
            assert str(action.against)
            assert str(moderation.get(action.undone_by).after_appeal)
