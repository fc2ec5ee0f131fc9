"""What was marked, frozen, moved and entered of challenges only grows."""

from django.db import migrations

from lib import seals


class Migration(migrations.Migration):
    dependencies = [("gamify", "0006_challenges")]

    operations = [seals.append_only(f"gamify_{name}") for name in ("move", "mark", "purseentry", "challengeresult")]
