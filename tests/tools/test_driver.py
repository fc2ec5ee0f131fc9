"""Statements that go straight to the driver are seen, refused and read as those of Django's cursor."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError

from lib import driver, sql
from tests.factories import member

pytestmark = [pytest.mark.django_db, pytest.mark.world]
NAME = "SELECT display_name FROM accounts_user WHERE id = %s"


def test_who_watches_sees_each_statement(django_assert_num_queries) -> None:
    mei = member("Mei")
    seen = []

    def note(execute, statement, *rest):
        seen.append(statement)
        return execute(statement, *rest)

    with connection.execute_wrapper(note), django_assert_num_queries(2):
        assert sql.fetch(NAME, [mei.pk]) == [("Mei",)]
        assert sql.run("UPDATE accounts_user SET display_name = 'May' WHERE id = %s", [mei.pk]) == 1

    assert len(seen) == 2
    assert sql.fetch(NAME, [mei.pk]) == [("May",)]  # and past everybody


def test_an_error_is_djangos_and_what_it_broke_refuses_more() -> None:
    mei = member("Mei")

    with transaction.atomic():
        with pytest.raises(IntegrityError), transaction.atomic(savepoint=False):
            sql.run("INSERT INTO accounts_user (id) VALUES (%s)", [mei.pk])
        with pytest.raises(TransactionManagementError):
            sql.fetch(NAME, [mei.pk])
        transaction.set_rollback(True)

    assert sql.fetch(NAME, [mei.pk]) == [("Mei",)]


def test_a_percent_sign_is_itself_with_parameters_or_without() -> None:
    assert sql.fetch("SELECT 7 % 4") == [(3,)]
    assert sql.fetch("SELECT 7 %% 4 + CAST(%s AS integer)", [1]) == [(4,)]


def test_each_statement_of_a_pipeline_keeps_what_it_found() -> None:
    with transaction.atomic(), sql.pipelined():
        sent = [driver.execute("SELECT CAST(%s AS integer)", [number]) for number in range(3)]
        between = sql.fetch("SELECT CAST(%s AS integer)", [9])

    assert between == [(9,)]
    assert [cursor.fetchall() for cursor in sent] == [[(0,)], [(1,)], [(2,)]]
