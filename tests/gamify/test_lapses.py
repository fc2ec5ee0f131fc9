"""Points lapse lot by lot, the oldest used first, only what was announced, and never twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings, strategies as st

from accounts import registry
from gamify.engine import lots
from gamify.models import Account, Activity, Currency, Cutoff, Hold, Lapse, LedgerEntry
from gamify.services import audit, economies, holds, lapses, process, rebuilding, record
from inbox.models import Notification
from lib import errors
from tests import servers
from tests.gamify.test_properties import assert_sound

TEXT = """
[[currency]]
key = "growth"
names = { en = "Growth", zh-hans = "成长值" }

[[currency]]
key = "spark"
names = { en = "Spark", zh-hans = "火花" }
is_spendable = true
lapses_after_months = 2

[[rule]]
key = "friend"
verb = "invite"
names = { en = "A friend", zh-hans = "朋友" }
effects = [{ kind = "points", currency = "growth", amount = 1 }, { kind = "points", currency = "spark", amount = 10 }]
"""
TWICE = TEXT + TEXT[TEXT.index("[[rule]]") :].replace('"friend"', '"welcome"').replace("amount = 10", "amount = 7")


@pytest.fixture
def mei(db, member, clock):
    economies.publish(text=TEXT, now=clock.now)
    return member("mei", time_zone="Asia/Shanghai")


@pytest.fixture
def earn(mei, did):
    """Ten spark, for bringing a friend: `earn(1)`."""
    return lambda number: did(mei, "invite", key=f"friend:{number}", group=None)


def spark(user) -> int:
    return sum(Account.objects.filter(user=user, currency="spark").values_list("available", flat=True))


def lapsed(user) -> list[int]:
    rows = LedgerEntry.objects.filter(account__user=user, kind="expire").order_by("pk")
    return list(rows.values_list("amount", flat=True))


def wait_until(clock, moment: datetime) -> None:
    """Let the days go by, the job at its work."""
    while clock.now < moment:
        clock.set(min(moment, clock.now + timedelta(days=2)))
        lapses.run_due(now=clock.now)


def at(month: int, day: int = 2) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=UTC)


def hold_of(user, clock, amount: int, key: str) -> Hold:
    return holds.place(user=user, currency="spark", amount=amount, key=key, now=clock.now)


def spend(user, clock, amount: int, key: str) -> Hold:
    hold = hold_of(user, clock, amount, key)
    activity = record.activity(
        actor=user, verb="redeem", object=record.Ref("reward", "1"), key=key, source="t", now=clock.now
    )
    holds.spend(hold=hold, activity=activity, now=clock.now)
    return hold


def undo(clock, number: int) -> None:
    record.undo(key=f"friend:{number}", reason="removed", by=None, now=clock.now)
    process.sweep(now=clock.now)


def redo(clock, number: int) -> None:
    record.redo(key=f"friend:{number}", reason="restored", by=None, now=clock.now)
    process.sweep(now=clock.now)


def give_back(hold: Hold, clock) -> None:
    undone = record.undo(source="t", key=hold.key, reason="refunded", by=None, now=clock.now)
    holds.give_back(hold=hold, activity=undone, now=clock.now)


def test_what_was_earned_in_a_month_lapses_two_months_after_its_end(mei, earn, clock):
    earn(1)
    clock.set(at(3, 31))
    earn(2)
    clock.set(at(4, 1))
    earn(3)

    wait_until(clock, at(5, 31))
    assert spark(mei) == 30
    wait_until(clock, at(6, 2))

    assert spark(mei) == 10
    assert lapsed(mei) == [-20]
    assert_sound()


def test_the_oldest_points_are_used_first(mei, earn, clock):
    earn(1)
    clock.set(at(4))
    earn(2)
    spend(mei, clock, 7, "a")

    wait_until(clock, at(6))
    assert spark(mei) == 10
    wait_until(clock, at(7))

    assert spark(mei) == 0
    assert lapsed(mei) == [-3, -10]
    assert_sound()


def test_a_member_is_told_a_month_before_and_once_after_though_they_hide_the_game(mei, earn, clock):
    mei.game_hidden = True
    mei.save()
    earn(1)

    wait_until(clock, at(4, 28))
    assert not Notification.objects.exists()
    wait_until(clock, at(7))

    told = Notification.objects.filter(recipient=mei).order_by("pk")
    assert [(line.kind, line.data["amount"], line.data["day"]) for line in told] == [
        ("lapse_soon", 10, "2026-05-31"),
        ("lapsed", 10, "2026-05-31"),
    ]
    assert told[0].created_at < datetime(2026, 5, 1, tzinfo=UTC)


def test_nobody_loses_what_they_were_not_told_of_thirty_days_before(mei, earn, clock):
    earn(1)
    clock.set(datetime(2026, 5, 20, tzinfo=UTC))  # everything stood still until then
    lapses.run_due(now=clock.now)

    wait_until(clock, at(6, 20))
    assert spark(mei) == 10
    wait_until(clock, at(7))

    assert spark(mei) == 0


def test_what_is_set_aside_is_not_taken_and_lapses_a_month_after_it_came_back(mei, earn, clock):
    earn(1)
    hold = hold_of(mei, clock, 4, "aside")
    wait_until(clock, at(6))
    assert lapsed(mei) == [-6]

    holds.release(hold=hold, now=clock.now)

    wait_until(clock, at(6, 30))
    assert spark(mei) == 4
    wait_until(clock, at(8))
    assert lapsed(mei) == [-6, -4]
    assert_sound()


@pytest.mark.parametrize("day", [5, 20, 31])
def test_what_comes_back_from_a_redemption_stays_thirty_days_at_least(mei, earn, clock, day):
    earn(1)
    hold = spend(mei, clock, 10, "tea")
    wait_until(clock, at(5, day))
    give_back(hold, clock)

    wait_until(clock, clock.now + timedelta(days=30))
    assert spark(mei) == 10
    wait_until(clock, at(8))

    assert spark(mei) == 0
    assert_sound()


def test_what_lapsed_is_not_taken_again_when_its_cause_is_undone_nor_given_when_it_counts_again(mei, earn, clock):
    earn(1)
    wait_until(clock, at(6))
    assert spark(mei) == 0

    for act, entries in ((undo, [-10, 10]), (redo, [-10, 10, -10]), (undo, [-10, 10, -10, 10])):
        clock.tick(days=3)
        act(clock, 1)
        assert spark(mei) == 0
        assert lapsed(mei) == entries
        assert_sound()


def test_what_two_rules_gave_for_one_thing_comes_back_in_one_entry(mei, earn, clock):
    economies.publish(text=TWICE, now=clock.now)
    earn(1)
    wait_until(clock, at(6))
    assert lapsed(mei) == [-17]

    undo(clock, 1)

    assert spark(mei) == 0
    assert lapsed(mei) == [-17, 17]
    assert_sound()


def test_what_was_spent_before_the_rest_lapsed_is_owed_when_its_cause_is_undone(mei, earn, clock):
    earn(1)
    spend(mei, clock, 6, "tea")
    wait_until(clock, at(6))
    assert lapsed(mei) == [-4]

    undo(clock, 1)

    assert spark(mei) == -6
    assert_sound()


def test_what_was_taken_back_before_its_time_and_counts_again_after_it_stays_a_month(mei, earn, clock):
    earn(1)
    undo(clock, 1)
    earn(2)
    wait_until(clock, at(6))
    redo(clock, 1)
    assert (spark(mei), lapsed(mei)) == (10, [-10])

    undo(clock, 2)

    assert spark(mei) == 10  # the second was gone already, and the first stays
    assert_sound()


def test_growth_never_lapses_and_the_database_refuses_that_it_should(mei, earn, clock):
    earn(1)
    growth = Account.objects.get(user=mei, currency="growth").available
    wait_until(clock, at(9))

    assert Account.objects.get(user=mei, currency="growth").available == growth > 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Currency.objects.filter(pk="growth").update(lapses_after_months=12)


def test_a_closed_account_loses_nothing_and_is_told_nothing(mei, earn, clock):
    earn(1)
    mei.is_active = False
    mei.save()

    wait_until(clock, at(7))

    assert spark(mei) == 10
    assert not Notification.objects.exists()


def test_whoever_comes_back_is_told_what_was_announced_meanwhile(mei, earn, clock):
    earn(1)
    mei.is_active = False
    mei.save()
    wait_until(clock, at(5, 5))
    mei.is_active = True
    mei.save()

    for _time in range(2):
        registry.reopen(user=mei, now=clock.now)

    assert [line.data["amount"] for line in Notification.objects.filter(recipient=mei)] == [10]


def test_run_again_or_from_the_start_it_changes_nothing(mei, earn, clock):
    earn(1)
    wait_until(clock, at(6))
    before = spark(mei), lapsed(mei), Notification.objects.count(), Activity.objects.count()

    Cutoff.objects.update(warned_to=0, lapsed_to=0, lapsed_at=None)  # as if it had been killed before it wrote that
    lapses.run_due(now=clock.now)

    assert (spark(mei), lapsed(mei), Notification.objects.count(), Activity.objects.count()) == before
    with pytest.raises(IntegrityError), transaction.atomic():
        Lapse.objects.bulk_create(_copies())


def _copies() -> list[Lapse]:
    return [
        Lapse(account=row.account, cutoff=row.cutoff, entry=LedgerEntry.objects.first(), earned=1, used=0)
        for row in Lapse.objects.all()
    ]


def test_pages_of_accounts_are_walked_to_the_last(mei, member, did, clock, monkeypatch):
    monkeypatch.setattr(lapses, "PAGE", 2)
    people = [member(f"one{number}") for number in range(5)]
    for person in people:
        did(person, "invite", key=f"friend:{person.pk}", group=None)

    wait_until(clock, at(6))

    assert [spark(person) for person in people] == [0] * 5


def test_a_shorter_time_takes_nothing_within_a_month_of_publishing(mei, earn, clock):
    economies.publish(text=TEXT.replace("months = 2", "months = 12"), now=clock.now)
    earn(1)
    clock.set(datetime(2026, 5, 30, tzinfo=UTC))

    report = economies.publish(text=TEXT, now=clock.now)

    assert [(each.currency, each.months) for each in report.lapsing] == [("spark", 2)]
    wait_until(clock, at(7, 31))
    assert spark(mei) == 10  # June's end is nearer than a month and a few days: it is left out
    wait_until(clock, at(8, 3))
    assert spark(mei) == 0


def test_a_longer_time_calls_off_what_was_announced(mei, earn, clock):
    earn(1)
    wait_until(clock, at(5, 10))
    assert Cutoff.objects.filter(at__gt=clock.now).count() == 1

    economies.publish(text=TEXT.replace("months = 2", "months = 4"), now=clock.now)
    wait_until(clock, at(7))
    assert spark(mei) == 10
    wait_until(clock, at(8, 3))

    assert spark(mei) == 0


def test_a_currency_that_lapses_no_more_keeps_what_there_is(mei, earn, clock):
    earn(1)
    wait_until(clock, at(5, 10))

    report = economies.publish(text=TEXT.replace("lapses_after_months = 2", ""), now=clock.now)
    wait_until(clock, at(9))

    assert not report.is_unchanged
    assert spark(mei) == 10


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("= 2\n", "= 0\n", "a whole number from 1 to 120, not 0"),
        ("= 2\n", "= 121\n", "a whole number from 1 to 120, not 121"),
        ("= 2\n", "= true\n", "not True"),
        ("= 2\n", '= "2"\n', "not '2'"),
        ("is_spendable = true", "is_spendable = false", "levels are never lost"),
        ('"成长值" }', '"成长值" }\nis_spendable = true\nlapses_after_months = 3', "levels are never lost"),
    ],
)
def test_what_cannot_lapse_is_refused_with_its_line(db, clock, before, after, said):
    with pytest.raises(economies.BadEconomy, match=said) as caught:
        economies.publish(text=TEXT.replace(before, after), now=clock.now)

    assert caught.value.data["line"] > 0
    assert not Currency.objects.exists()


def test_a_lapse_that_the_ledger_does_not_know_is_found(mei, earn, clock):
    earn(1)
    wait_until(clock, at(6))
    Lapse.objects.update(earned=F("earned") - 1)

    assert dict(audit.check())["what lapsed equals what the lapses say"]


def test_killed_between_two_accounts_it_goes_on_and_takes_from_each_once(mei, member, did, clock, monkeypatch):
    people = [member(f"one{number}") for number in range(4)]
    for person in people:
        did(person, "invite", key=f"friend:{person.pk}", group=None)
    wait_until(clock, datetime(2026, 5, 31, 9, tzinfo=UTC))
    clock.set(at(6))
    whole, seen = lapses.lapse, []

    def dies(account, **named):
        if len(seen) == 2:
            raise SystemExit
        seen.append(account)
        return whole(account, **named)

    monkeypatch.setattr(lapses, "lapse", dies)
    with pytest.raises(SystemExit):
        lapses.run_due(now=clock.now)
    assert [spark(person) for person in people] == [0, 0, 10, 10]
    monkeypatch.setattr(lapses, "lapse", whole)
    lapses.run_due(now=clock.now)

    assert [lapsed(person) for person in people] == [[-10]] * 4
    process.sweep(now=clock.now)
    assert_sound()


def test_a_page_of_members_is_told_with_the_same_queries_as_one(mei, member, did, clock):
    clock.set(at(3, 15))
    asked = []
    for count in (1, 20):
        for number in range(count):
            person = member(f"some{count}-{number}")
            did(person, "invite", key=f"friend:{person.pk}", group=None)
        clock.tick(hours=1)
        Cutoff.objects.all().delete()
        with CaptureQueriesContext(connection) as found:
            lapses.announce(now=datetime(2026, 4, 29, tzinfo=UTC))
            lapses.run_due(now=datetime(2026, 4, 29, tzinfo=UTC))
        asked.append(len(found))

    assert Notification.objects.filter(kind="lapse_soon").count() == 22
    assert asked[0] == asked[1]


def test_what_is_undone_of_young_points_asks_nothing_more(mei, earn, clock, monkeypatch):
    monkeypatch.setattr("gamify.storage.lapses._follow", None)
    earn(1)
    clock.tick(days=27)

    with CaptureQueriesContext(connection) as young:
        undo(clock, 1)
    earn(2)
    clock.tick(days=29)
    with CaptureQueriesContext(connection) as old:
        undo(clock, 2)

    assert len(old) == len(young) + 1
    assert sum("gamify_lapse" in each["sql"] for each in young) == 0


MOVES = ["earn", "earn", "hold", "spend", "release", "return", "undo", "undo", "redo", "win", "wait", "wait"]


@settings(
    max_examples=10 if servers.WORLD == "embedded" else 8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    plan=st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 7), st.integers(1, 45)), min_size=24, max_size=24)
)
def test_whatever_happens_the_sums_are_what_pairing_lot_by_lot_gives(mei, did, clock, plan):
    clock.set(at(3))
    with transaction.atomic():
        economies.publish(text=TWICE, now=clock.now)
        naive = Naive()
        for number, (move, which, much) in enumerate(plan):
            try:
                _do(move, number, which, much, mei, did, clock, naive)
            except (errors.Conflict, Hold.DoesNotExist):
                continue
            assert -sum(lapsed(mei)) == naive.lapsed(mei)
        for cutoff in Cutoff.objects.filter(lapsed_at__isnull=False):
            told = Notification.objects.filter(key=f"lapse_soon:{cutoff.pk}").values_list("data", flat=True)
            took = Notification.objects.filter(key=f"lapsed:{cutoff.pk}").values_list("data", flat=True)
            assert sum(data["amount"] for data in took) <= sum(data["amount"] for data in told)
        assert {name for name, found in audit.check() if found} <= {"every transfer is a prize"}
        assert list(rebuilding.rebuild(is_check=True)) == []
        transaction.set_rollback(True)


def _do(move: str, number: int, which: int, much: int, mei, did, clock, naive: Naive) -> None:
    if move == "earn":
        did(mei, "invite", key=f"friend:{number % 8}", group=None)
    elif move in ("undo", "redo"):
        (undo if move == "undo" else redo)(clock, which)
    elif move == "win":
        _win(mei, number, much, clock)
    elif move in ("hold", "spend"):
        (hold_of if move == "hold" else spend)(mei, clock, much % 15 + 1, f"{number % 8}")
    elif move == "release":
        holds.release(hold=Hold.objects.get(key=f"{which}"), now=clock.now)
    elif move == "return":
        hold = Hold.objects.get(key=f"{which}")
        if hold.state == "spent":
            give_back(hold, clock)
    else:
        for _step in range(which + 1):
            clock.tick(days=15)
            before = set(Cutoff.objects.filter(lapsed_at=None).values_list("pk", flat=True))
            lapses.run_due(now=clock.now)
            for cutoff in Cutoff.objects.filter(pk__in=before, lapsed_at__isnull=False).order_by("at"):
                naive.look(mei, cutoff)


def _win(mei, number: int, amount: int, clock) -> None:
    activity = record.activity(
        actor=mei, verb="win", object=record.Ref("challenge", "1"), key=f"win:{number}", source="t", now=clock.now
    )
    account, _ = Account.objects.get_or_create(user=mei, currency_id="spark")
    Account.objects.filter(pk=account.pk).update(available=account.available + amount)
    LedgerEntry.objects.create(
        account=account,
        kind="transfer",
        amount=amount,
        activity=activity,
        source="prize/1",
        earned_at=clock.now,
        at=clock.now,
    )


class Naive:
    """Lots as lots: each a pile of points, of which the oldest are used first, gone through again from the beginning.

    What is undone counts as never earned, and what is given again as earned when it was.
    """

    def __init__(self) -> None:
        self.looks: list[tuple[datetime, dict[int, datetime], int]] = []

    def look(self, user, cutoff: Cutoff) -> None:
        """Note, when a cut-off comes, which piles count for it and how much is used."""
        until = cutoff.announced_at
        piles = {chain[0].pk: chain[0].earned_at for chain in _chains(user) if sum(_there(chain, until)) > 0}
        used = 0
        for hold in Hold.objects.filter(account__user=user).select_related("spend__reversed_by"):
            is_back = hold.state in ("released", "returned") and hold.ended_at < until
            used += 0 if is_back else hold.amount
        self.looks.append((cutoff.earned_before, piles, used))

    def lapsed(self, user) -> int:
        alive = {chain[0].pk: sum(entry.amount for entry in chain) for chain in _chains(user)}
        gone = dict.fromkeys(alive, 0)
        for earned_before, piles, used in self.looks:
            for pile, earned_at in sorted(piles.items(), key=lambda each: (each[1], each[0])):
                left = alive[pile] - gone[pile]
                taken = min(left, used)
                used -= taken
                if earned_at < earned_before:
                    gone[pile] += left - taken
        return sum(gone.values())


def _chains(user) -> list[list[LedgerEntry]]:
    """Return what was earned, each with what mirrored it, oldest first."""
    rows = LedgerEntry.objects.filter(
        account__user=user, account__currency="spark", kind__in=("earn", "transfer", "reverse")
    )
    chains: dict[int, list[LedgerEntry]] = {}
    found: list[list[LedgerEntry]] = []
    for row in rows.order_by("pk"):
        chain = chains[row.pk] = chains[row.reverses_id] if row.reverses_id else []
        if not chain:
            found.append(chain)
        chain.append(row)
    return found


def _there(chain: list[LedgerEntry], until: datetime) -> list[int]:
    """Return what counts of a pile for who looks only until a moment, though what is taken back later is gone."""
    known = [chain[0]] if chain[0].at < until else []
    known += [
        later for earlier, later in pairwise(chain) if later.at < until or (later.amount < 0 and earlier.at < until)
    ]
    return [entry.amount for entry in known]


def test_months_are_counted_in_utc_across_years():
    assert lots.month(datetime(2026, 12, 31, 23, tzinfo=UTC), 1) == datetime(2027, 1, 1, tzinfo=UTC)
    assert lots.earned_before(datetime(2027, 1, 1, tzinfo=UTC), 12) == datetime(2026, 1, 1, tzinfo=UTC)
    assert list(lots.cutoffs(datetime(2026, 12, 2, tzinfo=UTC), timedelta(days=60))) == [
        datetime(2027, 1, 1, tzinfo=UTC)
    ]
