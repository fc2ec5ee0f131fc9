"""The database itself refuses to rewrite what happened."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from gamify.models import Activity, LedgerEntry
from gamify.services import economies
from tests.gamify.conftest import DEFAULT


@pytest.fixture
def earned(economy, member, did):
    return did(member("mei"), "create", key="post:1", type="note", words=30, images=0)


@pytest.mark.parametrize("change", [{"amount": 1_000_000}, {"at": timezone.now()}, {"source": "rule/none@1"}])
def test_a_ledger_entry_cannot_be_changed(earned, change):
    before = list(LedgerEntry.objects.order_by("pk").values())

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        LedgerEntry.objects.update(**change)

    assert list(LedgerEntry.objects.order_by("pk").values()) == before


def test_a_ledger_entry_cannot_be_deleted(earned):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        LedgerEntry.objects.all()._raw_delete("default")

    assert LedgerEntry.objects.exists()


@pytest.mark.parametrize("change", [{"verb": "visit"}, {"outcome": {}}, {"processed_at": None}, {"data": {"words": 9}}])
def test_a_processed_activity_cannot_be_changed(earned, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Activity.objects.filter(pk=earned.pk).update(**change)

    earned.refresh_from_db()
    assert earned.verb == "create"
    assert earned.processed_at


def test_a_waiting_activity_can_only_be_processed(economy, member, earned):
    row = Activity.objects.get(pk=earned.pk)
    row.pk, row.key, row.processed_at, row.sequence, row.outcome = None, "post:2", None, None, None
    row.save(force_insert=True)
    waiting = Activity.objects.filter(pk=row.pk)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        waiting.update(actor=member("tom"))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        waiting.update(data={"words": 1_000})

    assert waiting.update(processed_at=row.occurred_at, sequence=2, outcome={}) == 1


def test_an_activity_cannot_be_deleted(earned):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Activity.objects.filter(pk=earned.pk)._raw_delete("default")

    assert Activity.objects.filter(pk=earned.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_the_seals_survive_the_emptying_of_a_test_database(economy, member, did):
    call_command("flush", interactive=False)
    assert not Activity.objects.exists()
    economies.publish(text=DEFAULT.read_text("utf-8"), now=timezone.now())
    did(member("tom"), "create", key="post:1", type="note", words=30, images=0)

    with pytest.raises(DatabaseError, match="append-only"):
        LedgerEntry.objects.update(amount=7)
