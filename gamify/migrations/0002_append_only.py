"""The log, what came out, the ledger and the records of challenges only grow: the database refuses everything else."""

from django.db import migrations

from lib import append_only

TABLES = ("activity", "outcome", "ledgerentry", "move", "mark", "purseentry", "challengeresult", "tierstep")


class Migration(migrations.Migration):
    dependencies = [("gamify", "0001_initial")]

    operations = [append_only.append_only(*(f"gamify_{name}" for name in TABLES))]
