"""The log of steps, the frozen rules and the records of battles, gardens and assists only grow."""

from django.db import migrations

from lib import append_only

TABLES = ("event", "frozenrules", "scoreevent", "battleresult", "watering", "assist", "assistreversal")


class Migration(migrations.Migration):
    dependencies = [("rewards", "0001_initial")]

    operations = [append_only.append_only(*(f"rewards_{name}" for name in TABLES))]
