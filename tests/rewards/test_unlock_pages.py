"""The pages of unlocking with friends: what each reader is told, coming back after an account is made, limits."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from rewards.models import Assist, Unlock
from tests.factories import member
from tests.gamify.conftest import economy  # noqa: F401
from tests.rewards import factories
from tests.rewards.browsing import signed_in, text_of
from tests.rewards.helping import begun, by_help, helped, helped_by
from tests.rewards.redeeming import in_review

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("economy", "clock")]
ACCOUNT = {"email": "bo@example.org", "display_name": "Bo", "password1": "a warm enough place"}


def door(unlock: Unlock, name: str = "help") -> str:
    return reverse(f"rewards:{name}", args=[unlock.code])


def told(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_a_friend_makes_an_account_and_comes_back_to_help() -> None:
    made, friend = begun(member("Ana")), Client()
    page = friend.get(door(made))
    assert "Ana asks for your help" in text_of(page)
    signup = f"{reverse('account_signup')}?next={door(made)}"
    assert signup in page.content.decode()

    friend.post(signup, {**ACCOUNT, "password2": ACCOUNT["password1"], "next": door(made)})
    confirm = re.search(r"http://[^/]+(/\S*confirm\S*)", str(mail.outbox[0].body))
    assert confirm
    after = friend.post(confirm[1], follow=True)

    assert after.redirect_chain[-1][0] == door(made)
    assert "Help Ana" in text_of(after)
    friend.post(door(made, "help-give"))
    assert Assist.objects.get().helper.display_name == "Bo"


def test_each_reads_why_one_cannot_help() -> None:
    ana, bo, of = member("Ana"), member("Bo"), by_help(helper_level=9)
    high, full, mine = begun(member("Cyd"), of), begun(member("Dan"), by_help(helpers=1)), begun(ana)
    helped_by(full, 1)

    assert "from level 9" in text_of(signed_in(bo).get(door(high)))
    assert "it needs no more" in text_of(signed_in(bo).get(door(full)))
    assert "This is your own" in text_of(signed_in(ana).get(door(mine)))
    helped(bo, mine)
    assert "You have helped already" in text_of(signed_in(bo).get(door(mine)))
    refused = signed_in(bo).post(door(high, "help-give"), follow=True)
    assert any("from level 9" in each for each in told(refused))
    assert Assist.objects.count() == 2


def test_asking_and_claiming_by_plain_forms() -> None:
    ana, of = member("Ana"), by_help(helpers=1)
    browser, ask = signed_in(ana), reverse("rewards:reward-ask", args=[of.public_id])
    assert "It is kept" not in text_of(browser.get(ask))
    for _ in range(2):
        browser.post(ask, {"key": "pressed-twice"})
    made = Unlock.objects.get()
    assert browser.get(ask).status_code == 303

    helped(member("Bo"), made)
    page = browser.get(reverse("rewards:unlock", args=[made.public_id]))
    assert "Your friends unlocked it" in text_of(page)
    assert "Bo" in text_of(page)
    assert "Unlocked, kept for you" in text_of(browser.get(reverse("rewards:redemption-list")))
    browser.post(reverse("rewards:unlock-claim", args=[made.public_id]))
    made.refresh_from_db()
    assert (made.state, made.redemption.state) == ("claimed", "issued")
    shown = text_of(browser.get(reverse("rewards:redemption", args=[made.redemption.public_id])))
    assert "unlocked by friends" in shown
    assert "spark" not in shown


def test_the_catalogue_says_how_many_friends_it_takes_and_what_keeps_me_from_asking() -> None:
    ana, both, high = member("Ana"), by_help(helpers=4, price=20), by_help(helpers=2, least_level=9)
    shown = text_of(signed_in(ana).get(reverse("rewards:reward-list")))
    assert "20 spark or 4 friends" in shown
    assert "2 friends help" in shown
    assert "not for spark" not in shown
    for of, words in ((both, "Ask 4 friends"), (high, "This opens at level 9")):
        assert words in text_of(signed_in(ana).get(reverse("rewards:reward", args=[of.public_id])))


@pytest.mark.parametrize("page", ["help", "unlock", "review-unlock"])
def test_a_page_asks_as_often_for_nine_helpers_as_for_one(page: str, django_assert_max_num_queries: Any) -> None:
    ana, many = member("Ana"), by_help(helpers=10)
    costs = []
    for number in (1, 9):
        made = begun(member("Cyd") if page == "help" else ana, many, key=f"for-{number:06}")
        helped_by(made, number)
        reader = factories.staff() if page == "review-unlock" else ana
        path = reverse(f"rewards:{page}", args=[made.code if page == "help" else made.public_id])
        browser = signed_in(reader)
        browser.get(path)
        with django_assert_max_num_queries(40) as asked:
            assert browser.get(path).status_code == 200
        costs.append(len(asked))
        Unlock.objects.filter(pk=made.pk).update(state="left")
    assert costs[0] == costs[1]


def test_who_clicks_through_many_links_is_slowed_down() -> None:
    bo, made = member("Bo"), begun(member("Ana"))
    browser = signed_in(bo)
    for _ in range(30):
        browser.post(door(made, "help-give"))
    other = begun(member("Cyd"))
    browser.post(door(other, "help-give"))

    assert Assist.objects.count() == 1


def test_a_brand_sees_counts_and_no_names() -> None:
    made = begun(member("Ana"), of := by_help())
    helped_by(made, 2)
    page = text_of(signed_in(of.owner).get(reverse("rewards:console-reward", args=[of.brand.slug, of.public_id])))
    assert "With friends begun 1 helps 2" in page
    assert "Friend0" not in page
    assert signed_in(of.owner).get(reverse("rewards:review-unlock", args=[made.public_id])).status_code in (403, 404)


def test_staff_read_the_terms_before_they_approve() -> None:
    waiting = in_review(helpers=4, price=0, helpers_are="new", helper_days=30)
    page = text_of(signed_in(factories.staff()).get(reverse("rewards:review-reward", args=[waiting.public_id])))
    assert "4 friends who help unlock it" in page
    assert "joined within the last 30 days" in page
    assert "none: only friends unlock it" in page
