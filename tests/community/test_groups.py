"""Founding, entering and leaving groups."""

from __future__ import annotations

import pytest

from accounts.services import closing
from community.models import Group, GroupRule, Membership
from community.services import admissions, groups, memberships, roles, succession
from community.services.groups import Draft, Rule
from gamify.models import Activity
from inbox import registry
from inbox.models import Notification
from lib import errors
from tests.community.scenes import group, join
from tests.factories import member

pytestmark = pytest.mark.django_db


def test_a_founder_owns_the_group_and_is_counted(clock):
    ana = member("Ana")

    tea = groups.create(
        actor=ana, draft=Draft(names={"en": "Tea Table"}, rules=[Rule({"en": "Be kind"})]), now=clock.now
    )

    tea.refresh_from_db()
    assert (tea.slug, tea.member_count) == ("tea-table", 1)
    assert Membership.objects.get(group=tea, user=ana).role == "owner"
    assert [rule.title for rule in tea.rules.all()] == ["Be kind"]


def test_a_name_in_chinese_gets_a_usable_address(clock):
    tea = groups.create(actor=member(), draft=Draft(names={"zh-hans": "茶桌"}), now=clock.now)

    assert tea.slug.startswith("g-")


def test_a_second_group_of_the_same_name_gets_another_address(clock):
    tea = Draft(names={"en": "Tea"})
    first, second = (groups.create(actor=member(), draft=tea, now=clock.now) for _ in range(2))

    assert first.slug != second.slug


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"names": {}}, "name"),
        ({"names": {"en": "x" * 41}}, "name"),
        ({"names": {"en": "\x00tea"}}, "name"),
        ({"names": {"en": "Tea", "zh-hans": "\ud800茶"}}, "name_zh_hans"),
        ({"abouts": {"en": "[" * 3000}}, "about"),
        ({"mood": "bliss"}, "mood"),
        ({"icon": "../../etc"}, "icon"),
        ({"visibility": "hidden"}, "visibility"),
        ({"visibility": "secret"}, "join_policy"),
        ({"slug": "new"}, "slug"),
        ({"rules": [Rule({"en": "r" * 81})]}, "rules"),
        ({"rules": [Rule({"en": f"rule {n}"}) for n in range(13)]}, "rules"),
    ],
)
def test_a_draft_that_cannot_be_stored_is_refused_beside_its_field(clock, change, field):
    with pytest.raises(errors.Invalid) as refused:
        groups.create(actor=member(), draft=Draft(**{"names": {"en": "Tea"}, **change}), now=clock.now)

    assert field in refused.value.fields
    assert not Group.objects.exists()


def test_a_button_pressed_twice_founds_one_group(clock):
    ana = member()
    first, second = (groups.create(actor=ana, draft=Draft(names={"en": "Tea"}), now=clock.now) for _ in range(2))
    clock.tick(minutes=3)
    later = groups.create(actor=ana, draft=Draft(names={"en": "Tea"}), now=clock.now)

    assert first == second != later
    assert Membership.objects.filter(user=ana).count() == 2


def test_somebody_who_founds_too_many_groups_a_day_has_to_wait(clock):
    ana = member()
    for number in range(groups.MOST_FOUNDED_A_DAY):
        groups.create(actor=ana, draft=Draft(names={"en": f"Tea {number}"}), now=clock.now)

    with pytest.raises(errors.RateLimited):
        groups.create(actor=ana, draft=Draft(names={"en": "Tea"}), now=clock.now)
    groups.create(actor=ana, draft=Draft(names={"en": "Tea"}), now=clock.tick(days=1, seconds=1))


def test_a_founder_needs_the_configured_level(clock, settings):
    settings.HEARTH_FOUNDER_LEVEL = 3

    with pytest.raises(errors.NotAllowed):
        groups.create(actor=member(), draft=Draft(names={"en": "Tea"}), now=clock.now)


def test_only_the_owner_edits_and_a_changed_rule_is_retired_not_rewritten(clock):
    tea = group(rules=["Be kind", "No ads"])
    kept, changed = tea.rules.order_by("number")
    draft = Draft(names={"en": "Tea House"}, rules=[Rule({"en": "Be kind"}), Rule({"en": "No advertising"})])

    with pytest.raises(errors.NotAllowed):
        groups.edit(actor=join(tea), group=tea, draft=draft, now=clock.now)
    groups.edit(actor=tea.founder, group=tea, draft=draft, now=clock.now)

    current = GroupRule.objects.filter(group=tea, retired_at=None).order_by("number")
    assert [(rule.number, rule.title) for rule in current] == [(1, "Be kind"), (2, "No advertising")]
    assert current[0].pk == kept.pk
    changed.refresh_from_db()
    assert changed.titles == {"en": "No ads"}
    assert changed.retired_at is not None
    tea.refresh_from_db()
    assert (tea.name, tea.slug) == ("Tea House", "tea")


