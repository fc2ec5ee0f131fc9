"""The log of steps and the frozen rules only grow."""

from __future__ import annotations

from django.db import migrations

from lib import seals


class Migration(migrations.Migration):
    dependencies = [("rewards", "0001_initial")]
    operations = [seals.append_only("rewards_event"), seals.append_only("rewards_frozenrules")]
