"""Room for the addresses of Stripe's checkouts, which are about 500 characters long and grow."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rewards", "0002_append_only")]
    operations = [
        migrations.AlterField(
            model_name="payment", name="checkout_url", field=models.CharField(blank=True, max_length=2000)
        )
    ]
