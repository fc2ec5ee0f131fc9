"""Editions of the economy, who settled a goal, and where and when points were first earned."""

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    dependencies = [("gamify", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("number", models.AutoField(primary_key=True, serialize=False)),
                ("token", models.CharField(max_length=12, unique=True)),
                ("published_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="scope",
            field=models.CharField(blank=True, default="", max_length=60),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="earned_at",
            field=models.DateTimeField(default=timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="progress",
            name="settled_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="gamify.activity",
            ),
        ),
        migrations.AddField(model_name="progress", name="version", field=models.PositiveIntegerField(null=True)),
    ]
