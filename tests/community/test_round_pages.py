"""The pages of a vote: a ballot without scripts, why something won, a record for anybody, and who watches."""

from __future__ import annotations

import pytest

from accounts.models import BrandStaff, User
from community import paths, voting
from community.models import Allowance, Vote, VoteRound
from community.selectors import incubator, integrity, rounds as reads
from community.services.proposals import supporting
from community.services.rounds import drafting, locking
from inbox.models import Notification
from lib import errors
from tests.community import cast, proposing
from tests.community.moderating import judged
from tests.community.proposing import NOW, fill
from tests.community.test_vote_rounds import END, decided, opened, plan
from tests.rewards.browsing import signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _everybody_is_trusted(settings, clock):
    settings.HEARTH_TRUST_DAYS = 0


def show(vote: VoteRound, who: User | None = None, rest: str = ""):
    return signed_in(who).get(paths.of_round(vote) + rest)


def send(vote: VoteRound, who: User, rest: str, **sent):
    return signed_in(who).post(f"{paths.of_round(vote)}{rest}/", sent)


def weights(vote: VoteRound, who: User) -> list[int]:
    return [entry.mine for entry in reads.ballot(viewer=who, vote=vote).entries]


def test_a_ballot_is_all_or_nothing_and_what_falls_makes_room():
    vote, (first, second), (ann, ben, _eva) = opened()
    one, other = f"c-{first.pk}", f"c-{second.pk}"
    assert "10 left" in text_of(show(vote, ann))
    assert send(vote, ann, "ballot", **{one: "9", other: "1"}).status_code == 303
    assert send(vote, ann, "ballot", **{one: "1", other: "9"}).status_code == 303
    assert weights(vote, ann) == [1, 9]

    refused = send(vote, ann, "ballot", **{one: "8", other: "9"})
    assert (refused.status_code, weights(vote, ann)) == (409, [1, 9])
    assert "17" in text_of(refused)
    assert send(vote, ann, "ballot", **{one: "1", f"c-{second.pk + 999}": "2"}).status_code == 422
    assert send(vote, ann, "ballot", **{one: "-3", other: "9"}).status_code == 303
    assert weights(vote, ann) == [0, 9]
    assert Allowance.objects.get(round=vote, user=ann).spent == 9

    stranger = cast.person()
    assert send(vote, stranger, "ballot", **{one: "1"}).status_code == 403
    assert signed_in(None).post(f"{paths.of_round(vote)}ballot/", {one: "1"}).status_code == 303
    assert send(vote, ben, "ballot").status_code == 303
    assert Vote.objects.filter(user=ben).count() == 0


def test_a_decided_vote_says_why_and_anybody_counts_it_again():
    costs = {"method": "equal_shares", "budget_minor": 1000, "seats": None, "completion": "none", "per_voter": 2}
    vote, (first, second, third), people = opened(voters=4, costs=(500, 500, 700), **costs)
    for place, person in enumerate(people[:3]):
        fill(vote, person, {first: 1, third: min(place, 1)})
    assert send(vote, people[3], "ballot", yes=[second.pk]).status_code == 303
    assert show(vote, rest="recount/").status_code == 404
    assert show(vote, rest="record.json").json()["inputs"] is None

    vote = decided(vote)
    said = text_of(show(vote))

    assert "Its supporters could pay for it most easily" in said
    assert "¥1.67 each at most" in said
    assert "With untouched shares they had ¥2.50 together; it costs ¥5" in said
    assert "With untouched shares they had ¥5 together; it costs ¥7" in said
    assert "The same comes out" in text_of(show(vote, rest="recount/"))
    inputs = show(vote, rest="record.json").json()["inputs"]
    again = voting.count(
        voting.get(inputs["method"]),
        ballots=[voting.Ballot(*each) for each in inputs["ballots"]],
        projects=[voting.Project(*each) for each in inputs["projects"]],
        terms=voting.Terms(**inputs["terms"]),
    )
    assert (again.winners, again.inputs_hash) == ((first.proposal.public_id,), vote.results.get().inputs_hash)
    Vote.objects.filter(user=people[0]).update(weight=2)
    assert "Something else comes out" in text_of(show(vote, rest="recount/"))


def test_pages_of_votes_ask_the_same_of_two_candidates_and_of_seven(django_assert_num_queries):
    group = proposing.place()
    judge, mei = proposing.judge(group), cast.member(group)
    for many in (2, 7):
        entries = [(proposing.opened(group), 0) for _ in range(many)]
        vote = drafting.draft(by=judge, plan=plan(entries), group=group, now=NOW)
        vote = drafting.open_(by=judge, vote=vote, now=NOW)
        for person in [mei, *(cast.member(group) for _ in range(many))][: Allowance.objects.filter(round=vote).count()]:
            if Allowance.objects.filter(round=vote, user=person).exists():
                fill(vote, person, {vote.candidates.order_by("position").first(): 2})
        vote = decided(vote)
        with django_assert_num_queries(2):
            reads.page(viewer=mei, stage="over")
        with django_assert_num_queries(4):
            entries = reads.ballot(viewer=mei, vote=vote).entries
            assert len(entries) == many
        with django_assert_num_queries(2):
            standing = reads.standing(vote=vote)
        with django_assert_num_queries(2):
            assert len(reads.outcome(standing=standing, shown=entries).lines) == many
        with django_assert_num_queries(3):
            integrity.voters(vote=vote)


