"""The result of a battle is a pure function: any order of the same events gives it, and what is undone is gone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import given, strategies as st

from rewards.scoring.tally import Event, Rules, Standing, tally

START = datetime(2026, 5, 1, 8, tzinfo=UTC)
TEAMS = {"birds": ("ana", "ben", "cai"), "steepers": ("dia", "eli")}
RULES = Rules({"seats": 4, "stories": 3}, daily_cap=12, best_of=2)


def event(
    number: int, player: str = "ana", source: str = "seats", units: int = 1, minutes: int = 0, day: int = 1
) -> Event:
    return Event(number, source, player, units, date(2026, 5, day), START + timedelta(days=day, minutes=minutes))


def scores(*events: Event, rules: Rules = RULES) -> dict[str, int]:
    return {each.team: each.score for each in tally(rules, TEAMS, events).standings}


def test_points_are_units_times_what_a_unit_is_worth():
    assert scores(event(1), event(2, source="stories", units=2)) == {"birds": 10, "steepers": 0}


def test_no_day_of_a_player_counts_more_than_the_cap():
    eager = [event(number, minutes=number) for number in range(9)]

    assert scores(*eager) == {"birds": 12, "steepers": 0}
    assert scores(*eager, event(20, day=2)) == {"birds": 16, "steepers": 0}


def test_only_the_best_of_a_team_count_so_that_many_do_not_beat_few_by_being_many():
    crowd = [event(number, player) for number, player in enumerate(("ana", "ben", "cai"))]
    pair = [event(number, player) for number, player in enumerate(("dia", "eli"), start=9)]

    assert scores(*crowd, *pair) == {"birds": 8, "steepers": 8}
    assert scores(*crowd, *pair, rules=Rules(RULES.sources, 12, best_of=0)) == {"birds": 12, "steepers": 8}


def test_of_equal_teams_the_one_that_had_its_points_first_is_ahead():
    found = tally(RULES, TEAMS, [event(1, "ana", minutes=5), event(2, "dia", minutes=3)]).standings

    assert [(each.team, each.place) for each in found] == [("steepers", 1), ("birds", 2)]


def test_teams_that_are_equal_in_everything_share_the_place():
    found = tally(RULES, {"a": (), "b": (), "c": ("ana",)}, [event(1)]).standings

    assert [(each.team, each.place) for each in found] == [("c", 1), ("a", 2), ("b", 2)]


def test_what_does_not_raise_the_score_does_not_move_the_moment():
    first = event(1, minutes=1)
    capped = [event(number, minutes=number) for number in range(2, 9)]

    found = tally(RULES, TEAMS, [first, *capped]).standings[0]

    assert found == Standing("birds", 12, event(3, minutes=3).happened_at, 1)


def test_a_stranger_and_an_unknown_source_bring_nothing():
    assert scores(event(1, "zoe"), event(2, source="gifts")) == {"birds": 0, "steepers": 0}


events = st.lists(
    st.builds(
        event,
        st.integers(1, 30),
        st.sampled_from(["ana", "ben", "cai", "dia", "eli", "zoe"]),
        st.sampled_from(["seats", "stories"]),
        st.integers(1, 3),
        st.integers(0, 600),
        st.integers(1, 3),
    ),
    unique_by=lambda each: each.cause_id,
    max_size=25,
)


@given(events, st.randoms(use_true_random=False))
def test_the_order_in_which_events_come_changes_nothing(found: list[Event], random: Random):
    shuffled = [*found]
    random.shuffle(shuffled)

    assert tally(RULES, TEAMS, shuffled) == tally(RULES, TEAMS, found)


@given(events, st.randoms(use_true_random=False))
def test_undoing_some_equals_never_having_done_them_and_redoing_brings_them_back(found: list[Event], random: Random):
    gone = [each for each in found if random.random() < 0.4]
    back = [each for each in gone if random.random() < 0.5]
    undone = [_mirror(each, -each.units) for each in gone]
    stood = [each for each in found if each not in gone or each in back]

    log = [*found, *undone, *back]
    random.shuffle(log)

    assert tally(RULES, TEAMS, log) == tally(RULES, TEAMS, stood)


@given(events)
def test_scores_are_never_below_zero_and_never_above_what_the_caps_allow(found: list[Event]):
    result = tally(RULES, TEAMS, found)

    assert all(0 <= each.score <= 2 * 3 * RULES.daily_cap for each in result.standings)
    assert [each.place for each in result.standings] == sorted(each.place for each in result.standings)
    assert {each.team for each in result.standings} == set(TEAMS)


def _mirror(cause: Event, units: int) -> Event:
    return Event(cause.cause_id, cause.source, cause.player, units, cause.day, cause.happened_at)
