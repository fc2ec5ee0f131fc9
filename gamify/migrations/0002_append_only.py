"""The log, what came out and the ledger only grow: the database refuses everything else."""

from django.db import migrations

from lib import seals


class Migration(migrations.Migration):
    dependencies = [("gamify", "0001_initial")]

    operations = [seals.append_only(f"gamify_{name}") for name in ("activity", "outcome", "ledgerentry")]
