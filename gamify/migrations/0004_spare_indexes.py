"""Fewer indexes on the busiest tables: composite ones already begin with these columns. And room to update in place."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def leave_room(apps, schema_editor):
    """Let PostgreSQL keep a changed row on its page, so that no index has to be touched."""
    if schema_editor.connection.vendor == "postgresql":
        for name in ("progress", "account", "player", "rankbucket", "activity"):
            schema_editor.execute(f"ALTER TABLE gamify_{name} SET (fillfactor = 70)")


def seal_again(apps, schema_editor):
    """SQLite makes a changed table anew and forgets its triggers."""
    if schema_editor.connection.vendor != "postgresql":
        before = import_module("gamify.migrations.0003_seal")
        before.unseal(apps, schema_editor)
        before.seal(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("gamify", "0003_seal"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="standing",
            name="standing_once",
        ),
        migrations.AlterField(
            model_name="account",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="accounts",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="activity",
            name="actor",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="activities",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="award",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="awards",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="ledgerentry",
            name="account",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="gamify.account"
            ),
        ),
        migrations.AlterField(
            model_name="ledgerentry",
            name="activity",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="gamify.activity",
            ),
        ),
        migrations.AlterField(
            model_name="progress",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="progress",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="rankbucket",
            name="period",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="buckets", to="gamify.period"
            ),
        ),
        migrations.AlterField(
            model_name="standing",
            name="period",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="standings",
                to="gamify.period",
            ),
        ),
        migrations.AlterField(
            model_name="standing",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="standings",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="standing",
            constraint=models.UniqueConstraint(fields=("user", "period"), name="standing_once"),
        ),
        migrations.RunPython(leave_room, migrations.RunPython.noop),
        migrations.RunPython(seal_again, migrations.RunPython.noop),
    ]