def test_joining_twice_counts_once_and_leaving_gives_back_what_joining_gave(clock, django_capture_on_commit_callbacks):
    tea, ben = group(), member("Ben")

    for _ in range(2):
        memberships.join(actor=ben, group=tea, now=clock.now)
    tea.refresh_from_db()
    assert tea.member_count == 2
    memberships.leave(actor=ben, group=tea, now=clock.now)
    memberships.join(actor=ben, group=tea, now=clock.now)

    tea.refresh_from_db()
    assert tea.member_count == 2
    told = Activity.objects.filter(actor=ben).order_by("pk").values_list("verb", "key")
    place = Membership.objects.get(user=ben)
    assert [verb for verb, _key in told] == ["join", "undo", "join"]
    assert (told[0][1], told[2][1]) == (f"join:{place.pk}:1", f"join:{place.pk}:2")


def test_a_request_waits_for_a_moderator_and_is_answered_once(clock):
    tea, ben = group(join_policy="request", join_question="Why tea?"), member("Ben")

    with pytest.raises(errors.Invalid):
        memberships.join(actor=ben, group=tea, now=clock.now)
    place = memberships.join(actor=ben, group=tea, answer="It is warm.", now=clock.now)
    assert place.state == "requested"
    with pytest.raises(errors.NotAllowed):
        admissions.approve(actor=join(tea), group=tea, member=ben, now=clock.now)
    admissions.approve(actor=tea.founder, group=tea, member=ben, now=clock.now)

    assert Membership.objects.get(user=ben).is_active
    assert set(Notification.objects.values_list("recipient__display_name", "kind")) >= {
        ("Founder", "join_request"),
        ("Ben", "join_approved"),
    }
    with pytest.raises(errors.Conflict):
        admissions.deny(actor=tea.founder, group=tea, member=ben, reason="changed my mind", now=clock.now)


def test_a_denied_request_says_why(clock):
    tea, ben = group(join_policy="request"), member("Ben")
    memberships.join(actor=ben, group=tea, now=clock.now)

    with pytest.raises(errors.Invalid):
        admissions.deny(actor=tea.founder, group=tea, member=ben, reason=" ", now=clock.now)
    admissions.deny(actor=tea.founder, group=tea, member=ben, reason="Locals only", now=clock.now)

    assert Membership.objects.get(user=ben).state == "denied"
    assert Notification.objects.get(recipient=ben).data["reason"] == "Locals only"
    assert not Activity.objects.filter(actor=ben).exists()


def test_a_secret_group_opens_to_its_invited_only_and_for_that_group_only(clock):
    den, other = (group(slug=slug, visibility="secret", join_policy="invite") for slug in ("den", "other"))
    ben, eve = member("Ben"), member("Eve")
    admissions.invite(actor=den.founder, group=den, handle=f"@{ben.handle}", now=clock.now)

    for stranger, place in ((eve, den), (ben, other)):
        with pytest.raises(errors.NotFound):
            memberships.join(actor=stranger, group=place, now=clock.now)
    assert memberships.join(actor=ben, group=den, now=clock.now).role == "member"

    memberships.leave(actor=ben, group=den, now=clock.now)
    with pytest.raises(errors.NotFound):
        memberships.join(actor=ben, group=den, now=clock.now)


def test_inviting_nobody_somebody_inside_or_banned_is_refused(clock):
    tea = group()
    inside, banned = join(tea), join(tea)
    Membership.objects.filter(user=banned).update(state="left", banned_until=clock.now.replace(year=2027))

    for handle, kind in (
        ("nobody_here", errors.Invalid),
        (inside.handle, errors.Conflict),
        (banned.handle, errors.Conflict),
    ):
        with pytest.raises(kind):
            admissions.invite(actor=tea.founder, group=tea, handle=handle, now=clock.now)


def test_a_banned_member_cannot_come_back_before_the_end(clock):
    tea = group()
    ben = join(tea)
    Membership.objects.filter(user=ben).update(state="left", banned_until=clock.now.replace(day=5))

    with pytest.raises(errors.NotAllowed):
        memberships.join(actor=ben, group=tea, now=clock.now)
    assert memberships.join(actor=ben, group=tea, now=clock.tick(days=4)).is_active


def test_the_last_owner_is_offered_the_oldest_moderator_before_leaving(clock):
    tea = group()
    join(tea)
    clock.tick(days=1)
    mo = join(tea, role="moderator")

    with pytest.raises(roles.LastOwner) as refused:
        memberships.leave(actor=tea.founder, group=tea, now=clock.now)
    assert refused.value.data["successor"] == mo.handle
    roles.hand_over(actor=tea.founder, group=tea, member=mo, now=clock.now)
    memberships.leave(actor=tea.founder, group=tea, now=clock.now)

    assert Membership.objects.get(group=tea, role="owner").user == mo


