"""The modlog only grows."""

from django.db import migrations

from lib import seals


class Migration(migrations.Migration):
    dependencies = [("community", "0001_initial")]

    operations = [seals.append_only("community_modlogentry")]
