"""A settlement killed at any statement and run again, late or twice, pays exactly the same."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gamify.models import Account, Activity, Escrow, LedgerEntry, Prize, Purse
from gamify.services import audit, process
from gamify.services.challenges import drafting, entering, freezing, running, settling
from gamify.services.challenges.terms import Line
from tests import books, factories
from tests.faults.test_engine_faults import Killed, killed_at
from tests.gamify.conftest import economy  # noqa: F401
from tests.gamify.contests import House, post
from tests.races.hands import unlock

pytestmark = pytest.mark.django_db(transaction=True)


def finished(clock: Any) -> Any:
    """Return a challenge that two have finished and whose time is over by `end`."""
    house = House(clock)
    lines = [Line("finish", 5, "points", {"amount": 20}), Line("finish", 1, "badge", {"badge": "laurel"})]
    made = house.running(lines=lines)
    for name in ("Mei", "Tom"):
        person = factories.member(name)
        entering.enter(actor=person, challenge=made, now=clock.now)
        post(person, clock.now)
        post(person, clock.now)
    return made


def stored() -> dict[str, Any]:
    return {
        "escrow": list(Escrow.objects.values_list("amount", "paid", "returned")),
        "purse": list(Purse.objects.values_list("available", flat=True)),
        "prizes": sorted(Prize.objects.values_list("amount", "state")),
        "transfers": sorted(LedgerEntry.objects.filter(kind="transfer").values_list("amount", flat=True)),
        "accounts": sorted(Account.objects.values_list("currency", "available")),
        "activities": sorted(Activity.objects.values_list("verb", flat=True)),
    }


def assert_sound() -> None:
    books.ledger_agrees()


def run(now: Any) -> None:
    settling.catch_up(now=now)
    process.sweep(now=now)


def test_a_settlement_killed_again_and_again_pays_what_one_would_have_paid(economy, clock):  # noqa: F811
    finished(clock)
    end = clock.now + timedelta(days=8)
    kills = 0

    for statement in range(1, 400):
        try:
            with killed_at(statement % 90 + 1):
                run(end + timedelta(hours=statement))  # each later than the one before
            break
        except Killed:
            kills += 1
            process.sweep(now=end)
            assert all(each.paid + each.held + each.returned == each.amount for each in Escrow.objects.all())
            if statement % 15 == 0:
                assert_sound()

    assert_sound()
    assert kills > 40
    assert stored()["escrow"] == [(100, 40, 60)]
    assert stored()["purse"] == [960]
    assert stored()["prizes"] == [(0, "given"), (20, "given"), (20, "given")]
    assert stored()["transfers"] == [20, 20]
    assert sorted(stored()["activities"]).count("win") == 3
    once = stored()
    run(end + timedelta(days=90))
    assert stored() == once


def test_an_announcement_killed_anywhere_has_taken_nothing_or_everything(economy, clock):  # noqa: F811
    house = House(clock)
    made = house.draft()
    drafting.submit(by=house.editor, challenge=made, now=clock.now)
    kills = 0

    for statement in range(1, 100):
        try:
            with killed_at(statement):
                drafting.approve(by=house.staff, challenge=made, now=clock.now)
            break
        except Killed:
            made.refresh_from_db()
            if made.state != "review":
                break  # killed after the commit
            kills += 1
            assert house.purse == 1000
            assert not Escrow.objects.exists()

    assert kills > 10
    assert house.purse == 940
    running.start_due(now=clock.now)
    assert_sound()


def test_without_the_transaction_a_killed_payment_leaves_a_half(economy, clock, monkeypatch):  # noqa: F811
    """The negative control: the tests above can fail."""
    finished(clock)
    end = clock.now + timedelta(days=8)
    running.close_due(now=end)
    freezing.freeze_due(now=end)
    unlock(monkeypatch)  # PostgreSQL locks nothing outside a transaction
    naked = settling.give.__wrapped__
    halves = 0

    for statement in range(3, 25):
        due = Prize.objects.filter(state="due").order_by("pk").first()
        if due is None:
            break
        try:
            with killed_at(statement):
                naked(due.pk, now=end)
        except Killed:
            process.sweep(now=end)
            halves += any(found for _name, found in audit.check())
            if halves:
                break

    assert halves
