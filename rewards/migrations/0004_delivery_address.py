"""Where parcels go, whether a campaign sends any, and how often a member was asked for it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("rewards", "0003_long_checkout_addresses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DeliveryAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recipient", models.CharField(max_length=80)),
                ("line1", models.CharField(max_length=120)),
                ("line2", models.CharField(blank=True, max_length=120)),
                ("postcode", models.CharField(blank=True, max_length=20)),
                ("city", models.CharField(max_length=80)),
                ("region", models.CharField(blank=True, max_length=80)),
                ("country", models.CharField(max_length=2)),
                ("phone", models.CharField(blank=True, max_length=30)),
                ("given_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "verbose_name_plural": "delivery addresses",
            },
        ),
        migrations.AddField(
            model_name="campaign",
            name="needs_address",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="seat",
            name="address_asked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="seat",
            name="address_asks",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="seat",
            index=models.Index(condition=models.Q(("state", "captured")), fields=["address_asks"], name="seat_to_send"),
        ),
        migrations.AddField(
            model_name="deliveryaddress",
            name="seat",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="address", to="rewards.seat"
            ),
        ),
        migrations.AddConstraint(
            model_name="deliveryaddress",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("recipient", ""), _negated=True),
                    models.Q(("line1", ""), _negated=True),
                    models.Q(("city", ""), _negated=True),
                    models.Q(("country", ""), _negated=True),
                ),
                name="address_says_where",
            ),
        ),
    ]
