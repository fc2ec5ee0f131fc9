"""Money that banks give back unasked: when charges were asked about again, and what the fake bank regrets."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("rewards", "0005_battles")]
    operations = [
        migrations.AddField(model_name="payment", name="watched_at", field=models.DateTimeField(blank=True, null=True)),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(fields=["watched_at"], condition=Q(state="captured"), name="payment_watched"),
        ),
        migrations.AddField(model_name="fakecharge", name="regrets", field=models.CharField(blank=True, max_length=10)),
        migrations.AddField(
            model_name="fakecharge", name="regrets_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(model_name="fakecharge", name="taken_back", field=models.JSONField(default=list)),
        migrations.AddIndex(
            model_name="fakecharge",
            index=models.Index(fields=["regrets_at"], condition=~Q(regrets_at=None), name="fake_regrets"),
        ),
    ]
