"""Two who write the same shares, answer or vote at once: the second hears of it, sees both, and loses no word."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest

from accounts.models import BrandStaff
from community import paths
from community.models import Authorship, BrandAnswer, CreditStatement, VoteRound
from community.services.rounds import drafting
from lib import clock
from tests.community import cast, proposing
from tests.community.proposing import NOW, fresh
from tests.community.test_making_pages import client_of, typed as moment, url
from tests.community.test_vote_rounds import drafted
from tests.rewards.test_drafts import typed

pytestmark = pytest.mark.django_db
HEARD = "Somebody else has changed this in the meantime."


@pytest.fixture(autouse=True)
def _noon(monkeypatch, settings):
    settings.HEARTH_TRUST_DAYS = 0
    monkeypatch.setattr(clock, "now", lambda: NOW)


def save_both(path, people, early, late):
    """Let two people read the form, then save one after the other; return what the second is told."""
    first, second = map(client_of, people)
    forms = [typed(browser.get(path)) for browser in (first, second)]
    kept = first.post(path, forms[0] | early)
    assert kept.status_code == 303, kept.content.decode()
    refused = second.post(path, forms[1] | late)
    assert refused.status_code == 422
    assert HEARD in refused.content.decode()
    return second, refused


def resent(page):
    """Return what the form sends when one presses its button once more."""
    return {name: html.unescape(value) for name, value in typed(page).items()}


def test_shares_of_two_authors():
    made = proposing.in_making()
    friend = cast.member(made.group)
    Authorship.objects.create(proposal=made, user=friend, state="accepted", invited_at=NOW)
    path = url("credit-edit", made)
    early, late = ({"form-0-evidence": f"{when} words of mine.", "form-0-link": ""} for when in ("Early", "Late <b>"))

    second, refused = save_both(path, (made.author, friend), early, late)

    page = refused.content.decode()
    assert "Late &lt;b&gt; words of mine.</textarea>" in page
    assert page.count("Early words of mine.") == 1
    assert second.post(path, resent(refused)).status_code == 303
    assert "Late <b> words" in "".join(CreditStatement.objects.get().shares.values_list("evidence", flat=True))

    form = typed(second.get(path))
    client_of(made.author).post(path, form | {"form-0-handle": ""})
    CreditStatement.objects.update(state="objecting", objections_until=NOW + timedelta(days=7))
    closed = second.post(path, form | {"form-0-evidence": "Written for an hour."})
    assert "Written for an hour." in closed.content.decode()


def test_answers_of_two_who_work_for_a_brand():
    made = proposing.due()
    friend = cast.person()
    BrandStaff.objects.create(brand=made.brand, user=friend)
    path, at = url("proposal-answer", made), moment(NOW + timedelta(days=2))
    said = {"outcome": "accepted", "feasibility": "effort", "cost": "12", "currency": "CNY", "reveals_at": at}
    early, late = (said | {"reasons": f"{when}: we have looked at it for long."} for when in ("Early", "Late <b>"))

    second, refused = save_both(path, (proposing.person_of(made), friend), early, late)

    page = refused.content.decode()
    assert "Late &lt;b&gt;: we have looked at it for long.</textarea>" in page
    assert "Early: we have looked at it for long." in page
    again = resent(refused) | {"outcome": "accepted", "feasibility": "effort", "currency": "CNY"}
    assert second.post(path, again).status_code == 303
    assert BrandAnswer.objects.get().reasons == "Late <b>: we have looked at it for long."

    form = again | {"seen": ""}
    assert client_of(friend).post(path, form | {"reveals_at": ""}).status_code == 303
    assert fresh(made).state == "accepted"
    closed = second.post(path, form | {"reasons": "Written for an hour."})
    assert (closed.status_code, "Written for an hour." in closed.content.decode()) == (422, True)


def test_votes_of_two_who_run_them():
    vote = drafted()
    friend = cast.person(is_staff=True)
    path = f"{paths.of_round(vote)}edit/"
    chosen = {f"p-{row.proposal_id}": "on" for row in vote.candidates.all()} | {"method": "points", "currency": "CNY"}
    chosen |= {"completion": "by_votes", "closes_at": moment(NOW + timedelta(days=5))}
    early, late = (chosen | {"name": f"{when}, or not?"} for when in ("Early", "Late <b>"))

    second, refused = save_both(path, (vote.created_by, friend), early, late)

    page = refused.content.decode()
    assert "Late &lt;b&gt;, or not?" in page
    assert "Early, or not?" in page
    assert second.post(path, resent(refused) | chosen).status_code == 303
    assert VoteRound.objects.get().names["en"] == "Late <b>, or not?"

    form = typed(second.get(path)) | chosen
    drafting.open_(by=friend, vote=VoteRound.objects.get(), now=NOW)
    closed = second.post(path, form | {"name": "Written for an hour?"})
    assert (closed.status_code, "Written for an hour?" in closed.content.decode()) == (422, True)
