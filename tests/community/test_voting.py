"""Every way to count votes keeps the room's contract; equal shares give what the literature gives."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given, settings, strategies as st

from bench import votes
from community import voting
from community.voting import equal_shares, registry
from community.voting.registry import Ballot, Project, Terms

# Pure: one database, which it does not ask, is enough.
pytestmark = pytest.mark.embedded_only
EVERY = pytest.mark.parametrize("method", voting.every(), ids=lambda method: method.key)
KEYS = "abcdefg"


def approvals(*groups: tuple[int, str]) -> list[Ballot]:
    """Return the ballots of `(how many, "ab")`: so many voters who approve a and b."""
    said = [choice for many, choice in groups for _ in range(many)]
    return [Ballot(f"v{number:04}", dict.fromkeys(choice, 1)) for number, choice in enumerate(said)]


def projects(**costs: int) -> list[Project]:
    return [Project(key, cost) for key, cost in costs.items()]


@st.composite
def elections(draw: st.DrawFn) -> tuple[str, list[Ballot], list[Project], Terms]:
    """Draw a method and ballots that it allows, spent greedily."""
    method = voting.get(draw(st.sampled_from([each.key for each in voting.every()])))
    offered = [Project(key, draw(st.integers(0, 60))) for key in draw(st.sets(st.sampled_from(KEYS), min_size=1))]
    per_voter = draw(st.integers(1, 12))
    ballots = []
    for number in range(draw(st.integers(0, 8))):
        votes, left = {}, per_voter
        for project in draw(st.permutations(offered)):
            weight = draw(st.integers(0, method.most_weight or 4))
            if weight and method.cost(weight) <= left:
                votes[project.key], left = weight, left - method.cost(weight)
        ballots.append(Ballot(f"v{number}", votes))
    seats = draw(st.none() | st.integers(1, 4))
    budget = draw(st.integers(0, 150)) if method.needs_budget else draw(st.none() | st.integers(0, 150))
    completion = draw(st.sampled_from(method.completions)) if method.completions else ""
    return method.key, ballots, offered, Terms(draw(st.text(max_size=4)), per_voter, seats, budget, completion)


def test_each_file_of_the_room_adds_one_method():
    files = {path.stem for path in Path(voting.__file__).parent.glob("*.py")}
    assert files - {"__init__", "purses", "registry", "tallying"} == {method.key for method in voting.every()}


@EVERY
def test_a_method_explains_itself_in_every_language(method):
    for language in ("en", "zh-hans"):
        with translation.override(language):
            assert str(method.label)
            assert str(method.words)
    assert set(method.completions) <= set(voting.COMPLETIONS)
    assert [method.cost(weight) for weight in (1, 2, 3)] == sorted({method.cost(weight) for weight in (1, 2, 3)})


@given(elections(), st.randoms(use_true_random=False))
def test_a_result_keeps_the_rules_and_forgets_the_order(election, chance):
    """Invariant 23: within budget and seats, independent of the order of ballots, the same inputs the same result."""
    key, ballots, offered, terms = election
    method = voting.get(key)
    result = voting.count(method, ballots=ballots, projects=offered, terms=terms)

    shuffled, listed = list(ballots), list(offered)
    chance.shuffle(shuffled)
    chance.shuffle(listed)
    assert voting.count(method, ballots=shuffled, projects=listed, terms=terms) == result
    assert terms.budget is None or result.spent <= terms.budget
    assert terms.seats is None or len(result.winners) <= terms.seats
    assert sorted(pick.project for pick in result.order) == sorted(project.key for project in offered)
    assert all(pick.why in voting.REASONS and pick.is_winner <= bool(pick.votes) for pick in result.order)
    other = Terms(terms.seed + "x", terms.per_voter, terms.seats, terms.budget, terms.completion)
    assert voting.count(method, ballots=ballots, projects=offered, terms=other).inputs_hash != result.inputs_hash


@EVERY
def test_ballots_that_could_not_be_cast_are_refused(method):
    offered, terms = projects(a=1, b=1), Terms("s", per_voter=1, budget=2)
    wrong = (
        [Ballot("v", {"a": 1, "b": 1})],
        [Ballot("v", {"a": 2})],
        [Ballot("v", {"z": 1})],
        [Ballot("v", {"a": 0})],
        [Ballot("v", {"a": 1}), Ballot("v", {"b": 1})],
    )
    for ballots in wrong:
        with pytest.raises(ValueError, match=r"votes|spends|twice|too much"):
            voting.count(method, ballots=ballots, projects=offered, terms=terms)


def test_quadratic_votes_let_many_who_care_a_little_win():
    ballots = [Ballot("one", {"a": 3}), *(Ballot(f"v{number}", {"b": 1}) for number in range(4))]
    terms = Terms("s", per_voter=9, seats=1)

    assert voting.count(voting.get("quadratic"), ballots=ballots, projects=projects(a=0, b=0), terms=terms).winners == (
        "b",
    )
    with pytest.raises(ValueError, match="spends"):
        voting.count(voting.get("quadratic"), ballots=[Ballot("one", {"a": 4})], projects=projects(a=0), terms=terms)


def test_a_project_that_is_too_dear_is_passed_over_and_the_seed_decides_a_tie():
    ballots = approvals((3, "a"), (2, "b"), (2, "c"))
    offered = projects(a=9, b=5, c=5)

    result = voting.count(
        voting.get("approval"), ballots=ballots, projects=offered, terms=Terms("s", seats=2, budget=8)
    )

    first, second = sorted("bc", key=lambda key: voting.tie_key("s", key))
    assert [(pick.project, pick.why) for pick in result.order] == [
        ("a", "too_dear"),
        (first, "tied_seed"),
        (second, "too_dear"),
    ]


# The example of our own notes (spec/commerce.md, "Fair counting"), counted there with pabutools 1.2.3.
CITY = (
    approvals((60, "ab"), (25, "ce"), (15, "d")),
    projects(a=40, b=40, c=20, d=30, e=10),
)


def city(seed: str, completion: str, method: str = "equal_shares") -> voting.Result:
    return voting.count(
        voting.get(method),
        ballots=CITY[0],
        projects=CITY[1],
        terms=Terms(seed, per_voter=5, budget=100, completion=completion),
    )


def seed_that_prefers(first: str, *others: str) -> str:
    """Return a seed by which `first` wins a tie with the others."""
    return next(
        seed
        for seed in map(str, range(100))
        if all(voting.tie_key(seed, first) < voting.tie_key(seed, other) for other in others)
    )


def test_by_votes_the_majority_takes_most_of_the_budget():
    result = city(seed_that_prefers("a", "b"), "", "approval")

    assert (set(result.winners), result.spent) == ({"a", "b", "c"}, 100)


def test_by_equal_shares_everybody_pays_for_their_own():
    """A and B, which the same people want, tie; so do C and E: of each pair only one can be paid for."""
    seed = next(
        seed
        for seed in map(str, range(100))
        if voting.tie_key(seed, "a") < voting.tie_key(seed, "b")
        and voting.tie_key(seed, "c") < voting.tie_key(seed, "e")
    )
    result = city(seed, "none")

    assert (result.winners, result.spent) == (("a", "c"), 60)
    assert [(pick.share, pick.why) for pick in result.order[:2]] == [
        ("1/60", "affordable_seed"),
        ("1/25", "affordable_seed"),
    ]
    assert city(seed, "by_votes").winners == ("a", "c", "b")
    assert [pick.why for pick in city(seed, "raise").order[:3]] == ["affordable_seed", "affordable_seed", "affordable"]
    assert city(seed, "raise").winners[:3] == ("a", "c", "e")


def test_raising_by_whole_shares_gives_what_pabutools_gives():
    """It raises by a whole unit a voter, which is a whole share here: at once too much, so that A and C stay."""
    ballots, offered = CITY
    bought = equal_shares.shares(ballots, offered, seed="s", budget=Fraction(200))
    assert sum(project.cost for project in offered if project.key in bought.keys) == 140


def test_the_running_example_of_the_book_on_approval_committees():
    """Lackner and Skowron, "Multi-Winner Voting with Approval Preferences" (2023), Example 11: k = 4 of unit cost; a is
    bought at 1/8 each, which leaves its eight supporters 5/24 each, and nothing else can be paid for."""
    ballots = approvals((3, "ab"), (3, "ac"), (2, "ad"), (1, "bcf"), (1, "e"), (1, "f"), (1, "g"))
    offered = [Project(key, 1) for key in "abcdefgh"]

    bought = equal_shares.shares(ballots, offered, seed="any", budget=Fraction(4))

    assert (bought.keys, bought.rhos) == (("a",), (Fraction(1, 8),))
    assert Fraction(1, 3) - Fraction(1, 8) == Fraction(5, 24)


def test_half_and_half_get_half_and_half():
    """The motivation of the method: 51 want ten red projects, 49 ten blue ones, ten can be paid for (five each)."""
    red, blue = "abcdefghij", "klmnopqrst"
    terms = Terms("s", per_voter=10, budget=10, completion="raise")
    offered = [Project(key, 1) for key in red + blue]
    ballots = approvals((51, red), (49, blue))

    result = voting.count(voting.get("equal_shares"), ballots=ballots, projects=offered, terms=terms)
    greedy = voting.count(voting.get("approval"), ballots=ballots, projects=offered, terms=terms)

    assert len(set(result.winners) & set(red)) == 5 == len(set(result.winners) & set(blue))
    assert set(greedy.winners) == set(red)


COSTS = st.fixed_dictionaries(dict.fromkeys("abcde", st.sampled_from([0, 1, 7, 10, 30])))


@settings(max_examples=60)
@given(st.lists(st.sets(st.sampled_from("abcde"), min_size=1), min_size=1, max_size=12), COSTS, st.integers(0, 90))
def test_shared_purses_buy_what_the_rule_as_it_is_written_buys(choices, costs, budget):
    ballots = [Ballot(f"v{number}", dict.fromkeys(choice, 1)) for number, choice in enumerate(choices)]
    written = votes.buy_as_written(ballots, projects(**costs), Fraction(budget), "s")

    bought = equal_shares.shares(ballots, projects(**costs), seed="s", budget=Fraction(budget))

    assert list(zip(bought.keys, bought.rhos, strict=True)) == written


def test_a_key_can_be_taken_once():
    with pytest.raises(ValueError, match="twice"):
        registry.add(voting.get("approval"))
