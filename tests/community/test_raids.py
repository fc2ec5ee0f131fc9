"""The raid switch: newcomers write by approval and nobody comes in at once, until it ends by itself or early."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from community.models import Membership, ModlogEntry, SiteRaid
from community.services import admissions, memberships
from community.services.automod import raids
from lib import errors
from live import policies
from tests.community import cast
from tests.community.moderating import a_moderator, an_author, tea_with_rules, version  # noqa: F401 fixtures
from tests.community.test_moderation_pages import Scene, text
from tests.community.watching import case_of

pytestmark = pytest.mark.django_db
NOON = cast.NOON
OVER = NOON + timedelta(hours=6)


def begin(mod, tea, hours=6):
    raids.begin(by=mod, group=tea, hours=hours, now=NOON)
    tea.refresh_from_db()


def old_member(tea, handle):
    user = cast.member(tea, handle)
    Membership.objects.filter(user=user).update(joined_at=NOON - timedelta(days=8))
    return user


def test_who_joined_lately_writes_by_approval_and_who_was_there_as_ever(tea, mod, author):
    begin(mod, tea)

    new, old = cast.post(author, tea), cast.post(old_member(tea, "elder"), tea)

    assert (new.state, old.state) == ("held", "published")
    assert list(case_of(new).flags.values_list("cause", "rule")) == [("raid", None)]
    assert cast.answer(author, old).is_held
    assert cast.post(mod, tea).is_published
    assert cast.post(author, tea, now=OVER).is_published


def test_joining_is_by_request_for_those_who_were_invited_too_and_open_again_afterwards(tea, mod):
    guest, stranger = cast.person("guest"), cast.person("stranger")
    admissions.invite(actor=mod, group=tea, handle="guest", now=NOON)
    begin(mod, tea)

    places = [memberships.join(actor=user, group=tea, now=NOON) for user in (guest, stranger)]

    assert [place.state for place in places] == ["requested", "requested"]
    assert memberships.join(actor=stranger, group=tea, now=NOON).state == "requested"
    assert memberships.join(actor=stranger, group=tea, now=OVER).is_active
    assert admissions.approve(actor=mod, group=tea, member=guest, now=NOON).is_active


def test_a_secret_group_lets_in_whom_it_invited(tea, mod):
    tea.visibility, tea.join_policy = "secret", "invite"
    tea.save()
    guest = cast.person("guest")
    admissions.invite(actor=mod, group=tea, handle="guest", now=NOON)
    begin(mod, tea)

    assert memberships.join(actor=guest, group=tea, now=NOON).is_active


def test_it_is_logged_and_announced_and_can_be_ended_early(tea, mod, author):
    before = version(f"group:{tea.pk}")
    begin(mod, tea)
    assert version(f"group:{tea.pk}") > before

    raids.end(by=mod, group=tea, now=NOON)
    raids.end(by=mod, group=tea, now=NOON)

    assert cast.post(author, tea).is_published
    assert list(ModlogEntry.objects.order_by("pk").values_list("action", "until")) == [("raid", OVER), ("calm", None)]


def test_only_those_who_look_after_the_group_switch_it(tea, author):
    brand_person = cast.member(tea, "merchant", role="moderator")
    cast.brand(brand_person)

    for person in (author, brand_person, cast.person()):
        with pytest.raises(errors.NotAllowed):
            begin(person, tea)
    with pytest.raises(errors.Invalid):
        begin(cast.member(tea, "mod2", role="moderator"), tea, hours=5)
    tea.refresh_from_db()
    assert tea.raid_until is None


def test_the_staff_have_very_new_accounts_approved_in_every_public_group(tea, mod):
    keeper = cast.person("keeper", is_staff=True)
    young = cast.member(tea, "young", date_joined=NOON - timedelta(hours=23))
    grown = cast.member(tea, "grown", date_joined=NOON - timedelta(hours=25))
    closed = cast.group("attic", visibility="listed")
    cast.join(young, closed)
    raids.begin_site(by=keeper, hours=1, now=NOON)

    assert [cast.post(user, tea).state for user in (young, grown)] == ["held", "published"]
    assert cast.post(young, closed).is_published
    with pytest.raises(errors.NotFound):
        raids.end_site(by=mod, now=NOON)
    assert raids.end_site(by=keeper, now=NOON) == 1
    assert cast.post(young, tea).is_published
    assert SiteRaid.objects.get().ended_by == keeper


def test_two_of_the_staff_who_switch_at_once_leave_one_switch(tea):
    first, second = (cast.person(name, is_staff=True) for name in ("first", "second"))

    for keeper in (first, second):
        raids.begin_site(by=keeper, hours=1, now=NOON)

    assert list(SiteRaid.objects.order_by("pk").values_list("by__username", "ended_by__username")) == [
        ("first", "second"),
        ("second", None),
    ]


@pytest.mark.usefixtures("clock")
def test_members_read_a_line_and_moderators_have_the_button():
    scene = Scene()
    switch, line = (reverse(f"community:{name}", args=["tea"]) for name in ("raid-switch", "group-raid"))
    front = reverse("community:group-detail", args=["tea"])
    assert "what new members write waits" not in text(scene.open("member", front))

    assert scene.open("member", switch, hours="6").status_code == 403
    scene.open("mod", switch, hours="6")

    for page in (line, front):
        assert "what new members write waits" in text(scene.open("member", page))
        assert "what new members write waits" in text(scene.open(None, page))
    assert "Ask to join" in text(scene.open("outsider", front))
    assert "Switch it off" in text(scene.open("mod", reverse("community:group-automod", args=["tea"])))
    scene.open("mod", switch, hours="7")
    scene.open("mod", switch, hours="0")
    assert "what new members write waits" not in text(scene.open("member", line))


@pytest.mark.usefixtures("clock")
def test_the_staff_have_a_page_for_their_switch_and_nobody_else():
    scene = Scene()
    scene.keeper = cast.person("keeper", is_staff=True, name="Kim Keeper")
    page = reverse("community:site-raid")

    assert scene.open("mod", page).status_code == 404
    scene.open("keeper", page, hours="24")
    assert "switched on by Kim Keeper" in text(scene.open("keeper", page))
    scene.open("keeper", page, hours="0")
    assert "switched off by Kim Keeper" in text(scene.open("keeper", page))


def test_only_who_may_read_the_group_listens_to_its_switch(tea, author):
    topic = f"group:{tea.pk}"
    assert policies.may_listen(cast.person(), topic)
    tea.visibility = "listed"
    tea.save()
    assert not policies.may_listen(cast.person(), topic)
    assert policies.may_listen(author, topic)
