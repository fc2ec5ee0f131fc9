"""A brand's answer: when it is known, what it opens again, and that silence is seen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.models import BrandAnswer, Proposal, Support
from community.services import recounts
from community.services.making import giving_up, updates
from community.services.proposals import answering, rising, supporting, versions
from lib import errors
from tests.community import cast, proposing
from tests.community.proposing import NOW, counts, fresh, told

pytestmark = pytest.mark.django_db
State = Proposal.State


@pytest.fixture(autouse=True)
def _everybody_is_trusted(settings):
    settings.HEARTH_TRUST_DAYS = 0


def test_an_answer_is_prepared_in_private_and_revealed_at_one_moment():
    made = proposing.due()
    person, later = proposing.person_of(made), NOW + timedelta(days=3)
    with pytest.raises(errors.NotAllowed):
        answering.prepare(by=made.author, proposal=made, reply=proposing.reply(), now=NOW)
    for wrong, field in (
        ({"reasons": "No."}, "reasons"),
        ({"cost_minor": None}, "cost_note"),
        ({"feasibility": "perhaps"}, "feasibility"),
        ({"outcome": "maybe"}, "outcome"),
        ({"cost_minor": -1}, "cost_minor"),
    ):
        with pytest.raises(errors.Invalid) as refused:
            answering.prepare(by=person, proposal=made, reply=proposing.reply(**wrong), now=NOW)
        assert field in refused.value.fields
    answering.prepare(by=person, proposal=made, reply=proposing.reply("accepted"), reveals_at=later, now=NOW)
    answering.prepare(by=person, proposal=made, reply=proposing.reply("declined"), reveals_at=later, now=NOW)
    assert answering.reveal_due(now=later - timedelta(seconds=1)) == 0
    assert fresh(made).state == State.DUE

    assert (answering.reveal_due(now=later), answering.reveal_due(now=later)) == (1, 0)

    row = BrandAnswer.objects.get()
    assert (fresh(made).state, row.revealed_at, row.was_late) == (State.DECLINED, later, False)
    assert all("proposal_support:answer_declined" in told(person) for person in made.people)
    assert counts(made) == (3, 0, 0)
    Proposal.objects.filter(pk=made.pk).update(supporters=5)
    drifts = {drift.field: drift.counted for drift in recounts.recount(is_repairing=True) if drift.what == "proposal"}
    assert drifts == {"supporters": 3}
    assert not Support.objects.exclude(state=Support.State.RETURNED).exists()


def test_needs_work_opens_it_again_and_asks_everybody_anew():
    made = proposing.answered("needs_work")
    late = cast.person()
    supporting.support(user=late, proposal=made, now=NOW)
    assert (fresh(made).state, counts(made)) == (State.OPEN, (4, 0, 0))
    versions.revise(
        by=made.author, proposal=made, words=proposing.texts("Mended"), changes="All of it", is_material=False,
        edition=fresh(made).edition, now=NOW,
    )  # fmt: skip
    assert (fresh(made).version, counts(made), fresh(made).rung) == (2, (0, 0, 4), 0)
    for person in made.people:
        supporting.support(user=person, proposal=made, now=NOW)
    assert (fresh(made).state, counts(made)) == (State.DUE, (3, 0, 1))


def test_an_answer_that_is_late_and_silence_in_the_making_are_public():
    made = proposing.due()
    late = NOW + timedelta(days=31)
    assert (rising.tell_overdue(now=late), rising.tell_overdue(now=late)) == (1, 0)
    assert {"proposal_brand:overdue"} <= told(proposing.person_of(made))
    answering.prepare(by=proposing.person_of(made), proposal=made, reply=proposing.reply(), now=late)
    assert BrandAnswer.objects.get().was_late

    quiet = late + timedelta(days=30)
    assert updates.is_stale(fresh(made), quiet)
    assert (updates.tell_stale(now=quiet), updates.tell_stale(now=quiet)) == (1, 0)
    updates.tell(by=proposing.person_of(made), proposal=made, title="Sorry", body="We are back.", now=quiet)
    assert not updates.is_stale(fresh(made), quiet)
    giving_up.give_up(
        by=proposing.person_of(made), proposal=made, reason="The minimum of 500 was not met: 120.", now=quiet
    )
    assert fresh(made).state == State.DECLINED
