"""What was changed about a brand and its people only grows."""

from django.db import migrations

from lib import append_only

TABLES = ("brandstep",)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [append_only.append_only(*(f"accounts_{name}" for name in TABLES))]
