"""Friends count when they stay, once, and never oneself."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from gamify.models import Activity, Award
from gamify.services import visits
from lib import clock as time
from rewards.models import Referral
from rewards.selectors import referrals as reads
from rewards.services import proofs, referrals
from tests.factories import member
from tests.gamify.conftest import economy  # noqa: F401
from tests.inbox.telling import told
from tests.rewards.browsing import signed_in, text_of

State = Referral.State
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ana(economy, clock):  # noqa: F811
    return member("Ana")


@pytest.fixture
def code(ana):
    return referrals.link_of(user=ana, now=time.now()).code


def came(code, name="Bo"):
    newcomer = member(name)
    EmailAddress.objects.get_or_create(
        user=newcomer, email=newcomer.email, defaults={"verified": True, "primary": True}
    )
    EmailAddress.objects.filter(user=newcomer).update(verified=True)
    referral = referrals.follow(newcomer=newcomer, code=code, now=time.now())
    return newcomer, referral


def visited(user, hand, days):
    for _ in range(days):
        hand.tick(days=1)
        visits.note(user=user, now=time.now())


def test_a_link_stays_the_same(ana, code):
    assert referrals.link_of(user=ana, now=time.now()).code == code


def test_who_stays_counts_after_two_weeks_and_not_before(clock, ana, code):
    bo, referral = came(code)
    visited(bo, clock, referrals.DAYS)
    assert referrals.mature_due(now=time.now()) == 0

    clock.set(referral.matures_at)
    assert referrals.mature_due(now=time.now()) == 1
    assert referrals.mature_due(now=time.now()) == 0

    referral.refresh_from_db()
    assert referral.state == State.STAYED
    assert Activity.objects.filter(actor=ana, verb="invite").count() == 1
    assert Award.objects.filter(user=ana, badge_key="one-more-chair", revoked_at=None).exists()
    assert (told(ana, "referral_joined"), told(ana, "referral_stayed")) == (1, 1)


def test_thanks_that_went_to_another_are_found(clock, ana, code):
    bo, referral = came(code)
    visited(bo, clock, referrals.DAYS)
    clock.set(referral.matures_at)
    referrals.mature_due(now=time.now())
    name = "thanks for a newcomer went to who brought them"
    assert dict(proofs.check(now=time.now()))[name] == ()

    Referral.objects.update(referrer=member("Thief"))

    assert dict(proofs.check(now=time.now()))[name]


def test_who_came_back_too_seldom_has_a_month_more_and_then_lapses(clock, ana, code):
    bo, referral = came(code)
    visited(bo, clock, referrals.DAYS - 1)
    clock.set(referral.matures_at)
    assert referrals.mature_due(now=time.now()) == 0

    clock.set(referral.matures_at + referrals.PATIENCE)
    assert referrals.mature_due(now=time.now()) == 1

    referral.refresh_from_db()
    assert referral.state == State.LAPSED
    assert not Activity.objects.filter(verb="invite").exists()


def test_who_never_confirmed_an_address_does_not_count(clock, ana, code):
    bo, referral = came(code)
    EmailAddress.objects.filter(user=bo).update(verified=False)
    visited(bo, clock, 5)
    clock.set(referral.matures_at)

    assert referrals.mature_due(now=time.now()) == 0


def test_coming_ten_times_on_one_day_is_one_day(clock, ana, code):
    bo, referral = came(code)
    for _ in range(10):
        clock.tick(minutes=1)
        visits.note(user=bo, now=time.now())
    clock.set(referral.matures_at)

    assert referrals.mature_due(now=time.now()) == 0


@pytest.mark.parametrize(
    ("own", "email"),
    [
        ("", "{name}+two@example.org"),
        ("", "{upper}@EXAMPLE.ORG"),
        ("ana.tea@gmail.com", "A.N.A.Tea+two@googlemail.com"),
    ],
)
def test_a_second_account_on_the_same_mailbox_brings_nothing(clock, ana, code, own, email):
    name = ana.email.split("@")[0]
    again = member("Again")
    ana.email = own or ana.email
    ana.save(update_fields=["email"])
    again.email = email.format(name=name, upper=name.upper())

    assert referrals.follow(newcomer=again, code=code, now=time.now()) is None
    assert not Referral.objects.exists()


def test_one_comes_by_one_link_and_not_by_ones_own(clock, ana, code):
    bo, _ = came(code)
    other = referrals.link_of(user=member("Cai"), now=time.now()).code

    assert referrals.follow(newcomer=bo, code=other, now=time.now()) is None
    assert referrals.follow(newcomer=ana, code=code, now=time.now()) is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.update(newcomer=ana)


def test_an_unknown_link_and_one_of_somebody_who_is_gone_bring_nothing(clock, ana, code):
    assert came("zzzzzzzzzzzz", "Cai")[1] is None
    User.objects.filter(pk=ana.pk).update(is_active=False)
    assert came(code)[1] is None


def test_a_link_that_is_passed_around_brings_twenty_a_day(clock, ana, code, monkeypatch):
    monkeypatch.setattr(referrals, "MOST_A_DAY", 2)

    assert [came(code, f"Friend {number}")[1] is None for number in range(3)] == [False, False, True]
    clock.tick(days=1, minutes=1)
    assert came(code, "Later")[1] is not None


def test_what_was_given_for_somebody_who_is_soon_gone_goes_back(clock, ana, code):
    bo, referral = came(code)
    visited(bo, clock, referrals.DAYS)
    clock.set(referral.matures_at)
    referrals.mature_due(now=time.now())
    User.objects.filter(pk=bo.pk).update(is_active=False)

    assert referrals.take_back_due(now=time.now()) == 1
    assert referrals.take_back_due(now=time.now()) == 0

    referral.refresh_from_db()
    assert referral.state == State.VOID
    assert not Award.objects.filter(user=ana, badge_key="one-more-chair", revoked_at=None).exists()


def test_who_goes_much_later_takes_nothing_along(clock, ana, code):
    bo, referral = came(code)
    visited(bo, clock, referrals.DAYS)
    clock.set(referral.matures_at)
    referrals.mature_due(now=time.now())
    User.objects.filter(pk=bo.pk).update(is_active=False)

    clock.tick(days=61)

    assert referrals.take_back_due(now=time.now()) == 0


def test_a_friend_follows_the_link_makes_an_account_and_is_counted(clock, ana, code):
    friend = Client()
    greeting = friend.get(reverse("rewards:referral", args=[code]))
    assert "Ana keeps you a seat" in text_of(greeting)

    answer = friend.post(
        reverse("account_signup"),
        {
            "email": "bo@example.org",
            "display_name": "Bo",
            "password1": "a warm enough place",
            "password2": "a warm enough place",
        },
    )

    assert answer.status_code == 302
    assert Referral.objects.get().referrer == ana
    assert "Bo" in text_of(signed_in(ana).get(reverse("rewards:referrals")))


def test_a_member_who_follows_a_link_is_told_that_it_is_for_others(clock, ana, code):
    page = signed_in(member("Bo")).get(reverse("rewards:referral", args=[code]))

    assert "You are here already" in text_of(page)
    assert not Referral.objects.exists()


@pytest.mark.parametrize("code_", ["zzzzzzzzzzzz", "a", "-"])
def test_a_link_that_nobody_has_is_not_found(client, economy, code_):  # noqa: F811
    assert client.get(f"/with/{code_}/").status_code == 404


def test_the_page_of_ones_own_link_is_for_members(client, economy):  # noqa: F811
    assert client.get(reverse("rewards:referrals")).status_code == 302


@pytest.mark.parametrize("number", [1, 20])
def test_who_came_costs_two_queries(clock, ana, code, number, django_assert_num_queries):
    for each in range(number):
        came(code, f"Friend {each}")

    with django_assert_num_queries(2):
        found = reads.brought(user=ana)
        assert found.referrals[0].newcomer.display_name == f"Friend {number - 1}"

    assert len(found.referrals) == number
