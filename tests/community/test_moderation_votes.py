"""Support and votes that stand out: looked into, decided with a reason, told once, and undone when it was wrong."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import BrandStaff
from community.models import Allowance, Authorship, Case, ModlogEntry, Support
from community.selectors import cases as reads, integrity, queues
from community.services import cases, recounts, reports
from community.services.proposals import merging, supporting
from community.services.rounds import ballots, drafting, invalidating, locking
from gamify.models import Activity
from inbox.models import Notification
from lib import errors
from tests.community import cast, proposing
from tests.community.moderating import LATER, decide, judged, told
from tests.community.proposing import NOW, fresh
from tests.community.test_vote_rounds import decided, plan
from tests.rewards.browsing import signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _everybody_is_trusted(settings, clock):
    settings.HEARTH_TRUST_DAYS = 0


def of(made, user) -> Support:
    return Support.objects.select_related("proposal__group", "user").get(proposal=made, user=user)


def verbs(user) -> list[str]:
    return list(Activity.objects.filter(actor=user).order_by("pk").values_list("verb", flat=True))


def test_a_support_is_struck_by_a_case_and_counts_again_when_that_was_wrong():
    made = proposing.opened(target=50)
    judge, ann, *others = proposing.judge(made.group), *proposing.supported(made, 5)
    assert fresh(made).rung == 1
    for nobody in (ann, others[0], made.author, proposing.brand().person):
        with pytest.raises((errors.NotAllowed, errors.NotFound)):
            reports.look_into(by=nobody, target=of(made, ann), note="I do not like her.", now=LATER)
    assert not Case.objects.exists()

    page = signed_in(judge).get(f"/proposals/{made.public_id}/watch/")
    assert ann.display_name in text_of(page)
    case_url = signed_in(judge).post(
        f"/proposals/{made.public_id}/watch/look/", {"voter": of(made, ann).pk, "note": "Made in one hour."}
    )["Location"]
    assert proposing.counts(made) == (5, 0, 0)
    assert "The support of" in text_of(signed_in(judge).get(case_url))
    decide(Case.objects.get(), judge, "strike", rule=None, reason="One of five accounts of one person.")

    assert proposing.counts(made) == (4, 0, 0)
    assert (verbs(ann), verbs(made.author)) == (["support", "undo"], ["propose", "progress", "undo"])
    assert len(told(ann, "moderation")) == 1
    assert made.title in told(ann, "moderation")[0]
    for act in (supporting.support, supporting.withdraw):
        with pytest.raises(supporting.Struck):
            act(user=ann, proposal=made, now=LATER)
    [entry] = ModlogEntry.objects.all()
    assert (entry.action, entry.subject, entry.support) == ("strike", ann, of(made, ann))
    assert not Case.objects.filter(state="open").exists()

    judged(of(made, ann), proposing.judge(made.group), "reinstate", note="They are a family.")

    assert proposing.counts(made) == (5, 0, 0)
    assert (verbs(ann)[-1], verbs(made.author)[-1]) == ("redo", "redo")
    assert [drift for drift in recounts.recount(is_repairing=False) if drift.what == "proposal"] == []


def test_a_vote_of_everybody_is_judged_by_staff_who_see_no_choice(settings):
    entries = [(proposing.opened(), 0) for _ in range(2)]
    keeper, ann, ben = cast.person(is_staff=True), cast.person(), cast.person()
    vote = drafting.draft(by=keeper, plan=plan(entries), now=NOW)
    vote = drafting.open_(by=keeper, vote=vote, now=NOW)
    first, second = vote.candidates.order_by("position")
    ballots.fill(user=ann, vote=vote, weights={first.pk: 4, second.pk: 6}, now=NOW)
    ballots.fill(user=ben, vote=vote, weights={second.pk: 1}, now=NOW)
    ballot = Allowance.objects.select_related("round__group", "user").get(round=vote, user=ann)

    case = judged(ballot, keeper)

    assert (case.group, case.state_words) == (None, "Does not count")
    assert (verbs(ann)[-1], Allowance.objects.get(pk=ballot.pk).spent) == ("undo", 0)
    assert Notification.objects.filter(recipient=ann, kind="moderation").count() == 1
    with pytest.raises(invalidating.Struck):
        ballots.fill(user=ann, vote=vote, weights={first.pk: 1}, now=NOW)
    for path in ("/review/votes/?show=decided", f"/cases/{case.pk}/"):
        said = signed_in(keeper).get(path)
        assert said.status_code == 200
        assert entries[0][0].title not in text_of(said)
        assert signed_in(ben).get(path).status_code == 404
    keeper_of_a_brand = cast.person(is_staff=True)
    BrandStaff.objects.create(brand=proposing.brand(), user=keeper_of_a_brand)
    assert signed_in(keeper_of_a_brand).get("/review/votes/").status_code == 404
    rival = cast.person(is_staff=True)  # wrote one of the candidates
    Authorship.objects.create(proposal=entries[0][0], user=rival, state="accepted", invited_at=NOW)
    assert signed_in(rival).get(f"/votes/{vote.public_id}/voters/").status_code == 403
    for partial in (keeper_of_a_brand, rival):
        with pytest.raises((errors.NotAllowed, errors.NotFound)):
            decide(case, partial, "reinstate", rule=None)

    judged(ballot, keeper, "reinstate", note="He explained it.")
    assert (verbs(ann)[-1], Allowance.objects.get(pk=ballot.pk).spent) == ("redo", 10)
    again = reports.look_into(by=keeper, target=ballot, note="New signs of the same.", now=LATER).report.case
    vote = decided(vote)

    assert vote.results.get().document["voters"] == 2
    assert [action.key for action in reads.page(case=again).actions] == ["close"]
    decide(again, keeper, "close", rule=None, reason="")
    with pytest.raises(locking.WrongMoment):
        invalidating.strike(ballot=invalidating.lock(ballot), by=keeper, reason="Late.", now=LATER)
    call_command("vote_recount", "--all", "--check", stdout=StringIO())


def test_a_merger_carries_nobody_over_who_was_struck_and_loses_no_decision():
    made, other = proposing.opened(target=50), proposing.opened(target=50)
    keeper = cast.person(is_staff=True)
    ann, ben, eva = (cast.person() for _ in range(3))
    for person in (ann, ben, eva):
        supporting.support(user=person, proposal=made, now=NOW)
    supporting.support(user=ann, proposal=other, now=NOW)
    judged(of(other, ann), keeper)

    merging.merge(by=keeper, proposal=made, into=other, reason="The same.", now=NOW)
    assert proposing.counts(other) == (2, 0, 0)
    judged(of(other, ben), keeper)
    reports.look_into(by=keeper, target=of(other, eva), note="Somebody asked.", now=LATER)
    merging.unmerge(by=keeper, proposal=fresh(made), reason="Not the same.", now=NOW + timedelta(days=1))

    assert (proposing.counts(made), proposing.counts(other)) == ((2, 0, 0), (0, 0, 0))
    states = Support.objects.filter(proposal=made).order_by("user_id").values_list("state", flat=True)
    assert list(states) == ["counted", "struck", "counted"]
    judged(of(made, ben), keeper, "reinstate", note="It was him.")
    assert proposing.counts(made) == (3, 0, 0)
    assert [drift for drift in recounts.recount(is_repairing=False) if drift.what == "proposal"] == []


def test_what_is_known_of_support_costs_the_same_for_few_and_for_many(django_assert_num_queries):
    made = proposing.opened(target=90)
    for many in (2, 20):
        proposing.supported(made, many)
        with django_assert_num_queries(2):
            integrity.supporters(proposal=made)
    keeper = cast.person(is_staff=True)
    case = reports.look_into(by=keeper, target=of(made, made.supports.first().user), note="Young.", now=LATER)
    assert cases.target_of(case.report.case).is_published
    with django_assert_num_queries(4):
        assert len(queues.staff_queue(user=keeper, is_open=True, now=LATER).rows) == 1
