"""A post that goes while somebody reads it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from accounts.models import User
from community.services import removals
from lib import clock
from tests.community import scenes
from tests.factories import member
from tests.journeys import steps
from tests.journeys.conftest import OpenPage, Problems
from tests.journeys.town import Town, publish

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_nobody_is_asked_to_answer_a_post_that_has_gone(town: Town, open_page: OpenPage, problems: Problems) -> None:
    problems.allow("404")
    mei: User = scenes.join(town.tea, member("Mei Lin"))
    post = publish(mei, town.tea, "Leaves in water.", "calm")
    page = open_page(town.ben)
    page.goto(f"/p/{post.public_id}/")
    steps.listens(page)
    expect(page.get_by_label("Your comment")).to_be_visible()

    removals.delete(target=post, author=mei, now=clock.now())

    expect(page.get_by_text("This post is no longer here.")).to_be_visible()
    expect(page.get_by_label("Your comment")).to_be_hidden()