def test_whoever_runs_a_vote_writes_it_opens_it_and_calls_it_off():
    group = proposing.place()
    judge = proposing.judge(group)
    one, other = proposing.opened(group), proposing.opened(group)
    url = f"/votes/new/?group={group.slug}"
    said = {
        "name": "What first?",
        "method": "points",
        "per_voter": "5",
        "seats": "1",
        "currency": "CNY",
        "completion": "none",
        "closes_at": END.strftime("%Y-%m-%dT%H:%M"),
        f"p-{one.pk}": "on",
    }
    assert signed_in(cast.member(group)).get(url).status_code == 403
    wrong = signed_in(judge).post(url, said)
    assert (wrong.status_code, VoteRound.objects.count()) == (422, 0)
    assert "Between two and a hundred different proposals" in text_of(wrong)

    made = signed_in(judge).post(url, said | {f"p-{other.pk}": "on"})
    assert made.status_code == 303, text_of(made)
    vote = VoteRound.objects.get()
    changed = said | {f"p-{other.pk}": "on", "seats": "2"}
    assert send(vote, judge, "edit", **changed).status_code == 303
    assert send(vote, judge, "open").status_code == 303
    vote.refresh_from_db()
    assert (vote.state, vote.seats, vote.name) == ("open", 2, "What first?")
    assert send(vote, judge, "edit", **said).status_code == 422
    assert send(vote, judge, "call-off", reason="").status_code == 303
    assert send(vote, judge, "call-off", reason="A candidate was sold already.").status_code == 303
    assert "A candidate was sold already." in text_of(show(vote))


def test_who_watches_sees_signs_and_never_choices_and_strikes_with_a_reason():
    vote, (first, second), (ann, ben, eva) = opened()
    for person in (ann, ben):
        fill(vote, person, {first: 4, second: 6})
    judge = vote.created_by
    found = integrity.voters(vote=vote)
    assert [(each.user, each.spent, each.is_young) for each in found] == [(ann, 10, True), (ben, 10, True)]
    page = text_of(show(vote, judge, "voters/"))
    assert ann.display_name in page
    assert first.proposal.title not in page
    assert show(vote, eva, "voters/").status_code == 403

    ballot = Allowance.objects.get(round=vote, user=ann)
    assert send(vote, judge, "voters/look", voter=ballot.pk, note="").headers["Location"].endswith("/voters/")
    case = send(vote, judge, "voters/look", voter=ballot.pk, note="One of five accounts.").headers["Location"]
    page = signed_in(judge).get(case)
    assert "The votes of" in text_of(page)
    assert first.proposal.title not in text_of(page)
    sent = {"action": "strike", "reason": "One of five accounts of one person.", "seen": page.context["page"].seen}

    assert signed_in(judge).post(case, sent).status_code == 303

    assert set(Vote.objects.filter(user=ann).values_list("state", flat=True)) == {"invalid"}
    assert Allowance.objects.get(round=vote, user=ann).spent == 0
    [line] = Notification.objects.filter(recipient=ann, kind="moderation")
    assert "One of five accounts" in text_of(signed_in(ann).get(line.url))
    assert "Your votes were found not to be valid" in text_of(show(vote, ann))
    assert decided(vote).results.get().document["voters"] == 1


def test_a_brand_that_asks_does_not_choose_who_votes():
    brand = proposing.brand()
    group = proposing.place()
    voter = cast.member(group)
    entries = [(proposing.opened(group, of=brand), 0) for _ in range(2)]
    vote = drafting.draft(by=brand.person, plan=plan(entries), brand=brand, now=NOW)
    vote = drafting.open_(by=brand.person, vote=vote, now=NOW)
    first = vote.candidates.order_by("position").first()
    fill(vote, voter, {first: 1})

    with pytest.raises(errors.NotAllowed):
        judged(Allowance.objects.get(user=voter), brand.person, note="Not our friend.")

    assert show(vote, brand.person, "voters/").status_code == 403
    assert Vote.objects.get().state == "live"
    keeper = cast.person(is_staff=True)
    BrandStaff.objects.create(brand=brand, user=keeper)
    with pytest.raises(errors.NotAllowed):
        locking.check_may_run(keeper, None, None)


def test_what_people_talk_about_is_counted_from_three_people_on_and_names_nobody():
    place = cast.group()
    writers = [cast.member(place) for _ in range(3)]
    for person in writers[:2]:
        cast.post(person, place, "Tins again. #tins", emotions=("dislike",))
    assert incubator._read(NOW) == ()
    cast.post(writers[2], place, "Where do tins go? #tins", type="question", title="Tins?")

    [found] = incubator._read(NOW)

    assert (found.people, found.before, found.asking, found.unhappy, found.proposals) == (3, 0, 1, 2, 0)
    assert incubator.prompts(now=NOW).missed == incubator.prompts(now=NOW).rising == (found,)
    said = text_of(signed_in(None).get("/incubator/"))
    assert "#tins" in said
    assert not any(person.display_name in said for person in writers)


def test_proposals_and_arguments_are_reported_from_their_pages_and_support_is_watched():
    made = proposing.opened()
    reader, judge = cast.member(made.group), proposing.judge(made.group)
    supporting.support(user=reader, proposal=made, now=NOW)
    page = f"{paths.of_proposal(made)}report/"
    assert signed_in(reader).get(page).status_code == 200
    assert signed_in(reader).post(page, {"note": "An advert."}).status_code == 303
    assert signed_in(reader).get(f"{paths.of_proposal(made)}watch/").status_code == 403
    assert "What stands out" in text_of(signed_in(judge).get(f"{paths.of_proposal(made)}watch/"))
    signs = integrity.signs(proposal=made)
    assert (signs.supporters, signs.only_this, signs.busiest[0].many) == (1, 1, 1)
