"""Who answers those who ask to come in where nobody looks after the group any more."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from community.models import Membership
from community.services import admissions, memberships, succession
from inbox.models import Notification
from lib import errors
from tests.community.scenes import group, join
from tests.factories import member

pytestmark = pytest.mark.django_db


def staff(name="Keeper"):
    person = member(name)
    person.is_staff = True
    person.save()
    return person


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def left_alone(clock, **door):
    """Return a group that all have left."""
    tea = group(join_policy="request", **door)
    memberships.leave(actor=tea.founder, group=tea, now=clock.now)
    return tea


def asks(tea, clock, name="Ben"):
    ben = member(name)
    memberships.join(actor=ben, group=tea, answer="For the tea", now=clock.now)
    return ben


@pytest.mark.parametrize("visibility", ["public", "listed"])
def test_staff_are_told_and_let_the_first_in_who_then_looks_after_it(clock, visibility):
    keeper, tea = staff(), left_alone(clock, visibility=visibility)
    ben = asks(tea, clock)
    line = Notification.objects.get(kind="join_request")
    assert (line.recipient, line.actor) == (keeper, ben)

    page = browser(keeper).get(line.url).content.decode()
    assert "Nobody looks after this group" in page
    assert "For the tea" in page
    browser(keeper).post(reverse("community:group-admit", args=["tea"]), {"member": ben.handle, "decision": "approve"})

    assert succession.provide(now=clock.now) == 1
    assert Membership.objects.get(user=ben).role == "owner"
    answer = browser(keeper).get(line.url)
    assert answer.status_code == (200 if visibility == "public" else 302)
    assert "For the tea" not in answer.content.decode()


def test_staff_may_say_no_and_say_why(clock):
    keeper, tea = staff(), left_alone(clock)
    ben = asks(tea, clock)

    admissions.deny(actor=keeper, group=tea, member=ben, reason="It is over.", now=clock.now)

    assert Notification.objects.get(kind="join_denied").recipient == ben


def test_staff_have_no_say_where_somebody_looks_after_the_group_or_it_is_archived(clock):
    keeper, tea = staff(), group(join_policy="request", visibility="listed")
    ben = asks(tea, clock)
    assert Notification.objects.get(kind="join_request").recipient == tea.founder

    with pytest.raises(errors.NotFound):
        admissions.approve(actor=keeper, group=tea, member=ben, now=clock.now)
    memberships.leave(actor=tea.founder, group=tea, now=clock.now)
    tea.archived_at = clock.now
    tea.save()
    with pytest.raises(errors.HearthError):
        admissions.approve(actor=keeper, group=tea, member=ben, now=clock.now)
    assert Membership.objects.get(user=ben).state == "requested"


def test_who_asked_before_the_last_one_left_is_passed_on_to_the_staff(clock):
    keeper, tea = staff(), group(join_policy="request")
    asks(tea, clock)
    memberships.leave(actor=tea.founder, group=tea, now=clock.tick(days=2))

    assert Notification.objects.filter(kind="join_request", recipient=keeper).count() == 1


def test_whoever_is_let_in_by_an_invitation_waits_in_nobodys_inbox(clock):
    tea = group(join_policy="request")
    ben = asks(tea, clock)

    admissions.invite(actor=tea.founder, group=tea, handle=ben.handle, now=clock.now)

    assert Notification.objects.get(kind="join_request").read_at


def test_who_asks_at_an_empty_group_is_told_who_answers(clock):
    tea = left_alone(clock)
    ben = asks(tea, clock)

    assert "people who run Hearth" in browser(ben).get(reverse("community:group-detail", args=["tea"])).content.decode()


def test_by_the_api_staff_answer_for_an_empty_group_and_others_never(clock):
    keeper, tea = staff(), left_alone(clock)
    ben = asks(tea, clock)
    stranger = join(group("other"))
    address = "/api/v1/groups/tea/requests"

    assert browser(stranger).get(address).status_code == 403
    assert len(browser(keeper).get(address).json()["results"]) == 1
    sent = browser(keeper).post(f"{address}/{ben.handle}", {"approve": True}, content_type="application/json")
    assert sent.json()["state"] == "active"
