"""The database itself refuses to rewrite what happened."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from gamify.models import Activity, LedgerEntry, Outcome
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


@pytest.mark.parametrize("change", [{"verb": "visit"}, {"actor": 0}, {"data": {"words": 9}}])
def test_an_activity_cannot_be_changed(earned, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Activity.objects.filter(pk=earned.pk).update(**change)

    assert Activity.objects.get(pk=earned.pk).verb == "create"


@pytest.mark.parametrize("change", [{"document": {}}, {"sequence": 7}])
def test_an_outcome_cannot_be_changed(earned, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Outcome.objects.filter(pk=earned.pk).update(**change)

    assert Outcome.objects.get(pk=earned.pk).sequence == 1


@pytest.mark.parametrize("model", [Activity, Outcome])
def test_what_happened_cannot_be_deleted(earned, model):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.filter(pk=earned.pk)._raw_delete("default")

    assert model.objects.filter(pk=earned.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_the_seals_survive_the_emptying_of_a_test_database(economy, member, did):
    call_command("flush", interactive=False)
    assert not Activity.objects.exists()
    economies.publish(text=DEFAULT.read_text("utf-8"), now=timezone.now())
    did(member("tom"), "create", key="post:1", type="note", words=30, images=0)

    with pytest.raises(DatabaseError, match="append-only"):
        LedgerEntry.objects.update(amount=7)
