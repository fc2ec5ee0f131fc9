import django.db.models.deletion
import django.db.models.expressions
import lib.public_id
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("gamify", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=10)),
                ("row_id", models.BigIntegerField()),
                ("seq", models.PositiveIntegerField()),
                ("before", models.CharField(blank=True, max_length=10)),
                ("after", models.CharField(max_length=10)),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("cause", models.CharField(max_length=30)),
                ("data", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "constraints": [models.UniqueConstraint(fields=("kind", "row_id", "seq"), name="buyevent_once")],
            },
        ),
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="campaigns", to="accounts.brand"
                    ),
                ),
                ("names", models.JSONField(default=dict)),
                ("taglines", models.JSONField(blank=True, default=dict)),
                ("stories", models.JSONField(blank=True, default=dict)),
                ("policies", models.JSONField(blank=True, default=dict)),
                ("currency", models.CharField(default="CNY", max_length=3)),
                ("single_minor", models.BigIntegerField(blank=True, null=True)),
                ("sizes", models.JSONField(default=list)),
                ("stock", models.PositiveIntegerField(default=0)),
                ("seats_taken", models.PositiveIntegerField(default=0)),
                ("per_member", models.PositiveSmallIntegerField(default=1)),
                (
                    "payment_mode",
                    models.CharField(
                        choices=[
                            ("hold", "Hold: the card is checked now and charged only if the team succeeds"),
                            ("setup", "Save the card: it is charged only when the team succeeds"),
                            ("prepay", "Pay now: everything comes back by itself if the team fails"),
                        ],
                        default="hold",
                        max_length=10,
                    ),
                ),
                (
                    "completion",
                    models.CharField(
                        choices=[
                            ("strict", "A team succeeds when it is full"),
                            ("ratio", "A team succeeds at its deadline when enough of it is there"),
                            ("house", "The brand itself buys the missing seats, and says so"),
                        ],
                        default="strict",
                        max_length=10,
                    ),
                ),
                ("ratio_percent", models.PositiveSmallIntegerField(default=100)),
                ("team_hours", models.PositiveSmallIntegerField(default=48)),
                ("has_waitlist", models.BooleanField(default=True)),
                ("needs_address", models.BooleanField(default=True)),
                ("ship_days", models.PositiveSmallIntegerField(default=14)),
                ("launch", models.CharField(blank=True, max_length=60)),
                ("first_hours", models.PositiveSmallIntegerField(default=0)),
                ("first_until", models.DateTimeField(blank=True, null=True)),
                ("opens_at", models.DateTimeField(blank=True, null=True)),
                ("closes_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "campaign",
                "verbose_name_plural": "campaigns",
                "indexes": [
                    models.Index(fields=["state", "closes_at"], name="campaign_due"),
                    models.Index(fields=["brand", "-id"], name="campaign_of_brand"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("seats_taken__lte", models.F("stock"))), name="campaign_never_oversold"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ratio_percent__gte", 1), ("ratio_percent__lte", 100)),
                        name="campaign_ratio",
                    ),
                    models.CheckConstraint(condition=models.Q(("per_member__gte", 1)), name="campaign_per_member"),
                    models.CheckConstraint(condition=models.Q(("ship_days__gte", 1)), name="campaign_ship_days"),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("launch", ""), _negated=True), models.Q(("state", "cancelled"), _negated=True)
                        ),
                        fields=("launch",),
                        name="campaign_of_launch_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FirstBuyer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "campaign",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="first_buyers",
                        to="rewards.campaign",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("campaign", "user"), name="firstbuyer_once")],
            },
        ),
        migrations.CreateModel(
            name="PriceTier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "campaign",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tiers",
                        to="rewards.campaign",
                    ),
                ),
                ("min_people", models.PositiveSmallIntegerField()),
                ("price_minor", models.BigIntegerField()),
            ],
            options={
                "ordering": ["min_people"],
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "min_people"), name="pricetier_once"),
                    models.CheckConstraint(
                        condition=models.Q(("price_minor__gt", 0)), name="pricetier_costs_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FrozenRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "campaign",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rules", to="rewards.campaign"
                    ),
                ),
                ("document", models.JSONField()),
                ("hash", models.CharField(max_length=64)),
                ("frozen_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "frozen rules",
                "verbose_name_plural": "frozen rules",
            },
        ),
        migrations.CreateModel(
            name="CampaignPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pictures", to="rewards.campaign"
                    ),
                ),
                ("image", models.ImageField(height_field="height", upload_to="campaigns/", width_field="width")),
                ("width", models.PositiveIntegerField(default=0)),
                ("height", models.PositiveIntegerField(default=0)),
                ("alts", models.JSONField(blank=True, default=dict)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="BuyTeam",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("invite", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams",
                        to="rewards.campaign",
                    ),
                ),
                (
                    "captain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=40)),
                ("is_listed", models.BooleanField(default=True)),
                ("size", models.PositiveSmallIntegerField()),
                ("needed", models.PositiveSmallIntegerField()),
                ("seats_taken", models.PositiveSmallIntegerField(default=0)),
                ("confirmed", models.PositiveSmallIntegerField(default=0)),
                ("house_seats", models.PositiveSmallIntegerField(default=0)),
                ("price_minor", models.BigIntegerField(blank=True, null=True)),
                ("has_succeeded", models.BooleanField(null=True)),
                ("opened_at", models.DateTimeField()),
                ("deadline_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "buying team",
                "verbose_name_plural": "buying teams",
                "indexes": [
                    models.Index(fields=["campaign", "state", "-id"], name="team_of_campaign"),
                    models.Index(condition=models.Q(("state", "forming")), fields=["deadline_at"], name="team_due"),
                    models.Index(
                        condition=models.Q(("state__in", ["succeeded", "failed"])),
                        fields=["ended_at"],
                        name="team_unsettled",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "size__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("seats_taken"), "+", models.F("house_seats")
                                ),
                            )
                        ),
                        name="team_never_overfull",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confirmed__lte", models.F("size"))), name="team_confirmed"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["succeeded"]), _negated=True),
                            models.Q(("has_succeeded", True), ("price_minor__isnull", False)),
                            _connector="OR",
                        ),
                        name="team_success_has_a_price",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="rewards.campaign",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="rewards.buyteam"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("slot", models.PositiveSmallIntegerField(default=1)),
                ("key", models.CharField(max_length=64)),
                ("limit_minor", models.BigIntegerField()),
                ("discounts", models.JSONField(blank=True, default=list)),
                ("discount_minor", models.BigIntegerField(default=0)),
                (
                    "plan_b",
                    models.CharField(
                        choices=[
                            ("move", "Move me to another team that still needs people"),
                            ("stop", "Stop, and charge me nothing"),
                        ],
                        default="stop",
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("held_until", models.DateTimeField(blank=True, null=True)),
                ("taken_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("fix_until", models.DateTimeField(blank=True, null=True)),
                ("shipped_note", models.CharField(blank=True, max_length=200)),
                ("address_asks", models.PositiveSmallIntegerField(default=0)),
                ("address_asked_at", models.DateTimeField(blank=True, null=True)),
                ("ship_by", models.DateTimeField(blank=True, null=True)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("late_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "seat",
                "verbose_name_plural": "seats",
                "indexes": [
                    models.Index(condition=models.Q(("state", "held")), fields=["held_until"], name="seat_hold_due"),
                    models.Index(
                        condition=models.Q(("state", "fix_needed")), fields=["fix_until"], name="seat_fix_due"
                    ),
                    models.Index(fields=["user", "-id"], name="seat_of_user"),
                    models.Index(
                        condition=models.Q(("state", "captured")), fields=["address_asks"], name="seat_to_send"
                    ),
                    models.Index(condition=models.Q(("state", "captured")), fields=["ship_by"], name="seat_ship_due"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "key"), name="seat_asked_once"),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ("held", "authorised", "capturing", "captured", "fix_needed", "fulfilled"))
                        ),
                        fields=("user", "campaign", "slot"),
                        name="seat_one_a_slot",
                    ),
                    models.CheckConstraint(condition=models.Q(("limit_minor__gt", 0)), name="seat_costs_something"),
                    models.CheckConstraint(condition=models.Q(("discount_minor__gte", 0)), name="seat_discount"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Battle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="battles", to="accounts.brand"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="battles",
                        to="rewards.campaign",
                    ),
                ),
                ("names", models.JSONField(default=dict)),
                ("stories", models.JSONField(blank=True, default=dict)),
                ("prizes", models.JSONField(blank=True, default=dict)),
                ("thanks", models.JSONField(blank=True, default=dict)),
                ("letters", models.JSONField(blank=True, default=dict)),
                ("sources", models.JSONField(default=dict)),
                ("daily_cap", models.PositiveSmallIntegerField(default=12)),
                ("best_of", models.PositiveSmallIntegerField(default=5)),
                ("most_players", models.PositiveSmallIntegerField(default=12)),
                ("starts_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("rules", models.JSONField(blank=True, null=True)),
                ("rules_hash", models.CharField(blank=True, max_length=64)),
                ("rules_salt", models.CharField(blank=True, max_length=32)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("seen_id", models.BigIntegerField(default=0)),
                ("moments", models.PositiveSmallIntegerField(default=0)),
                ("tallied_at", models.DateTimeField(blank=True, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "starts_at"], name="battle_due"),
                    models.Index(fields=["brand", "-id"], name="battle_of_brand"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at", None), ("ends_at__gt", models.F("starts_at")), _connector="OR"),
                        name="battle_window",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "review", "void"]),
                            models.Q(("rules_hash", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="battle_rules_are_frozen",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BattleTeam",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "battle",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="teams",
                        to="rewards.battle",
                    ),
                ),
                ("names", models.JSONField(default=dict)),
                ("scope", models.CharField(blank=True, max_length=60)),
                (
                    "buyteam",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="battles",
                        to="rewards.buyteam",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("players", models.PositiveSmallIntegerField(default=0)),
                ("most_players", models.PositiveSmallIntegerField()),
                ("score", models.PositiveIntegerField(default=0)),
                ("reached_at", models.DateTimeField(blank=True, null=True)),
                ("place", models.PositiveSmallIntegerField(blank=True, null=True)),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("battle", "position"), name="battleteam_position"),
                    models.UniqueConstraint(fields=("battle", "buyteam"), name="battleteam_buyteam_once"),
                    models.CheckConstraint(
                        condition=models.Q(("players__lte", models.F("most_players"))), name="battleteam_never_overfull"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BattlePlayer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "battle",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="players",
                        to="rewards.battle",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="roster", to="rewards.battleteam"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="battles",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("points", models.PositiveIntegerField(default=0)),
                ("joined_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["user", "-id"], name="battleplayer_of_user")],
                "constraints": [models.UniqueConstraint(fields=("battle", "user"), name="battleplayer_one_team")],
            },
        ),
        migrations.CreateModel(
            name="ScoreEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "battle",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="rewards.battle",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="rewards.battleteam",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("source", models.CharField(max_length=20)),
                ("units", models.SmallIntegerField()),
                ("activity_id", models.BigIntegerField()),
                ("cause_id", models.BigIntegerField()),
                ("day", models.DateField()),
                ("happened_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["battle", "-id"], name="scoreevent_of_battle"),
                    models.Index(fields=["battle", "user"], name="scoreevent_of_player"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("battle", "activity_id", "source"), name="scoreevent_once"),
                    models.CheckConstraint(
                        condition=models.Q(("units", 0), _negated=True), name="scoreevent_moves_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BattleResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "battle",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="rewards.battle",
                    ),
                ),
                ("seq", models.PositiveSmallIntegerField()),
                ("document", models.JSONField()),
                ("inputs_hash", models.CharField(max_length=64)),
                ("counted_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("battle", "seq"), name="battleresult_once")],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "battle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="objections", to="rewards.battle"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("words", models.CharField(max_length=500)),
                ("made_at", models.DateTimeField()),
                ("answer", models.CharField(blank=True, max_length=500)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("battle", "user"), name="objection_once")],
            },
        ),
        migrations.CreateModel(
            name="AlbumPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "battle",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="album",
                        to="rewards.battle",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "image",
                    models.ImageField(blank=True, height_field="height", upload_to="albums/", width_field="width"),
                ),
                ("width", models.PositiveIntegerField(default=0, null=True)),
                ("height", models.PositiveIntegerField(default=0, null=True)),
                ("words", models.CharField(max_length=140)),
                ("added_at", models.DateTimeField()),
                ("hidden_at", models.DateTimeField(blank=True, null=True)),
                (
                    "hidden_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "indexes": [models.Index(fields=["battle", "-id"], name="albumpicture_of_battle")],
                "constraints": [
                    models.UniqueConstraint(fields=("battle", "user"), name="albumpicture_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("hidden_at", None), ("reason", "")),
                            models.Q(("hidden_at__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="albumpicture_hidden_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("image", ""), _negated=True), ("hidden_at__isnull", False), _connector="OR"
                        ),
                        name="albumpicture_shows_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AlbumReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "picture",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="rewards.albumpicture",
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("stem", models.CharField(blank=True, max_length=20)),
                ("note", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("picture", "reporter", "stem"), name="albumreport_once")
                ],
            },
        ),
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
                (
                    "seat",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="address", to="rewards.seat"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "delivery addresses",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recipient", ""), _negated=True),
                            models.Q(("line1", ""), _negated=True),
                            models.Q(("city", ""), _negated=True),
                            models.Q(("country", ""), _negated=True),
                        ),
                        name="address_says_where",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reward",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("helpers", models.PositiveSmallIntegerField(default=0)),
                ("help_hours", models.PositiveSmallIntegerField(default=72)),
                ("help_cap", models.PositiveSmallIntegerField(default=3)),
                (
                    "helpers_are",
                    models.CharField(
                        choices=[
                            ("any", "every member"),
                            ("new", "who joined not long ago"),
                            ("known", "who has been here for a while"),
                        ],
                        default="any",
                        max_length=10,
                    ),
                ),
                ("helper_days", models.PositiveSmallIntegerField(default=0)),
                ("helper_level", models.PositiveSmallIntegerField(default=1)),
                ("consoles", models.BooleanField(default=True)),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rewards", to="accounts.brand"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("item", "A thing that comes by post"),
                            ("code", "A digital code"),
                            ("benefit", "A benefit: an hour, a ticket, access, a role"),
                        ],
                        default="benefit",
                        max_length=10,
                    ),
                ),
                ("names", models.JSONField(default=dict)),
                ("taglines", models.JSONField(blank=True, default=dict)),
                ("stories", models.JSONField(blank=True, default=dict)),
                ("hows", models.JSONField(blank=True, default=dict)),
                ("icon", models.CharField(default="gift", max_length=40)),
                (
                    "image",
                    models.ImageField(blank=True, height_field="height", upload_to="rewards/", width_field="width"),
                ),
                ("width", models.PositiveIntegerField(default=0, null=True)),
                ("height", models.PositiveIntegerField(default=0, null=True)),
                ("alts", models.JSONField(blank=True, default=dict)),
                ("price", models.PositiveIntegerField(default=0)),
                ("stock", models.PositiveIntegerField(default=0)),
                ("taken", models.PositiveIntegerField(default=0)),
                ("per_member", models.PositiveSmallIntegerField(default=1)),
                ("least_level", models.PositiveSmallIntegerField(default=1)),
                ("least_tier", models.CharField(blank=True, max_length=40)),
                ("only_scope", models.CharField(blank=True, max_length=60)),
                ("needs_approval", models.BooleanField(default=False)),
                ("valid_days", models.PositiveSmallIntegerField(default=0)),
                (
                    "expiry",
                    models.CharField(
                        choices=[("back", "The points come back"), ("lost", "The points are gone")],
                        default="back",
                        max_length=10,
                    ),
                ),
                ("opens_at", models.DateTimeField(blank=True, null=True)),
                ("closes_at", models.DateTimeField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "reward",
                "verbose_name_plural": "rewards",
                "indexes": [
                    models.Index(fields=["state", "closes_at"], name="reward_due"),
                    models.Index(fields=["brand", "-id"], name="reward_of_brand"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("taken__lte", models.F("stock"))), name="reward_never_oversold"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("least_level__gte", 1), ("per_member__gte", 1)), name="reward_gates"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("published_at__isnull", False),
                                ("state__in", ["open", "paused"]),
                                models.Q(("price__gte", 1), ("helpers__gte", 1), _connector="OR"),
                            ),
                            models.Q(("state__in", ["open", "paused"]), _negated=True),
                            _connector="OR",
                        ),
                        name="reward_open_has_a_price",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("help_cap__gte", 1), ("help_hours__gte", 1), ("helper_level__gte", 1), ("helpers__lte", 10)
                        ),
                        name="reward_help_terms",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Redemption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "reward",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redemptions",
                        to="rewards.reward",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redemptions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("price", models.PositiveIntegerField()),
                (
                    "hold",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gamify.hold",
                    ),
                ),
                ("holds_stock", models.BooleanField(default=True)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("answer", models.CharField(blank=True, max_length=500)),
                ("reserved_at", models.DateTimeField()),
                ("issued_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("warned_at", models.DateTimeField(blank=True, null=True)),
                ("ship_by", models.DateTimeField(blank=True, null=True)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("late_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "redemption",
                "verbose_name_plural": "redemptions",
                "indexes": [
                    models.Index(fields=["user", "-id"], name="redemption_of_member"),
                    models.Index(fields=["reward", "state"], name="redemption_of_reward"),
                    models.Index(
                        condition=models.Q(("state", "issued")), fields=["expires_at"], name="redemption_expires"
                    ),
                    models.Index(
                        condition=models.Q(("state", "reserved")), fields=["reserved_at"], name="redemption_waits"
                    ),
                    models.Index(
                        condition=models.Q(("state", "approved")), fields=["ship_by"], name="redemption_ship_due"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "key"), name="redemption_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("holds_stock", True), ("state__in", ["cancelled", "rejected", "reversed"]), _connector="OR"
                        ),
                        name="redemption_live_holds_stock",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("hold", None), ("price", 0)),
                            models.Q(("hold__isnull", False), ("price__gte", 1)),
                            _connector="OR",
                        ),
                        name="redemption_price_is_held",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RewardCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reward",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codes",
                        to="rewards.reward",
                    ),
                ),
                ("code", models.CharField(max_length=80)),
                (
                    "redemption",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="code",
                        to="rewards.redemption",
                    ),
                ),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("redemption", None)), fields=["reward", "id"], name="rewardcode_free"
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("reward", "code"), name="rewardcode_once")],
            },
        ),
        migrations.CreateModel(
            name="RedemptionAddress",
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
                (
                    "redemption",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="address", to="rewards.redemption"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "redemption addresses",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recipient", ""), _negated=True),
                            models.Q(("line1", ""), _negated=True),
                            models.Q(("city", ""), _negated=True),
                            models.Q(("country", ""), _negated=True),
                        ),
                        name="redemption_address_says_where",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Unlock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                ("code", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "reward",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unlocks",
                        to="rewards.reward",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unlocks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("needed", models.PositiveSmallIntegerField()),
                ("helped", models.PositiveSmallIntegerField(default=0)),
                ("opened_at", models.DateTimeField()),
                ("deadline_at", models.DateTimeField()),
                ("reached_at", models.DateTimeField(blank=True, null=True)),
                ("claim_by", models.DateTimeField(blank=True, null=True)),
                (
                    "redemption",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unlock",
                        to="rewards.redemption",
                    ),
                ),
                ("warned_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "verbose_name": "unlock",
                "verbose_name_plural": "unlocks",
                "indexes": [
                    models.Index(fields=["owner", "-id"], name="unlock_of_member"),
                    models.Index(fields=["reward", "state", "reached_at"], name="unlock_of_reward"),
                    models.Index(condition=models.Q(("state", "open")), fields=["deadline_at"], name="unlock_due"),
                    models.Index(
                        condition=models.Q(("state", "unlocked")), fields=["claim_by"], name="unlock_unclaimed"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "key"), name="unlock_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["open", "waitlisted"])),
                        fields=("owner", "reward"),
                        name="unlock_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("helped__lte", models.F("needed")), ("needed__gte", 1), ("needed__lte", 10)
                        ),
                        name="unlock_never_overfilled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["waitlisted", "unlocked", "claimed"]), _negated=True),
                            models.Q(("helped", models.F("needed")), ("reached_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="unlock_only_when_full",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "revoked"),
                            models.Q(("redemption__isnull", False), ("state__in", ["unlocked", "claimed"])),
                            models.Q(("redemption", None), ("state__in", ["open", "waitlisted"])),
                            ("state__in", ["expired", "left"]),
                            _connector="OR",
                        ),
                        name="unlock_with_its_benefit",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assist",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "unlock",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assists",
                        to="rewards.unlock",
                    ),
                ),
                (
                    "helper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assists", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("unlock", "helper"), name="assist_once"),
                    models.CheckConstraint(
                        condition=models.Q(("helper", models.F("owner")), _negated=True), name="assist_of_another"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssistReversal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "assist",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reversal", to="rewards.assist"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                ("counted", models.BooleanField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Coupon",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "brand",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coupons",
                        to="accounts.brand",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coupons",
                        to="rewards.campaign",
                    ),
                ),
                ("names", models.JSONField(default=dict)),
                (
                    "kind",
                    models.CharField(
                        choices=[("amount", "An amount off"), ("percent", "A share off, in per cent")],
                        default="amount",
                        max_length=10,
                    ),
                ),
                ("currency", models.CharField(default="CNY", max_length=3)),
                ("value", models.BigIntegerField(default=0)),
                ("most_minor", models.BigIntegerField(blank=True, null=True)),
                ("least_minor", models.BigIntegerField(default=0)),
                ("opens_at", models.DateTimeField(blank=True, null=True)),
                ("closes_at", models.DateTimeField(blank=True, null=True)),
                ("max_uses", models.PositiveIntegerField(default=0)),
                ("held", models.PositiveIntegerField(default=0)),
                ("used", models.PositiveIntegerField(default=0)),
                ("per_member", models.PositiveSmallIntegerField(default=1)),
                ("stacks", models.BooleanField(default=False)),
                ("is_single", models.BooleanField(default=False)),
                ("warned_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "coupon",
                "verbose_name_plural": "coupons",
                "indexes": [
                    models.Index(fields=["brand", "-id"], name="coupon_of_brand"),
                    models.Index(
                        condition=models.Q(("campaign__isnull", False)), fields=["campaign"], name="coupon_of_campaign"
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["open", "paused"])), fields=["closes_at"], name="coupon_due"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "max_uses__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("used"), "+", models.F("held")
                                ),
                            )
                        ),
                        name="coupon_never_overused",
                    ),
                    models.CheckConstraint(condition=models.Q(("per_member__gte", 1)), name="coupon_per_member"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value__gte", 0), models.Q(("kind", "amount"), ("value__lte", 10000), _connector="OR")
                        ),
                        name="coupon_value",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["open", "paused"]), _negated=True),
                            models.Q(("closes_at__isnull", False), ("value__gte", 1)),
                            _connector="OR",
                        ),
                        name="coupon_open_takes_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CouponCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "coupon",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="codes", to="rewards.coupon"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("added_at", models.DateTimeField()),
                ("shown_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("owner__isnull", False)),
                        fields=["owner", "-id"],
                        name="couponcode_of_owner",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CouponUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                (
                    "coupon",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="rewards.coupon",
                    ),
                ),
                (
                    "code",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="rewards.couponcode",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="rewards.seat",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("slot", models.PositiveSmallIntegerField(default=1)),
                ("is_single", models.BooleanField(default=False)),
                ("discount_minor", models.BigIntegerField(default=0)),
                ("taken_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "coupon use",
                "verbose_name_plural": "coupon uses",
                "indexes": [
                    models.Index(fields=["coupon", "state"], name="couponuse_of_coupon"),
                    models.Index(fields=["code"], name="couponuse_of_code"),
                    models.Index(fields=["user", "-id"], name="couponuse_of_member"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("seat", "coupon"), name="couponuse_once_a_seat"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("held", "redeemed"))),
                        fields=("coupon", "user", "slot"),
                        name="couponuse_one_a_slot",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_single", True), ("state__in", ("held", "redeemed"))),
                        fields=("code",),
                        name="couponuse_single_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("discount_minor__gte", 0)), name="couponuse_takes_off"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FakeCharge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                ("key", models.CharField(max_length=80, unique=True)),
                ("payment", models.CharField(max_length=12, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("return_url", models.CharField(max_length=500)),
                ("mode", models.CharField(max_length=10)),
                ("currency", models.CharField(max_length=3)),
                ("amount_minor", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Open"),
                            ("authorised", "Held"),
                            ("captured", "Charged"),
                            ("voided", "Released"),
                            ("expired", "Expired"),
                            ("declined", "Declined"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("held_minor", models.BigIntegerField(default=0)),
                ("captured_minor", models.BigIntegerField(default=0)),
                ("refunds", models.JSONField(default=dict)),
                ("answers", models.JSONField(default=dict)),
                ("decline_code", models.CharField(blank=True, max_length=40)),
                ("capture_before", models.DateTimeField(blank=True, null=True)),
                ("known_at", models.DateTimeField(blank=True, null=True)),
                ("silent", models.PositiveSmallIntegerField(default=0)),
                ("declines_charge", models.BooleanField(default=False)),
                ("keeps", models.BooleanField(default=False)),
                ("regrets", models.CharField(blank=True, max_length=10)),
                ("regrets_at", models.DateTimeField(blank=True, null=True)),
                ("taken_back", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "authorised")), fields=["capture_before"], name="fake_holds"
                    ),
                    models.Index(
                        condition=models.Q(("regrets_at", None), _negated=True),
                        fields=["regrets_at"],
                        name="fake_regrets",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FakeNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "charge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="rewards.fakecharge"
                    ),
                ),
                ("notice_id", models.CharField(max_length=20)),
                ("kind", models.CharField(max_length=20)),
                ("due_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("sent_at", None)), fields=["due_at"], name="fake_notices_due")
                ],
            },
        ),
        migrations.CreateModel(
            name="Seed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seeds", to="accounts.brand"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("good", "Something real for everybody who watered it"),
                            ("tree", "A tree, planted in the name of the group"),
                        ],
                        default="tree",
                        max_length=10,
                    ),
                ),
                ("names", models.JSONField(default=dict)),
                ("stories", models.JSONField(blank=True, default=dict)),
                ("harvests", models.JSONField(blank=True, default=dict)),
                ("goal", models.PositiveIntegerField(default=500)),
                ("most_each", models.PositiveIntegerField(default=100)),
                ("days", models.PositiveSmallIntegerField(default=30)),
                ("stock", models.PositiveIntegerField(default=0)),
                ("taken", models.PositiveIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["state", "-id"], name="seed_offered")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("taken__lte", models.F("stock"))), name="seed_never_oversown"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1), ("goal__gte", 1), ("most_each__gte", 1)),
                        name="seed_can_grow",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Plant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "seed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plants", to="rewards.seed"
                    ),
                ),
                ("scope", models.CharField(max_length=60)),
                ("goal", models.PositiveIntegerField()),
                ("most_each", models.PositiveIntegerField()),
                ("watered", models.PositiveIntegerField(default=0)),
                (
                    "planted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("planted_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("ripe_at", models.DateTimeField(blank=True, null=True)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["scope", "-id"], name="plant_of_place"),
                    models.Index(condition=models.Q(("state", "growing")), fields=["ends_at"], name="plant_due"),
                    models.Index(condition=models.Q(("state", "ripe")), fields=["ripe_at"], name="plant_ripe"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("watered__lte", models.F("goal"))), name="plant_never_overwatered"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "growing")), fields=("scope",), name="plant_one_a_place"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Watering",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "plant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="waterings", to="rewards.plant"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("amount", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("user", "key"), name="watering_once"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="watering_of_something"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payments", to="rewards.seat"
                    ),
                ),
                ("provider", models.CharField(max_length=20)),
                ("mode", models.CharField(max_length=10)),
                ("currency", models.CharField(max_length=3)),
                ("amount_minor", models.BigIntegerField()),
                ("held_minor", models.BigIntegerField(default=0)),
                ("captured_minor", models.BigIntegerField(default=0)),
                ("refunded_minor", models.BigIntegerField(default=0)),
                ("reference", models.CharField(blank=True, max_length=120)),
                ("checkout_url", models.CharField(blank=True, max_length=2000)),
                ("capture_before", models.DateTimeField(blank=True, null=True)),
                ("decline_code", models.CharField(blank=True, max_length=40)),
                ("created_at", models.DateTimeField()),
                ("watched_at", models.DateTimeField(blank=True, null=True)),
                ("stuck_at", models.DateTimeField(blank=True, null=True)),
                ("stuck_told_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "payment",
                "verbose_name_plural": "payments",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "captured")), fields=["watched_at"], name="payment_watched"
                    ),
                    models.Index(
                        condition=models.Q(("stuck_at", None), _negated=True),
                        fields=["stuck_told_at"],
                        name="payment_stuck",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                (
                                    "created",
                                    "pending",
                                    "unknown",
                                    "authorised",
                                    "capturing",
                                    "captured",
                                    "voiding",
                                    "refunding",
                                ),
                            )
                        ),
                        fields=("seat",),
                        name="payment_one_live",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("reference", ""), _negated=True),
                        fields=("provider", "reference"),
                        name="payment_reference_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="payment_of_something"),
                    models.CheckConstraint(
                        condition=models.Q(("captured_minor__lte", models.F("amount_minor"))), name="payment_captured"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("refunded_minor__lte", models.F("captured_minor"))), name="payment_refunded"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GatewayNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("provider", models.CharField(max_length=20)),
                ("notice_id", models.CharField(max_length=120)),
                ("reference", models.CharField(blank=True, max_length=120)),
                ("payload", models.JSONField()),
                ("received_at", models.DateTimeField()),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "gateway notice",
                "verbose_name_plural": "gateway notices",
                "indexes": [
                    models.Index(
                        condition=models.Q(("applied_at", None)), fields=["received_at"], name="gatewaynotice_waiting"
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("provider", "notice_id"), name="gatewaynotice_once")],
            },
        ),
        migrations.CreateModel(
            name="GatewayCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="calls", to="rewards.payment"
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="rewards.gatewaynotice",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("authorize", "Authorize"),
                            ("capture", "Capture"),
                            ("void", "Void"),
                            ("refund", "Refund"),
                            ("query", "Query"),
                        ],
                        max_length=10,
                    ),
                ),
                ("key", models.CharField(max_length=80, unique=True)),
                ("amount_minor", models.BigIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField()),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "gateway call",
                "verbose_name_plural": "gateway calls",
                "indexes": [
                    models.Index(condition=models.Q(("done_at", None)), fields=["due_at"], name="gatewaycall_due")
                ],
            },
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="rewards.payment"
                    ),
                ),
                ("key", models.CharField(max_length=80, unique=True)),
                ("amount_minor", models.BigIntegerField()),
                ("cause", models.CharField(max_length=30)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("reference", models.CharField(blank=True, max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Needs a second person"),
                            ("refused", "Refused"),
                            ("sent", "On its way"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "refund",
                "verbose_name_plural": "refunds",
                "indexes": [
                    models.Index(condition=models.Q(("state", "done")), fields=["done_at"], name="refund_done")
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="refund_of_something"),
                    models.CheckConstraint(
                        condition=models.Q(("asked_by", models.F("agreed_by")), _negated=True), name="refund_two_people"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PrizeStock",
            fields=[
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="gamify.prizeline",
                    ),
                ),
                (
                    "reward",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="prize_stocks", to="rewards.reward"
                    ),
                ),
                ("remaining", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="ReferralLink",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="referral_link",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("code", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                (
                    "referrer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "newcomer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referred_by",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("joined_at", models.DateTimeField()),
                ("matures_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["referrer", "-id"], name="referral_of_member"),
                    models.Index(condition=models.Q(("state", "joined")), fields=["matures_at"], name="referral_due"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("referrer", models.F("newcomer")), _negated=True),
                        name="referral_of_another",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WaitEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waiting",
                        to="rewards.campaign",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("party_size", models.PositiveSmallIntegerField()),
                ("skipped_because", models.CharField(blank=True, max_length=20)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "waitlist entry",
                "verbose_name_plural": "waitlist entries",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["campaign", "id"], name="waitentry_queue"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "offered"])),
                        fields=("user", "campaign"),
                        name="waitentry_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("party_size__gte", 1)), name="waitentry_party"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("token", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="rewards.campaign"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="rewards.waitentry"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="rewards.buyteam",
                    ),
                ),
                ("seats", models.PositiveSmallIntegerField()),
                ("used", models.PositiveSmallIntegerField(default=0)),
                ("until", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("state", "open")), fields=["until"], name="offer_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("used__lte", models.F("seats"))), name="offer_not_exceeded"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("entry",), name="offer_one_open"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Merger",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mergers", to="rewards.buyteam"
                    ),
                ),
                (
                    "into",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rewards.buyteam"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("asked_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("team", "into"), name="merger_once"),
                    models.CheckConstraint(
                        condition=models.Q(("team", models.F("into")), _negated=True), name="merger_of_two"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MergerAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "merger",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="rewards.merger"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rewards.seat"),
                ),
                ("is_yes", models.BooleanField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("merger", "seat"), name="mergeranswer_once")],
            },
        ),
    ]
