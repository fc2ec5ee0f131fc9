"""What seats are measured against: the database's own limit, and the way of most Django code. Neither does more than
take a place and write who has it: no rules, no log, no payment."""

from __future__ import annotations

import os
import threading
from typing import Any

PLENTY = 10_000_000
DDL = """
DROP TABLE IF EXISTS bench_member, bench_team;
CREATE TABLE bench_team (id int PRIMARY KEY, seats int NOT NULL CHECK (seats >= 0));
CREATE TABLE bench_member (id bigserial PRIMARY KEY, team_id int, buyer bigint, UNIQUE (team_id, buyer));
INSERT INTO bench_team VALUES (1, %s);
"""
ONE_STATEMENT = (
    "WITH t AS (UPDATE bench_team SET seats = seats - 1 WHERE id = 1 AND seats > 0 RETURNING id) "
    "INSERT INTO bench_member (team_id, buyer) SELECT id, %s FROM t"
)


def prepare() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(DDL.replace("%s", str(PLENTY)))


def raw() -> Any:
    """Return a join in one prepared statement through the bare driver, on a connection for each thread."""
    import psycopg

    kept = threading.local()

    def join(number: int) -> bool:
        if not hasattr(kept, "connection"):
            kept.connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
            kept.connection.prepare_threshold = 1
        return kept.connection.execute(ONE_STATEMENT, (number,)).rowcount == 1

    return join


def django_way() -> Any:
    """Return a join by `select_for_update`, `save` and `create`."""
    from django.db import models, transaction

    class Team(models.Model):
        id = models.IntegerField(primary_key=True)
        seats = models.IntegerField()

        class Meta:
            app_label = "bench"
            db_table = "bench_team"
            managed = False

    class Member(models.Model):
        team = models.ForeignKey(Team, models.CASCADE)
        buyer = models.BigIntegerField()

        class Meta:
            app_label = "bench"
            db_table = "bench_member"
            managed = False

    def join(number: int) -> bool:
        with transaction.atomic():
            team = Team.objects.select_for_update().get(pk=1)
            if team.seats <= 0:
                return False
            team.seats -= 1
            team.save(update_fields=["seats"])
            Member.objects.create(team=team, buyer=number)
        return True

    return join


def check(granted: int) -> None:
    """Refuse figures of a way that lost or oversold a seat."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT seats, (SELECT count(*) FROM bench_member) FROM bench_team")
        left, members = cursor.fetchone()
    assert left + members == PLENTY, (left, members, granted)
    assert members == granted, (members, granted)
