"""PostgreSQL's room to update rows in place, fewer and smaller indexes, and references checked as they are written."""

from django.db import migrations

BUSY = ("progress", "account", "player", "standing", "rankbucket")
KEY = "ALTER TABLE gamify_rankbucket DROP CONSTRAINT gamify_rankbucket_pkey, ADD PRIMARY KEY (period_id, depth, bucket)"
RARE = (("Activity", "undoes_id"), ("LedgerEntry", "reverses_id"))  # most rows have none, and need no entry in an index
CHECKED = ("LedgerEntry", "Award")


def tune(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for name in BUSY:
        schema_editor.execute(f"ALTER TABLE gamify_{name} SET (fillfactor = 70)")
    schema_editor.execute(f"{KEY} INCLUDE (standings)")  # ranks come from the key alone
    for name, column in RARE:
        table = f"gamify_{name.lower()}"
        for constraint in unique(apps, schema_editor, name, column):
            schema_editor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{constraint}"')
        schema_editor.execute(
            f"CREATE UNIQUE INDEX {table}_{column}_once ON {table} ({column}) WHERE {column} IS NOT NULL"
        )
    check(apps, schema_editor, "IMMEDIATE")  # while the next statement is put together, not in the commit


def untune(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    check(apps, schema_editor, "DEFERRED")
    for name, column in RARE:
        table = f"gamify_{name.lower()}"
        schema_editor.execute(f"DROP INDEX {table}_{column}_once")
        schema_editor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_key UNIQUE ({column})")
    schema_editor.execute(KEY)
    for name in BUSY:
        schema_editor.execute(f"ALTER TABLE gamify_{name} RESET (fillfactor)")


def unique(apps, schema_editor, name, column):
    return schema_editor._constraint_names(apps.get_model("gamify", name), [column], unique=True)


def check(apps, schema_editor, when):
    for name in CHECKED:
        for constraint in schema_editor._constraint_names(apps.get_model("gamify", name), foreign_key=True):
            schema_editor.execute(f'ALTER TABLE gamify_{name.lower()} ALTER CONSTRAINT "{constraint}" INITIALLY {when}')


class Migration(migrations.Migration):
    dependencies = [("gamify", "0002_append_only")]

    operations = [migrations.RunPython(tune, untune)]
