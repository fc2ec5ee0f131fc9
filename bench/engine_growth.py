"""A world made many times bigger by copying its rows inside the database, as fast as that can write."""

from __future__ import annotations

USERS, ACTIVITIES, ACCOUNTS, ENTRIES = "accounts_user", "gamify_activity", "gamify_account", "gamify_ledgerentry"
TABLES = (
    USERS,
    "gamify_player",
    ACCOUNTS,
    ACTIVITIES,
    "gamify_outcome",
    ENTRIES,
    "gamify_progress",
    "gamify_standing",
    "gamify_award",
)
OWNERS = {  # whose ids a column holds; a table's own `id` holds its own
    "user_id": USERS,
    "actor_id": USERS,
    "activity_id": ACTIVITIES,
    "undoes_id": ACTIVITIES,
    "settled_by_id": ACTIVITIES,
    "account_id": ACCOUNTS,
    "reverses_id": ENTRIES,
}
DIFFERENT = {  # texts that must stay unique
    (USERS, "public_id"): "left(md5(public_id || k), 12)",
    (USERS, "username"): "username || '-' || k",
    (USERS, "email"): "k || '-' || email",
    (ACTIVITIES, "key"): "key || '-' || k",
}


def grow(factor: int) -> None:
    """Let there be `factor` times as many members, each copy with the same history; ranks are counted again."""
    from django.db import transaction

    from gamify.storage import trie
    from lib import sql

    tops = {table: _top(table) for table in (*OWNERS.values(), "gamify_award")}
    with transaction.atomic():
        sql.run("SET LOCAL session_replication_role = replica")  # copies of sound rows need no checks
        for table in TABLES:
            values = {name: _value(table, name, tops) for name in _columns(table)}
            names = ", ".join(f'"{name}"' for name in values)
            copies = f"SELECT {', '.join(values.values())} FROM {table}, generate_series(1, {factor - 1}) k"
            sql.run(f"INSERT INTO {table} ({names}) {copies}")
        trie.recount()
    for table in tops:
        sql.fetch(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {_top(table)})")
    sql.run("VACUUM ANALYZE")  # as autovacuum would have done while so much was lived; ranks come from an index alone
    sql.run("CHECKPOINT")


def _columns(table: str) -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def _top(table: str) -> int:
    from lib import sql

    found: int = sql.fetch(f"SELECT coalesce(max(id), 1) FROM {table}")[0][0]
    return found


def _value(table: str, name: str, tops: dict[str, int]) -> str:
    if (table, name) in DIFFERENT:
        return DIFFERENT[table, name]
    owner = table if name == "id" else OWNERS.get(name)
    return f"{name} + {tops[owner]} * k" if owner else f'"{name}"'
