"""What neither rules nor tasks nor quests may ask for."""

from __future__ import annotations

import pytest

from gamify.engine import kindness
from gamify.registry import purchases
from gamify.services.challenges import terms
from rewards.services.buying import notifying

PAID = {"complete": {"buyteam"}}


@pytest.mark.parametrize(
    ("when", "condition"),
    [
        ({}, ""),
        ({"data.words": {"gte": 3}}, "data.words > 3"),
        ({"data.emotions": {"exists": True, "ne": []}}, ""),
        ({}, "size(data.emotions) > 0 && data.emotions.size() < 3 && has(data.emotions)"),
    ],
)
def test_that_there_is_a_feeling_may_be_asked(when, condition):
    kindness.check_feelings(when, condition)


@pytest.mark.parametrize(
    ("when", "condition"),
    [
        ({"data.emotions": {"has": "sad"}}, ""),
        ({"data.emotions": {"in": [["joy"]]}}, ""),
        ({"data.emotions": {"ne": ["sad"]}}, ""),
        ({"data.emotions": {"eq": []}}, ""),
        ({"data.emotions.0": {"exists": True, "eq": "joy"}}, ""),
        ({}, "data.emotions.exists(each, each == 'joy')"),
        ({}, "size(data.emotions) > 0 && 'joy' in data.emotions"),
        ({}, "data['emotions'] == ['joy']"),
    ],
)
def test_no_feeling_is_told_from_another(when, condition):
    with pytest.raises(ValueError, match="No feeling earns more than another"):
        kindness.check_feelings(when, condition)


@pytest.mark.parametrize(
    ("verb", "when", "is_free"),
    [
        ("create", {}, True),
        ("complete", {"object.type": {"eq": "plant"}}, True),
        ("complete", {"object.type": {"in": ["plant", "battle"]}}, True),
        ("complete", {"object.type": {"ne": "buyteam"}}, True),
        ("complete", {}, False),
        ("complete", {"data.people": {"gte": 2}}, False),
        ("complete", {"object.type": {"eq": "buyteam"}}, False),
        ("complete", {"object.type": {"in": ["plant", "buyteam"]}}, False),
        ("complete", {"object.type": {"exists": True}}, False),
    ],
)
def test_nobody_is_asked_to_buy(verb, when, is_free):
    if is_free:
        kindness.check_free(verb, when, PAID)
        return
    with pytest.raises(ValueError, match="Nobody is asked to buy"):
        kindness.check_free(verb, when, PAID)


def test_buying_together_has_said_what_is_bought_and_challenges_can_ask_for_none_of_it():
    paid = purchases.by_verb()

    assert paid == {notifying.REGISTER: {"buyteam"}, notifying.COMPLETE: {"buyteam"}}
    assert not set(terms.VERBS) & paid.keys()
