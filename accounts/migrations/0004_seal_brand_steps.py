"""What was changed about a brand and its people only grows."""

from django.db import migrations

from lib import seals


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_brand_people")]

    operations = [seals.append_only("accounts_brandstep")]
