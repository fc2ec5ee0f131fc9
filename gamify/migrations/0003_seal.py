"""The ledger and the log are append-only for everybody, whatever the code says: triggers refuse to change them."""

from django.db import migrations

FIXED = ["id", "source", "key", "actor_id", "verb", "object_type", "object_id", "target_type", "target_id", "data", "undoes_id", "occurred_at", "local_date", "recorded_at"]
SEALED = "hearth: {} is append-only"


def seal(apps, schema_editor):
    statements = _postgres() if schema_editor.connection.vendor == "postgresql" else _sqlite()
    for statement in statements:
        schema_editor.execute(statement, params=None)


def unseal(apps, schema_editor):
    on = {name: f" ON {table}" for name, table in TRIGGERS.items()}
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for name in TRIGGERS:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on[name] if is_postgres else ''}")
    if is_postgres:
        schema_editor.execute("DROP FUNCTION IF EXISTS hearth_refuse()")


TRIGGERS = {
    "ledger_sealed_update": "gamify_ledgerentry",
    "ledger_sealed_delete": "gamify_ledgerentry",
    "activity_sealed_update": "gamify_activity",
    "activity_sealed_delete": "gamify_activity",
}


def _postgres():
    old, new = (", ".join(f"{row}.{name}" for name in FIXED) for row in ("OLD", "NEW"))
    changed = f"WHEN (OLD.processed_at IS NOT NULL OR ({old}) IS DISTINCT FROM ({new}))"
    yield """
        CREATE FUNCTION hearth_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'hearth: % is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$
    """
    for name, table in TRIGGERS.items():
        event = "UPDATE" if name.endswith("update") else "DELETE"
        when = changed if name == "activity_sealed_update" else ""
        yield f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION hearth_refuse()"


def _sqlite():
    changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in FIXED)
    for name, table in TRIGGERS.items():
        event = "UPDATE" if name.endswith("update") else "DELETE"
        when = f"WHEN OLD.processed_at IS NOT NULL OR {changed}" if name == "activity_sealed_update" else ""
        yield (
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {when} "
            f"BEGIN SELECT RAISE(ABORT, '{SEALED.format(table)}'); END"
        )


class Migration(migrations.Migration):
    dependencies = [("gamify", "0002_settle")]

    operations = [migrations.RunPython(seal, unseal)]
