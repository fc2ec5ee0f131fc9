"""The ledger and the activity log only grow; a waiting activity can be processed, and nothing else."""

from django.db import migrations

from lib import seals

FIXED = (
    "id",
    "source",
    "key",
    "actor_id",
    "verb",
    "object_type",
    "object_id",
    "target_type",
    "target_id",
    "data",
    "undoes_id",
    "occurred_at",
    "local_date",
    "recorded_at",
)


class Migration(migrations.Migration):
    dependencies = [("gamify", "0001_initial")]

    operations = [
        seals.append_only("gamify_ledgerentry"),
        seals.append_only("gamify_activity", until="processed_at", fixed=FIXED),
    ]
