"""The private servers start, survive a power cut on the same port, and leave nothing behind."""

from __future__ import annotations

import signal

import psycopg
import pytest
import redis

from tools.services import postgres, valkey


def test_postgres_keeps_its_data_over_a_power_cut() -> None:
    with postgres() as server:
        with psycopg.connect(server.url) as connection:
            connection.execute("create table kept (word text)")
            connection.execute("insert into kept values ('é')")

        server.restart(how=signal.SIGQUIT)

        with psycopg.connect(server.url) as connection:
            assert connection.execute("select upper(word) from kept").fetchone() == ("É",)
        folder = server.folder

    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server.url)


def test_valkey_comes_back_empty_on_the_same_port() -> None:
    with valkey() as server:
        redis.Redis.from_url(server.url).set("key", 1)

        server.restart(how=signal.SIGKILL)

        client = redis.Redis.from_url(server.url)
        assert client.ping()
        assert client.get("key") is None


def test_durable_postgres_flushes_every_commit() -> None:
    with postgres(durable=True) as server, psycopg.connect(server.url) as connection:
        row = connection.execute("show fsync").fetchone()

    assert row == ("on",)
