"""Proposals and arguments are reported, judged, taken away and brought back like everything else one can write."""

from __future__ import annotations

import pytest

from community import targets
from community.models import Argument, Case, ModlogEntry, Proposal
from community.selectors import cases as reads, queues
from community.services import reports
from community.services.proposals import arguing, supporting
from gamify.models import Activity
from lib import errors
from tests.community import cast, proposing
from tests.community.court import decide, report, told
from tests.community.proposing import NOW, fresh

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


def test_a_draft_that_only_its_authors_see_cannot_be_reported():
    made = proposing.draft()
    with pytest.raises(errors.NotFound):
        report(made, cast.member(made.group), rule=None, note="What is this?")
