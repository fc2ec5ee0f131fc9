"""Proposals and arguments are reported, judged, taken away and brought back like everything else one can write."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community import moderation, targets
from community.models import Argument, Case, MakingUpdate, ModlogEntry, Proposal
from community.selectors import cases as reads, queues
from community.services import reports
from community.services.making import showing, testing
from community.services.proposals import arguing, supporting
from gamify.models import Activity
from lib import errors
from tests.community import cast, proposing
from tests.community.moderating import decide, report, told
from tests.community.proposing import NOW, fresh
from tests.rewards.browsing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _everybody_is_trusted(settings):
    settings.HEARTH_TRUST_DAYS = 0


def test_a_reported_proposal_is_taken_away_with_its_points_and_comes_back():
    made = proposing.opened(title="Buy my kettle")
    group = made.group
    judge, reader, ann = proposing.judge(group), cast.member(group), cast.person()
    supporting.support(user=ann, proposal=made, now=NOW)
    case = report(made, reader, rule=None, note="An advert.").report.case
    assert (targets.kind_in(case), case.snapshot["title"]) == ("proposal", "Buy my kettle")
    assert report(made, reader, rule=None, note="An advert.").is_new is False
    [row] = queues.queue(group=group, user=judge, is_open=True, now=NOW).rows
    assert (row.title, row.what) == ("Buy my kettle", "proposal")
    page = reads.page(case=case)
    assert (page.target, page.root, [action.key for action in page.actions]) == (made, made, ["keep", "remove"])

    decide(case, judge, rule=None)

    assert not Proposal.objects.visible_to(reader).filter(pk=made.pk).exists()
    assert "proposal" in told(made.author, "moderation")[0]
    assert "proposal" in told(reader, "report_outcome")[0]
    assert targets.target_in(ModlogEntry.objects.get()) == made
    verbs = Activity.objects.filter(actor=made.author, object_type="proposal").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["propose", "progress", "undo", "undo"]
    with pytest.raises(errors.NotFound):
        supporting.support(user=reader, proposal=made, now=NOW)
    supporting.withdraw(user=ann, proposal=made, now=NOW)

    decide(Case.objects.get(), judge, "restore", rule=None)

    assert Proposal.objects.visible_to(reader).filter(pk=made.pk).exists()
    assert list(verbs.values_list("verb", flat=True))[4:] == ["redo", "redo"]
    assert fresh(made).supporters == 0


def test_an_argument_is_judged_by_who_did_not_write_it():
    made = proposing.opened()
    group = made.group
    judge, reader = proposing.judge(group), cast.member(group)
    said = arguing.argue(author=judge, proposal=made, side="for", body="<b>Buy</b> mine", key="k", now=NOW)
    assert said.html == "<p>&lt;b&gt;Buy&lt;/b&gt; mine</p>"
    case = report(said, reader, rule=None, note="Rude.").report.case
    with pytest.raises(errors.NotAllowed):
        decide(case, judge, rule=None)
    with pytest.raises(reports.OwnContent):
        report(said, judge, rule=None, note="Mine.")
    other = proposing.judge(group)

    decide(case, other, rule=None)

    assert Argument.objects.get().removed_at is not None
    assert not Argument.objects.get().is_published
    with pytest.raises(errors.NotFound):
        report(Argument.objects.get(), reader, rule=None, note="Again.")
    assert "argument" in told(judge, "moderation")[0]

    Argument.objects.update(body="")  # its author closed their account, with all their words
    assert moderation.for_case(Case.objects.get(), Argument.objects.get()) == ()


def test_news_of_the_making_are_reported_taken_away_with_their_pictures_and_come_back(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made = proposing.in_making()
    shown = showing.tell(
        by=proposing.person_of(made), proposal=made, title="Buy my soap", body="A **lot** of it.", is_prototype=True,
        picture=cast.picture(), alt="Soap", now=NOW,
    )  # fmt: skip
    at = {"draws_at": NOW + timedelta(days=1), "closes_at": NOW + timedelta(days=3)}
    asked = [testing.Question("Does it wash?")]
    test = testing.open_(by=shown.by, prototype=shown, places=1, questions=asked, now=NOW, **at)
    judge, reader = proposing.judge(made.group), cast.member(made.group)
    browser, page = signed_in(reader), f"/proposals/{made.public_id}/making/"
    own, picture = f"/proposals/news/{shown.public_id}/report/", shown.pictures.get().public_id
    file = f"/proposals/news/pictures/{picture}/small.webp"
    assert own in browser.get(page).content.decode()
    assert own not in signed_in(shown.by).get(page).content.decode()
    assert browser.get(own).status_code == 200
    assert signed_in(shown.by).post(own, {"note": "Mine."}).status_code == 403

    assert browser.post(own, {"note": "An advert <b>."}).status_code == 303
    case = Case.objects.get()
    assert (targets.kind_in(case), case.author, case.snapshot["title"]) == ("news", shown.by, "Buy my soap")
    evidence = signed_in(judge).get(f"/cases/{case.pk}/").content.decode()
    assert "A piece of news by" in evidence
    assert "<strong>lot</strong>" in evidence
    assert picture in evidence
    assert "a piece of news by" in signed_in(reader).get(f"/reports/{case.reports.get().pk}/").content.decode()
    assert "a piece of news by" in signed_in(judge).get(f"/g/{made.group.slug}/queue/").content.decode()
    decide(case, judge, rule=None)

    for path in (page, f"{page}../tests/{test.public_id}/", f"{page}../desk/"):
        for who in (reader, shown.by):
            assert "Buy my soap" not in signed_in(who).get(path, follow=True).content.decode()
    assert [browser.get(path).status_code for path in (own, file)] == [404, 404]
    assert signed_in(judge).get(file).status_code == 200
    assert "piece of news" in told(shown.by, "moderation")[0]
    assert "piece of news" in told(reader, "report_outcome")[0]
    with pytest.raises(errors.NotFound):
        report(MakingUpdate.objects.get(pk=shown.pk), reader, rule=None, note="Again.")

    decide(Case.objects.get(), judge, "restore", rule=None)
    assert "Buy my soap" in browser.get(page).content.decode()
    assert browser.get(file).status_code == 200


def test_a_draft_that_only_its_authors_see_cannot_be_reported():
    made = proposing.draft()
    with pytest.raises(errors.NotFound):
        report(made, cast.member(made.group), rule=None, note="What is this?")
