"""Muting and banning with an end, and lifting."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community import policies
from community.models import Group, GroupRule, Membership, ModlogEntry
from community.selectors import modlog as log_reads, standings
from community.services import memberships, sanctions
from gamify.models import Activity
from inbox import registry as notices
from inbox.models import Notification
from lib import errors
from tests.community import cast

pytestmark = pytest.mark.django_db
NOW = cast.NOON


@pytest.fixture
def tea():
    place = cast.group("tea")
    GroupRule.objects.create(group=place, number=1, titles={"en": "Be kind"})
    return place


@pytest.fixture
def mod(tea):
    return cast.member(tea, "mod", role="moderator")


@pytest.fixture
def member(tea):
    user = cast.person("ben")
    memberships.join(actor=user, group=tea, now=NOW)
    return user


def impose(tea, mod, member, action="mute", duration="3d", rule=1, reason="Harsh words.", now=NOW):
    return sanctions.impose(
        moderator=mod, group=tea, member=member, action=action, duration=duration, rule=rule, reason=reason, now=now
    )


def place_of(tea, user):
    return Membership.objects.get(group=tea, user=user)


def letters(user):
    return [
        notices.get(row.kind).sentence(row.data, "")
        for row in Notification.objects.filter(recipient=user, kind="moderation").order_by("pk")
    ]


@pytest.mark.parametrize(("duration", "days"), [("1d", 1), ("3d", 3), ("7d", 7), ("30d", 30)])
def test_a_muted_member_reads_and_cannot_write_until_it_ends(tea, mod, member, duration, days):
    impose(tea, mod, member, duration=duration)

    with pytest.raises(policies.Muted) as refused:
        cast.post(member, tea, now=NOW + timedelta(days=days, seconds=-1))
    assert refused.value.data["until"] == NOW + timedelta(days=days)
    assert cast.post(member, tea, now=NOW + timedelta(days=days)).is_published


def test_a_mute_for_good_says_so(tea, mod, member):
    impose(tea, mod, member, duration="for_good")

    with pytest.raises(policies.Muted) as refused:
        cast.post(member, tea, now=NOW + timedelta(days=3650))
    assert str(refused.value.message) == "You are muted in this group for good. You can still read."
    assert letters(member)[0].startswith("The moderators of Tea muted you for good.")


def test_a_ban_ends_the_membership_takes_its_points_back_and_closes_the_door(tea, mod, member):
    impose(tea, mod, member, "ban", "7d")

    tea.refresh_from_db()
    assert not place_of(tea, member).is_active
    assert tea.member_count == 0
    assert Activity.objects.get(verb="undo").data["reason"] == "banned"
    with pytest.raises(policies.Banned):
        memberships.join(actor=member, group=tea, now=NOW + timedelta(days=6))
    assert memberships.join(actor=member, group=tea, now=NOW + timedelta(days=8)).is_active
    assert letters(member)[0].startswith("The moderators of Tea banned you from the group until")


def test_a_ban_closes_the_live_topics_at_once(tea, mod, member, monkeypatch, django_capture_on_commit_callbacks):
    doubted = []
    monkeypatch.setattr("live.wire.doubt", doubted.extend)

    with django_capture_on_commit_callbacks(execute=True):
        impose(tea, mod, member, "ban", "1d")

    assert doubted == [member.pk]


def test_a_ban_ends_a_request_and_an_invitation(tea, mod):
    for state in ("requested", "invited"):
        guest = cast.person()
        Membership.objects.create(group=tea, user=guest, state=state)
        impose(tea, mod, guest, "ban", "for_good")
        assert place_of(tea, guest).state == "left"


def test_somebody_who_left_can_be_banned_but_not_muted(tea, mod):
    stranger = cast.person()
    with pytest.raises(errors.Conflict):
        impose(tea, mod, stranger, "mute")
    impose(tea, mod, stranger, "ban")
    assert place_of(tea, stranger).banned_until == NOW + timedelta(days=3)


@pytest.mark.parametrize("role", ["moderator", "owner"])
def test_a_moderator_sanctions_neither_peers_nor_owners(tea, mod, role):
    other = cast.member(tea, role=role)
    for action in ("mute", "ban"):
        with pytest.raises(errors.NotAllowed):
            impose(tea, mod, other, action)
    place = place_of(tea, other)
    assert (place.muted_until, place.banned_until, place.role) == (None, None, role)


def test_an_owner_sanctions_moderators_but_nobody_themselves(tea, mod):
    owner = cast.member(tea, role="owner")
    Group.objects.filter(pk=tea.pk).update(member_count=2)
    impose(tea, owner, mod, "ban")
    assert not place_of(tea, mod).is_moderator
    with pytest.raises(errors.NotAllowed):
        impose(tea, owner, owner, "mute")


@pytest.mark.parametrize("who", ["member", "outsider", "elsewhere"])
def test_only_this_groups_moderators_sanction(tea, member, who):
    actor = {
        "member": lambda: cast.member(tea),
        "outsider": cast.person,
        "elsewhere": lambda: cast.member(cast.group(), role="owner"),
    }[who]()
    with pytest.raises(errors.NotAllowed):
        impose(tea, actor, member, "ban")
    assert place_of(tea, member).banned_until is None


def test_brand_staff_sanction_nobody(tea, mod, member):
    cast.brand(mod)
    with pytest.raises(standings.BrandStaffMayNot):
        impose(tea, mod, member)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"duration": "9y"}, "duration"),
        ({"rule": None}, "rule"),
        ({"rule": 5}, "rule"),
        ({"action": "remove"}, "action"),
        ({"action": "unban"}, "action"),
        ({"reason": "x" * 501}, "reason"),
    ],
)
def test_a_sanction_needs_its_grounds(tea, mod, member, change, field):
    with pytest.raises(errors.Invalid) as refused:
        impose(tea, mod, member, **change)
    assert field in refused.value.fields
    assert not ModlogEntry.objects.exists()


@pytest.mark.parametrize(("action", "lifting"), [("mute", "unmute"), ("ban", "unban")])
def test_lifting_ends_it_and_tells(tea, mod, member, action, lifting):
    impose(tea, mod, member, action, "for_good")

    sanctions.lift(moderator=mod, group=tea, member=member, action=lifting, reason="Talked it over.", now=NOW)

    place = place_of(tea, member)
    assert (place.muted_until, place.banned_until) == (None, None)
    assert "lifted your" in letters(member)[1]
    with pytest.raises(errors.Conflict):
        sanctions.lift(moderator=mod, group=tea, member=member, action=lifting, reason="", now=NOW)


def test_members_read_the_log_without_names_and_moderators_in_full(tea, mod, member):
    impose(tea, mod, member, "mute", "7d", reason="Called Ana a fool.")
    reader = cast.member(tea)

    (public,) = log_reads.page(group=tea, user=reader, is_moderator=False).lines
    (full,) = log_reads.page(group=tea, user=mod, is_moderator=True).lines
    (mine,) = log_reads.page(group=tea, user=member, is_moderator=False).lines

    assert public.sentence == "A member was muted"
    assert (public.reason, public.case_id, public.rule.number) == ("", None, 1)
    assert full.sentence.startswith("Mod muted Ben until")
    assert full.reason == "Called Ana a fool."
    assert (mine.sentence, mine.reason, mine.is_about_me) == ("A member was muted", "Called Ana a fool.", True)


@pytest.mark.parametrize("number", [1, 20])
def test_the_log_costs_one_query(tea, mod, number, django_assert_num_queries):
    for _ in range(number):
        impose(tea, mod, cast.member(tea))
    with django_assert_num_queries(1):
        assert len(log_reads.page(group=tea, user=mod, is_moderator=True).lines) == number


def test_the_log_pages(tea, mod):
    for _ in range(31):
        impose(tea, mod, cast.member(tea))
    first = log_reads.page(group=tea, user=mod, is_moderator=True)
    second = log_reads.page(group=tea, user=mod, is_moderator=True, after=first.next_cursor)
    assert (len(first.lines), len(second.lines), second.next_cursor) == (30, 1, "")
    assert {line.pk for line in first.lines}.isdisjoint({line.pk for line in second.lines})
