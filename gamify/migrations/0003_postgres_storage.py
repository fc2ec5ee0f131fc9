"""PostgreSQL's room to update rows in place, and ranks from the index alone: the trie's key carries its count."""

from django.db import migrations

BUSY = ("progress", "account", "player", "rankbucket", "activity")


def tune(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in BUSY:
            schema_editor.execute(f"ALTER TABLE gamify_{name} SET (fillfactor = 70)")
        schema_editor.execute(
            "CREATE INDEX rankbucket_covering ON gamify_rankbucket (period_id, depth, bucket) INCLUDE (standings)"
        )


def untune(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX rankbucket_covering")
        for name in BUSY:
            schema_editor.execute(f"ALTER TABLE gamify_{name} RESET (fillfactor)")


class Migration(migrations.Migration):
    dependencies = [("gamify", "0002_append_only")]

    operations = [migrations.RunPython(tune, untune)]
