"""PostgreSQL ranks from the index alone: the trie's key carries its count."""

from django.db import migrations


def cover(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX rankbucket_covering ON gamify_rankbucket (period_id, depth, bucket) INCLUDE (standings)"
        )


def uncover(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX rankbucket_covering")


class Migration(migrations.Migration):
    dependencies = [("gamify", "0004_spare_indexes")]

    operations = [migrations.RunPython(cover, uncover)]
