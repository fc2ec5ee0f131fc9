"""The pure rules of co-creation: credit to the last unit, near-duplicates, camps, rungs."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import given, strategies as st

from community import consensus, crediting, machines, rights, similarity, support_rungs
from community.notices import proposals as notices
from inbox import registry
from lib import errors
from look import icons

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@st.composite
def shares(draw: st.DrawFn) -> dict[str, int]:
    cuts = sorted(draw(st.lists(st.integers(0, crediting.WHOLE), max_size=6)))
    edges = [0, *cuts, crediting.WHOLE]
    return {f"p{number}": after - before for number, (before, after) in enumerate(pairwise(edges))}


@given(st.integers(0, 10**15), shares())
def test_payouts_sum_exactly_to_the_pool(pool, given_shares):
    """Invariant 24: exact, nobody a whole unit off, and the same whatever the order of people."""
    parts = crediting.share_out(pool, given_shares)

    assert sum(part.amount for part in parts) == pool
    assert all(abs(part.amount * crediting.WHOLE - pool * part.basis_points) < crediting.WHOLE for part in parts)
    assert crediting.share_out(pool, dict(reversed(given_shares.items()))) == parts


@given(shares(), shares())
def test_shares_of_a_merger_are_whole_and_leave_nobody_out(one, other):
    merged = crediting.halve(one, {f"q{person}": share for person, share in other.items()} | {})

    crediting.check_whole(merged)
    assert set(one) <= set(merged)


def test_the_remainder_goes_where_most_was_cut_off():
    parts = crediting.share_out(100, {"a": 3333, "b": 3333, "c": 3334})

    assert [(part.person, part.amount, part.remainder) for part in parts] == [("a", 33, 0), ("b", 33, 0), ("c", 34, 1)]
    assert crediting.even(["a", "b", "c"]) == {"a": 3334, "b": 3333, "c": 3333}
    for wrong in ({"a": 9_999}, {"a": 10_001}, {"a": 10_100, "b": -100}):
        with pytest.raises(crediting.NotWhole):
            crediting.share_out(1, wrong)


@pytest.mark.parametrize(
    ("typed", "close"),
    [
        ("Refill pouches for your teas", "Refill pouches for the tea"),
        ("tea refill pouch", "A refill pouch for tea"),
        ("TEA refills, in pouches!", "Refill pouches for tea"),
        ("茶罐的替换装", "给茶罐出替换装"),
        ("小罐茶替换装", "希望有小罐茶的替换装"),
    ],
)
def test_the_same_idea_in_other_words_is_found(typed, close):
    known = [(1, "A lamp that turns itself off at dawn"), (2, close), (3, "会自己熄灭的夜灯")]

    assert [near.key for near in similarity.nearest(typed, known)] == [2]


@pytest.mark.parametrize(
    "typed", ["", "a", "The", "的", "!!", "A quieter vacuum cleaner", "更安静的吸尘器", "\x00\ud800"]
)
def test_other_ideas_and_nothing_at_all_are_not(typed):
    assert similarity.nearest(typed, [(1, "Refill pouches for tea"), (2, "茶罐的替换装"), (3, "")]) == ()


def stances(*camps_: tuple[int, dict[str, int]]) -> dict[str, dict[str, int]]:
    people = [said for many, said in camps_ for _ in range(many)]
    return {f"p{number:03}": said for number, said in enumerate(people)}


def test_what_both_camps_agree_on_comes_first_and_few_nods_are_too_early():
    red, blue = {"x": 1, "y": -1, "both": 1}, {"x": -1, "y": 1, "both": 1}
    said = stances((30, red), (20, blue))
    said["p000"] = {**red, "new": 1}
    said["p049"] = {**blue, "new": 1}

    found = {each.argument: each for each in consensus.agreed(said)}

    assert [len(camp) for camp in consensus.split(said)] == [30, 20]
    assert consensus.agreed(said)[0].argument == "both"
    assert found["both"].camps == ((30, 30), (20, 20))
    assert found["both"].score == int(100 * consensus.wilson(20, 20)) == 83
    assert found["x"].score == 0
    assert found["new"].score is None


def test_without_disagreement_there_are_no_camps():
    assert consensus.agreed(stances((9, {"x": 1, "y": 1, "z": 0})))[0].score is None
    assert consensus.agreed({}) == ()


@given(
    st.dictionaries(st.sampled_from("abcdefgh"), st.dictionaries(st.sampled_from("wxyz"), st.sampled_from([-1, 0, 1])))
)
def test_camps_do_not_depend_on_the_order_of_people(said):
    assert consensus.agreed(dict(reversed(said.items()))) == consensus.agreed(said)


def test_rungs_rise_to_the_target():
    found = support_rungs.build(50, opened_at=NOON)

    assert [rung.need for rung in found] == [5, 25, 50]
    kept = support_rungs.document(found)
    assert support_rungs.read(kept) == found
    assert [support_rungs.climbed(kept, many) for many in (0, 4, 5, 49, 50, 99)] == [0, 0, 1, 2, 3, 3]
    assert [rung.need for rung in support_rungs.build(3, opened_at=NOON)] == [1, 2, 3]


def test_only_the_latest_terms_can_be_accepted():
    assert len(rights.terms(rights.check_latest(rights.LATEST))) >= 4
    with pytest.raises(errors.Invalid):
        rights.check_latest("")


def test_every_state_of_every_machine_fits_and_can_be_reached():
    from community import models

    kinds = {each.KIND: each for each in vars(models).values() if getattr(each, "PATHS", None)}
    assert len(kinds) == 7
    for model in kinds.values():
        ends = frozenset().union(*model.PATHS.values())
        assert ends | model.PATHS.keys() == set(model.State.values)
        assert len(set(model.State.values) - ends) <= 1
        assert max(map(len, (*model.State.values, model.KIND))) <= 10
    assert set(machines.PUBLIC_PROPOSAL) <= set(models.Proposal.State.values)


def test_every_notice_is_a_whole_sentence_in_every_language():
    tables = [table for name, table in vars(notices).items() if name.isupper() and name.startswith("_")]
    said = {"title": "Pouch", "reason": "Why", "amount_minor": 500, "currency": "CNY", "vote": {"en": "What first?"}}

    assert len(tables) == 12
    for language in ("en", "zh-hans"):
        with translation.override(language):
            for table in tables:
                for what in table:
                    sentence = notices._by_what(table)({**said, "what": what}, "Ann")
                    assert "Pouch" in sentence or "What first?" in sentence
                    assert "%(" not in sentence
            assert notices._by_what(tables[0])({"what": "of long ago"}, "") == ""
    for kind in registry.every():
        assert "<svg" in icons.draw(kind.icon, "")
