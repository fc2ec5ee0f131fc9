"""The modlog and the records of co-creation only grow."""

from django.db import migrations

from lib import append_only

TABLES = ("modlogentry", "appealmessage", "step", "proposalversion", "payout", "payoutline", "roundresult")


class Migration(migrations.Migration):
    dependencies = [("community", "0001_initial")]

    operations = [append_only.append_only(*(f"community_{name}" for name in TABLES))]