def test_an_owner_alone_may_simply_leave(clock):
    tea = group()

    memberships.leave(actor=tea.founder, group=tea, now=clock.now)

    tea.refresh_from_db()
    assert tea.member_count == 0


def test_the_last_owner_cannot_step_down_and_members_cannot_appoint(clock):
    tea = group()
    ben = join(tea)

    with pytest.raises(roles.LastOwner):
        roles.set_role(actor=tea.founder, group=tea, member=tea.founder, role="member", now=clock.now)
    with pytest.raises(errors.NotAllowed):
        roles.set_role(actor=ben, group=tea, member=ben, role="owner", now=clock.now)
    with pytest.raises(errors.Invalid):
        roles.set_role(actor=tea.founder, group=tea, member=ben, role="emperor", now=clock.now)


def test_a_moderator_takes_out_members_but_not_peers(clock):
    tea = group()
    mo, peer, ben = join(tea, role="moderator"), join(tea, role="moderator"), member("Ben")
    memberships.join(actor=ben, group=tea, now=clock.now)

    for target in (peer, tea.founder, mo):
        with pytest.raises(errors.NotAllowed):
            roles.remove(actor=mo, group=tea, member=target, reason="spam", now=clock.now)
    roles.remove(actor=mo, group=tea, member=ben, reason="spam", now=clock.now)

    assert Membership.objects.get(user=ben).state == "left"
    assert Activity.objects.filter(verb="undo", undoes__actor=ben).exists()


def test_a_group_whose_owner_is_gone_for_good_is_given_to_whoever_comes_next(clock):
    tea, ben, cleo = group(), member("Ben"), member("Cleo")
    founder = tea.founder
    closing.close(user=founder, with_words=False, now=clock.now)
    for person in (ben, cleo):
        memberships.join(actor=person, group=tea, now=clock.tick(minutes=1))
    assert succession.provide(now=clock.now) == 0, "the owner may come back"

    closing.erase_due(now=clock.tick(days=15))

    assert [succession.provide(now=clock.now) for _ in "12"] == [1, 0]
    assert [place.user for place in Membership.objects.leading().filter(group=tea)] == [ben]
    assert Notification.objects.get(recipient=ben, kind="role_changed").actor is None
    assert "its owner now" in registry.get("role_changed").sentence(
        Notification.objects.get(kind="role_changed").data, ""
    )


def test_whoever_comes_into_a_group_that_all_had_left_looks_after_it(clock):
    tea, ben = group(), member("Ben")
    memberships.leave(actor=tea.founder, group=tea, now=clock.now)
    assert succession.provide(now=clock.now) == 0, "nobody is there"

    memberships.join(actor=ben, group=tea, now=clock.tick(minutes=1))

    assert succession.provide(now=clock.now) == 1
    assert Membership.objects.get(user=ben).role == "owner"


def test_an_owner_does_not_leave_a_group_to_one_who_has_closed_the_account(clock):
    tea, ben, cleo = group(), member("Ben"), member("Cleo")
    for person in (ben, cleo):
        memberships.join(actor=person, group=tea, now=clock.now)
    roles.set_role(actor=tea.founder, group=tea, member=ben, role="owner", now=clock.now)
    closing.close(user=ben, with_words=False, now=clock.now)

    with pytest.raises(roles.LastOwner) as refused:
        memberships.leave(actor=tea.founder, group=tea, now=clock.now)

    assert refused.value.data["successor"] == cleo.handle


def test_the_owner_of_an_archived_group_hands_it_over_and_goes(clock):
    tea, ben = group(), member("Ben")
    memberships.join(actor=ben, group=tea, now=clock.now)
    groups.archive(actor=tea.founder, group=tea, is_archived=True, now=clock.now)

    roles.hand_over(actor=tea.founder, group=tea, member=ben, now=clock.now)

    assert memberships.leave(actor=tea.founder, group=tea, now=clock.now).state == "left"


def test_an_archived_group_takes_nobody_in_until_it_is_opened_again(clock):
    tea, ben = group(), member("Ben")
    groups.archive(actor=tea.founder, group=tea, is_archived=True, now=clock.now)

    with pytest.raises(errors.NotAllowed):
        memberships.join(actor=ben, group=tea, now=clock.now)
    groups.archive(actor=tea.founder, group=tea, is_archived=False, now=clock.now)
    assert memberships.join(actor=ben, group=tea, now=clock.now).is_active
