"""Rows by a statement of our own are what Django makes of them, read and written."""

import pytest
from django.db import transaction

from inbox.models import Notification
from lib import clock
from lib.records import Records
from tests.factories import member

LINES = Records(Notification, beside=("recipient", "actor"))


def told(actor=None):
    return Notification.objects.create(
        recipient=member(), actor=actor, kind="mention", key="a", url="/", data={"a": [1]}, created_at=clock.now()
    )


def everything(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.world
@pytest.mark.django_db
def test_a_row_and_those_beside_it_are_as_django_reads_them(django_assert_num_queries):
    line, lonely = told(actor=member("Bo", time_zone="Asia/Shanghai")), told()

    with django_assert_num_queries(2):
        found, other = (LINES.held_by_key(each.pk) for each in (line, lonely))
        people = [everything(found.recipient), everything(found.actor)]

    assert everything(found) == everything(Notification.objects.get(pk=line.pk))
    assert people == [everything(line.recipient), everything(line.actor)]
    assert other.actor is None
    assert LINES.one("t.key = %s", "nobody's") is None
    found.data = {}
    found.save()
    assert Notification.objects.get(pk=line.pk).data == {}


@pytest.mark.django_db(transaction=True)
def test_no_row_is_locked_without_a_transaction_and_none_that_is_gone():
    with pytest.raises(transaction.TransactionManagementError):
        LINES.held_by_key(1)
    with transaction.atomic(), pytest.raises(Notification.DoesNotExist):
        LINES.held_by_key(1)


@pytest.mark.world
@pytest.mark.django_db
def test_a_row_is_written_as_django_writes_it(django_assert_num_queries):
    line = Notification(recipient=member(), kind="mention", key="new", url="/", data={"a": [1]}, created_at=clock.now())

    with django_assert_num_queries(2):
        LINES.add(line)
        line.data, line.read_at = {"b": "%s"}, line.created_at
        line.url = "/not-written/"
        LINES.write(line, "data", "read_at")

    written = Notification.objects.get(pk=line.pk)
    assert everything(written) == {**everything(line), "url": "/"}
    assert not line._state.adding


@pytest.mark.django_db
def test_what_is_to_be_rolled_back_takes_no_more_rows():
    line = told()
    with transaction.atomic():
        transaction.set_rollback(True)
        for refused in (lambda: LINES.write(line, "url"), lambda: LINES.held_by_key(line.pk)):
            with pytest.raises(transaction.TransactionManagementError):
                refused()
