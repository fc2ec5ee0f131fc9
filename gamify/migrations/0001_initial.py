import django.db.models.deletion
import django.db.models.expressions
import lib.fields
import lib.public_id
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=120)),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("verb", models.CharField(max_length=20)),
                ("object_type", models.CharField(max_length=20)),
                ("object_id", models.CharField(max_length=40)),
                ("target_type", models.CharField(blank=True, max_length=20)),
                ("target_id", models.CharField(blank=True, max_length=40)),
                ("data", models.JSONField(default=dict)),
                (
                    "undoes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="gamify.activity",
                    ),
                ),
                ("occurred_at", models.DateTimeField()),
                ("local_date", models.DateField()),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "activity",
                "verbose_name_plural": "activities",
                "indexes": [
                    models.Index(fields=["actor", "-id"], name="activity_of_actor"),
                    models.Index(fields=["object_type", "object_id"], name="activity_of_object"),
                ],
                "constraints": [models.UniqueConstraint(fields=("source", "key"), name="activity_recorded_once")],
            },
        ),
        migrations.CreateModel(
            name="Waiting",
            fields=[
                (
                    "activity",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="waiting",
                        serialize=False,
                        to="gamify.activity",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "waiting",
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                (
                    "activity",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="outcome",
                        serialize=False,
                        to="gamify.activity",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("sequence", models.BigIntegerField()),
                ("document", lib.fields.DocumentField()),
                ("processed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("actor", "sequence"), name="outcome_numbered_once")],
            },
        ),
        migrations.CreateModel(
            name="Move",
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
                "constraints": [models.UniqueConstraint(fields=("kind", "row_id", "seq"), name="move_once")],
            },
        ),
        migrations.CreateModel(
            name="Badge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=40)),
                ("version", models.PositiveIntegerField(default=1)),
                ("verb", models.CharField(max_length=20)),
                ("when", models.JSONField(blank=True, default=dict)),
                ("condition", models.TextField(blank=True)),
                ("effects", models.JSONField(default=list)),
                ("names", models.JSONField(default=dict)),
                ("descriptions", models.JSONField(blank=True, default=dict)),
                ("position", models.PositiveIntegerField(default=0)),
                ("published_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                ("metric", models.CharField(max_length=40)),
                ("goal", models.PositiveIntegerField()),
                ("icon", models.CharField(max_length=40)),
                ("mood", models.CharField(blank=True, max_length=12)),
            ],
            options={
                "verbose_name": "badge",
                "verbose_name_plural": "badges",
                "constraints": [
                    models.UniqueConstraint(fields=("key", "version"), name="badge_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None)), fields=("key",), name="badge_one_in_force"
                    ),
                    models.CheckConstraint(condition=models.Q(("goal__gte", 1)), name="badge_goal_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Award",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="awards",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "badge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="awards", to="gamify.badge"
                    ),
                ),
                ("badge_key", models.SlugField(max_length=40)),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="awards", to="gamify.activity"
                    ),
                ),
                ("awarded_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "award",
                "verbose_name_plural": "awards",
                "indexes": [
                    models.Index(condition=models.Q(("revoked_at", None)), fields=["badge_key"], name="award_held")
                ],
                "constraints": [models.UniqueConstraint(fields=("user", "badge_key"), name="award_once")],
            },
        ),
        migrations.CreateModel(
            name="Backfill",
            fields=[
                (
                    "badge",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="backfill",
                        serialize=False,
                        to="gamify.badge",
                    ),
                ),
                ("reached", models.BigIntegerField(default=0)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("number", models.AutoField(primary_key=True, serialize=False)),
                ("token", models.CharField(max_length=12, unique=True)),
                ("published_at", models.DateTimeField()),
                ("text", models.TextField(blank=True)),
                ("is_built_in", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "edition of the economy",
                "verbose_name_plural": "editions of the economy",
            },
        ),
        migrations.CreateModel(
            name="Currency",
            fields=[
                ("key", models.SlugField(max_length=20, primary_key=True, serialize=False)),
                ("names", models.JSONField(default=dict)),
                ("is_spendable", models.BooleanField(default=False)),
                ("lapses_after_months", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("lapses_from", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "currencies",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lapses_after_months", None),
                            models.Q(("is_spendable", True), ("lapses_after_months__gt", 0)),
                            _connector="OR",
                        ),
                        name="currency_lapses_if_spent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Challenge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "brand",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="challenges",
                        to="accounts.brand",
                    ),
                ),
                ("scope", models.CharField(blank=True, max_length=60)),
                ("names", models.JSONField(default=dict)),
                ("taglines", models.JSONField(blank=True, default=dict)),
                ("stories", models.JSONField(blank=True, default=dict)),
                ("terms", models.JSONField(blank=True, default=dict)),
                ("places", models.JSONField(blank=True, default=list)),
                ("is_public", models.BooleanField(default=True)),
                (
                    "currency",
                    models.ForeignKey(
                        default="spark",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gamify.currency",
                    ),
                ),
                ("team_size", models.PositiveSmallIntegerField(default=0)),
                ("member_cap", models.PositiveIntegerField(default=0)),
                ("review_days", models.PositiveSmallIntegerField(default=3)),
                ("holdout_bp", models.PositiveSmallIntegerField(default=0)),
                ("draw_seed", models.CharField(blank=True, max_length=64)),
                ("starts_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("rules", models.JSONField(blank=True, null=True)),
                ("rules_hash", models.CharField(blank=True, max_length=64)),
                ("rules_salt", models.CharField(blank=True, max_length=32)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("seen_id", models.BigIntegerField(default=0)),
                ("entrants_count", models.PositiveIntegerField(default=0)),
                ("finishers_count", models.PositiveIntegerField(default=0)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("frozen_at", models.DateTimeField(blank=True, null=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "challenge",
                "verbose_name_plural": "challenges",
                "indexes": [
                    models.Index(fields=["state", "starts_at"], name="challenge_due"),
                    models.Index(fields=["brand", "-id"], name="challenge_of_brand"),
                    models.Index(fields=["scope", "-id"], name="challenge_of_scope"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("brand", None), ("scope__gt", "")),
                            models.Q(("brand__gt", 0), ("scope", "")),
                            _connector="OR",
                        ),
                        name="challenge_one_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at", None), ("ends_at__gt", models.F("starts_at")), _connector="OR"),
                        name="challenge_window",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "review", "cancelled"]),
                            models.Q(("rules_hash", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="challenge_rules_are_frozen",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("holdout_bp__lte", 5000)), name="challenge_holdout_at_most_half"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChallengeTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "challenge",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="gamify.challenge",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("metric", "What people do here"), ("proof", "Something they hand in")], max_length=10
                    ),
                ),
                ("names", models.JSONField(default=dict)),
                ("hints", models.JSONField(blank=True, default=dict)),
                ("verb", models.CharField(blank=True, max_length=20)),
                ("when", models.JSONField(blank=True, default=dict)),
                ("condition", models.TextField(blank=True)),
                ("metric", models.CharField(default="count", max_length=40)),
                ("asks", models.JSONField(blank=True, default=list)),
                ("goal", models.PositiveIntegerField(default=1)),
                ("points", models.PositiveSmallIntegerField(default=1)),
                ("most", models.PositiveIntegerField(default=1)),
                ("daily_most", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("challenge", "position"), name="challengetask_position"),
                    models.CheckConstraint(
                        condition=models.Q(("goal__gte", 1), ("most__gte", models.F("goal"))), name="challengetask_goal"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PrizeLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "challenge",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="gamify.challenge",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("finish", "Everybody who finishes, as long as there is some"),
                            ("first", "Who finishes first"),
                            ("score", "The highest scores"),
                            ("jury", "Chosen by a jury, with its reasons"),
                            ("draw", "Drawn by lot among those who finish"),
                        ],
                        max_length=10,
                    ),
                ),
                ("places", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("spec", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("challenge", "position"), name="prizeline_position"),
                    models.CheckConstraint(condition=models.Q(("places__gte", 1)), name="prizeline_places"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "challenge",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="gamify.challenge",
                    ),
                ),
                ("scope", models.CharField(max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("agreed", "Agreed"),
                            ("refused", "Refused"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500)),
                ("asked_at", models.DateTimeField()),
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
                "indexes": [models.Index(fields=["scope", "state"], name="consent_of_scope")],
                "constraints": [models.UniqueConstraint(fields=("challenge", "scope"), name="consent_once")],
            },
        ),
        migrations.CreateModel(
            name="Audience",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "challenge",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="audience",
                        to="gamify.challenge",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "arm",
                    models.CharField(
                        blank=True, choices=[("shown", "Can see it"), ("holdout", "Does not see it")], max_length=10
                    ),
                ),
                ("reached_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "audiences",
                "indexes": [
                    models.Index(
                        condition=models.Q(("arm", "holdout")), fields=["user", "challenge"], name="audience_held_out"
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("challenge", "user"), name="audience_once")],
            },
        ),
        migrations.CreateModel(
            name="ChallengeTeam",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "challenge",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="teams",
                        to="gamify.challenge",
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                (
                    "captain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("members", models.PositiveSmallIntegerField(default=0)),
                ("most_members", models.PositiveSmallIntegerField()),
                ("score", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveSmallIntegerField(default=0)),
                ("reached_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["challenge", "-score", "reached_at", "id"], name="challengeteam_order")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("challenge", "name"), name="challengeteam_name"),
                    models.CheckConstraint(
                        condition=models.Q(("members__lte", models.F("most_members"))),
                        name="challengeteam_never_overfull",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "challenge",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entrants",
                        to="gamify.challenge",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="challenges",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roster",
                        to="gamify.challengeteam",
                    ),
                ),
                ("score", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveSmallIntegerField(default=0)),
                ("reached_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("place", models.PositiveIntegerField(blank=True, null=True)),
                ("story", models.CharField(blank=True, max_length=500)),
                ("story_hidden", models.BooleanField(default=False)),
                (
                    "story_image",
                    models.ImageField(
                        blank=True, height_field="story_height", upload_to="challenges/", width_field="story_width"
                    ),
                ),
                ("story_width", models.PositiveIntegerField(default=0)),
                ("story_height", models.PositiveIntegerField(default=0)),
                ("story_alt", models.CharField(blank=True, max_length=300)),
                ("entered_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["user", "-id"], name="entrant_of_user"),
                    models.Index(fields=["challenge", "-score", "reached_at", "id"], name="entrant_order"),
                ],
                "constraints": [models.UniqueConstraint(fields=("challenge", "user"), name="entrant_once")],
            },
        ),
        migrations.CreateModel(
            name="EntrantProgress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "entrant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="progress",
                        to="gamify.entrant",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="gamify.challengetask",
                    ),
                ),
                ("units", models.PositiveIntegerField(default=0)),
                ("reached_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "entrant progress",
                "constraints": [models.UniqueConstraint(fields=("entrant", "task"), name="entrantprogress_once")],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "entrant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="gamify.entrant",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="gamify.challengetask",
                    ),
                ),
                ("attempt", models.PositiveSmallIntegerField(default=1)),
                ("text", models.TextField(blank=True)),
                ("link", models.CharField(blank=True, max_length=500)),
                (
                    "image",
                    models.ImageField(blank=True, height_field="height", upload_to="challenges/", width_field="width"),
                ),
                ("width", models.PositiveIntegerField(default=0)),
                ("height", models.PositiveIntegerField(default=0)),
                ("alt", models.CharField(blank=True, max_length=300)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("submitted_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                ("retry_until", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["due_at"], name="submission_waiting")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("entrant", "task", "attempt"), name="submission_attempt"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "refused"), _negated=True),
                        fields=("entrant", "task"),
                        name="submission_one_that_stands",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("attempt__gte", 1), ("attempt__lte", 2)), name="submission_two_attempts"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "challenge",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="gamify.challenge",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gamify.challengetask",
                    ),
                ),
                (
                    "entrant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="gamify.entrant",
                    ),
                ),
                ("units", models.SmallIntegerField()),
                ("item", models.CharField(blank=True, max_length=40)),
                ("activity_id", models.BigIntegerField(null=True)),
                ("cause_id", models.BigIntegerField(null=True)),
                (
                    "submission",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mark",
                        to="gamify.submission",
                    ),
                ),
                ("day", models.DateField()),
                ("happened_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["entrant", "id"], name="mark_of_entrant")],
                "constraints": [
                    models.UniqueConstraint(fields=("challenge", "activity_id", "task"), name="mark_once"),
                    models.CheckConstraint(condition=models.Q(("units__in", [1, -1])), name="mark_moves_one"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("activity_id", None), ("submission__gt", 0)),
                            models.Q(("activity_id__gt", 0), ("submission", None)),
                            _connector="OR",
                        ),
                        name="mark_has_one_cause",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="accounts", to="gamify.currency"
                    ),
                ),
                ("available", models.BigIntegerField(default=0)),
                ("held", models.BigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "account of points",
                "verbose_name_plural": "accounts of points",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "currency"), name="account_once"),
                    models.CheckConstraint(condition=models.Q(("held__gte", 0)), name="account_held_not_negative"),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="gamify.account",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("earn", "Earn"),
                            ("spend", "Spend"),
                            ("release", "Release"),
                            ("reverse", "Reverse"),
                            ("transfer", "Transfer"),
                            ("expire", "Expire"),
                        ],
                        max_length=10,
                    ),
                ),
                ("amount", models.BigIntegerField()),
                (
                    "activity",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="gamify.activity",
                    ),
                ),
                ("source", models.CharField(max_length=70)),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="gamify.ledgerentry",
                    ),
                ),
                ("scope", models.CharField(blank=True, max_length=60)),
                ("earned_at", models.DateTimeField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "ledger entry",
                "verbose_name_plural": "ledger entries",
                "indexes": [models.Index(fields=["account", "-id"], name="entry_of_account")],
                "constraints": [
                    models.UniqueConstraint(fields=("activity", "source", "account"), name="entry_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="entry_moves_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cutoff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cutoffs",
                        to="gamify.currency",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("earned_before", models.DateTimeField()),
                ("announced_at", models.DateTimeField()),
                ("warned_to", models.BigIntegerField(default=0)),
                ("warned_at", models.DateTimeField(blank=True, null=True)),
                ("lapsed_to", models.BigIntegerField(default=0)),
                ("lapsed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "moment at which points lapse",
                "verbose_name_plural": "moments at which points lapse",
                "constraints": [
                    models.UniqueConstraint(fields=("currency", "at"), name="cutoff_once"),
                    models.CheckConstraint(
                        condition=models.Q(("announced_at__lt", models.F("at")), ("earned_before__lt", models.F("at"))),
                        name="cutoff_announced_before",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lapsed_at", None), ("warned_at__isnull", False), _connector="OR"),
                        name="cutoff_warned_first",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Lapse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lapses",
                        to="gamify.account",
                    ),
                ),
                (
                    "cutoff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lapses", to="gamify.cutoff"
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lapse", to="gamify.ledgerentry"
                    ),
                ),
                ("earned", models.BigIntegerField()),
                ("used", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "lapse of points",
                "verbose_name_plural": "lapses of points",
                "constraints": [models.UniqueConstraint(fields=("account", "cutoff"), name="lapse_once")],
            },
        ),
        migrations.CreateModel(
            name="Purse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "brand",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="purses",
                        to="accounts.brand",
                    ),
                ),
                ("scope", models.CharField(blank=True, max_length=60)),
                (
                    "currency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="purses", to="gamify.currency"
                    ),
                ),
                ("available", models.BigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "purse",
                "verbose_name_plural": "purses",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("brand", None), _negated=True),
                        fields=("brand", "currency"),
                        name="purse_of_brand",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("scope", ""), _negated=True),
                        fields=("scope", "currency"),
                        name="purse_of_scope",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("brand", None), ("scope__gt", "")),
                            models.Q(("brand__gt", 0), ("scope", "")),
                            _connector="OR",
                        ),
                        name="purse_one",
                    ),
                    models.CheckConstraint(condition=models.Q(("available__gte", 0)), name="purse_not_negative"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PurseEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purse",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="gamify.purse",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("grant", "Grant"), ("withdraw", "Withdraw"), ("escrow", "Escrow"), ("back", "Back")],
                        max_length=10,
                    ),
                ),
                ("amount", models.BigIntegerField()),
                ("key", models.CharField(max_length=80, unique=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "purse entry",
                "verbose_name_plural": "purse entries",
                "indexes": [models.Index(fields=["purse", "-id"], name="purseentry_of_purse")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="purseentry_moves_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PurseRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purse",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="gamify.purse"
                    ),
                ),
                ("amount", models.BigIntegerField()),
                ("note", models.CharField(max_length=200)),
                ("key", models.CharField(max_length=60, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "Asked"), ("granted", "Granted"), ("refused", "Refused")],
                        default="asked",
                        max_length=10,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="purserequest_moves_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="purserequest_two_people",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Escrow",
            fields=[
                (
                    "challenge",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="escrow",
                        serialize=False,
                        to="gamify.challenge",
                    ),
                ),
                (
                    "purse",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="escrows", to="gamify.purse"
                    ),
                ),
                ("amount", models.BigIntegerField()),
                ("paid", models.BigIntegerField(default=0)),
                ("returned", models.BigIntegerField(default=0)),
                ("placed_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "escrow",
                "verbose_name_plural": "escrows",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0), ("paid__gte", 0), ("returned__gte", 0)),
                        name="escrow_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "amount__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("paid"), "+", models.F("returned")
                                ),
                            )
                        ),
                        name="escrow_within_amount",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pick",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "line",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="picks",
                        to="gamify.prizeline",
                    ),
                ),
                (
                    "entrant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="picks", to="gamify.entrant"
                    ),
                ),
                ("place", models.PositiveIntegerField()),
                ("words", models.CharField(max_length=500)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["place"],
                "constraints": [
                    models.UniqueConstraint(fields=("line", "place"), name="pick_place"),
                    models.UniqueConstraint(fields=("line", "entrant"), name="pick_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChallengeResult",
            fields=[
                (
                    "challenge",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="result",
                        serialize=False,
                        to="gamify.challenge",
                    ),
                ),
                ("document", models.JSONField()),
                ("inputs_hash", models.CharField(max_length=64)),
                ("frozen_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Prize",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=80, unique=True)),
                (
                    "challenge",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prizes",
                        to="gamify.challenge",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prizes",
                        to="gamify.prizeline",
                    ),
                ),
                (
                    "entrant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="prizes", to="gamify.entrant"
                    ),
                ),
                ("place", models.PositiveIntegerField()),
                ("amount", models.BigIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[("due", "On its way"), ("given", "Given"), ("void", "Called off")],
                        default="due",
                        max_length=10,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500)),
                (
                    "entry",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prize",
                        to="gamify.ledgerentry",
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("given_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "prize",
                "verbose_name_plural": "prizes",
                "indexes": [models.Index(fields=["challenge", "state", "id"], name="prize_due")],
                "constraints": [
                    models.UniqueConstraint(fields=("line", "entrant"), name="prize_once"),
                    models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="prize_not_negative"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("entry", None), models.Q(("amount__gt", 0), ("state", "given")), _connector="OR"
                        ),
                        name="prize_entered_when_given",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="gamify.account"
                    ),
                ),
                ("key", models.CharField(max_length=80, unique=True)),
                ("amount", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("held", "Set aside"),
                            ("spent", "Spent"),
                            ("released", "Came back unspent"),
                            ("returned", "Given back"),
                        ],
                        default="held",
                        max_length=10,
                    ),
                ),
                (
                    "spend",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hold",
                        to="gamify.ledgerentry",
                    ),
                ),
                ("placed_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "hold of points",
                "verbose_name_plural": "holds of points",
                "indexes": [models.Index(condition=models.Q(("state", "held")), fields=["account"], name="hold_open")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="hold_of_something"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("spend", None), ("state__in", ("held", "released"))),
                            models.Q(("spend__isnull", False), ("state__in", ("spent", "returned"))),
                            _connector="OR",
                        ),
                        name="hold_spent_by_an_entry",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Leaderboard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scope", models.CharField(max_length=60)),
                ("cycle", models.CharField(choices=[("week", "This week"), ("ever", "All time")], max_length=5)),
                ("currency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="gamify.currency")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("scope", "cycle", "currency"), name="leaderboard_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "leaderboard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="periods", to="gamify.leaderboard"
                    ),
                ),
                ("key", models.CharField(blank=True, max_length=10)),
                ("starts_at", models.DateTimeField(null=True)),
                ("ends_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("leaderboard", "key"), name="period_once")],
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "user", "period", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standings",
                        to="gamify.period",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("score", models.BigIntegerField()),
                ("reached_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["period", "-score", "reached_at", "user"], name="standing_order")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("score__gte", 0)), name="standing_not_negative")
                ],
            },
        ),
        migrations.CreateModel(
            name="RankBucket",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "period", "depth", "bucket", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="buckets",
                        to="gamify.period",
                    ),
                ),
                ("depth", models.PositiveSmallIntegerField()),
                ("bucket", models.BigIntegerField()),
                ("standings", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Level",
            fields=[
                ("number", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("threshold", models.PositiveBigIntegerField(unique=True)),
                ("names", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "level",
                "verbose_name_plural": "levels",
            },
        ),
        migrations.CreateModel(
            name="Player",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="player",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("level", models.PositiveIntegerField(default=1)),
                ("sequence", models.BigIntegerField(default=0)),
                ("seen_sequence", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "user", "subject", "period", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="progress",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("subject", models.CharField(max_length=60)),
                ("period", models.CharField(blank=True, max_length=60)),
                ("value", models.BigIntegerField(default=0)),
                ("last_at", models.DateTimeField(null=True)),
                ("completed_at", models.DateTimeField(null=True)),
                (
                    "settled_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gamify.activity",
                    ),
                ),
                ("version", models.PositiveIntegerField(null=True)),
            ],
            options={
                "verbose_name_plural": "progress",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("value__gte", 0)), name="progress_not_negative")
                ],
            },
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=40)),
                ("version", models.PositiveIntegerField(default=1)),
                ("verb", models.CharField(max_length=20)),
                ("when", models.JSONField(blank=True, default=dict)),
                ("condition", models.TextField(blank=True)),
                ("effects", models.JSONField(default=list)),
                ("names", models.JSONField(default=dict)),
                ("descriptions", models.JSONField(blank=True, default=dict)),
                ("position", models.PositiveIntegerField(default=0)),
                ("published_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                ("cap_times", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "cap_cycle",
                    models.CharField(
                        choices=[("day", "a day"), ("week", "a week"), ("ever", "in all")], default="day", max_length=5
                    ),
                ),
                ("cooldown_seconds", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "rule",
                "verbose_name_plural": "rules",
                "constraints": [
                    models.UniqueConstraint(fields=("key", "version"), name="rule_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None)), fields=("key",), name="rule_one_in_force"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Quest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=40)),
                ("version", models.PositiveIntegerField(default=1)),
                ("effects", models.JSONField(default=list)),
                ("names", models.JSONField(default=dict)),
                ("descriptions", models.JSONField(blank=True, default=dict)),
                ("position", models.PositiveIntegerField(default=0)),
                ("published_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                ("steps", models.JSONField()),
                ("after", models.JSONField(blank=True, default=list)),
                ("badge", models.SlugField(blank=True, max_length=40)),
            ],
            options={
                "verbose_name": "quest",
                "verbose_name_plural": "quests",
                "constraints": [
                    models.UniqueConstraint(fields=("key", "version"), name="quest_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None)), fields=("key",), name="quest_one_in_force"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=40)),
                ("version", models.PositiveIntegerField(default=1)),
                ("verb", models.CharField(max_length=20)),
                ("when", models.JSONField(blank=True, default=dict)),
                ("condition", models.TextField(blank=True)),
                ("effects", models.JSONField(default=list)),
                ("names", models.JSONField(default=dict)),
                ("descriptions", models.JSONField(blank=True, default=dict)),
                ("position", models.PositiveIntegerField(default=0)),
                ("published_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                ("metric", models.CharField(max_length=40)),
                ("goal", models.PositiveIntegerField()),
                (
                    "cycle",
                    models.CharField(choices=[("day", "Today"), ("week", "This week"), ("once", "Once")], max_length=5),
                ),
                ("action", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "verbose_name": "task",
                "verbose_name_plural": "tasks",
                "constraints": [
                    models.UniqueConstraint(fields=("key", "version"), name="task_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None)), fields=("key",), name="task_one_in_force"
                    ),
                    models.CheckConstraint(condition=models.Q(("goal__gte", 1)), name="task_goal_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeagueCohort",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("division", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("size", models.PositiveSmallIntegerField(default=0)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "period",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cohorts",
                        to="gamify.period",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("settled_at", None)), fields=["period"], name="cohort_open")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("period", "division", "number"), name="cohort_once"),
                    models.CheckConstraint(condition=models.Q(("size__lte", 20)), name="cohort_not_crowded"),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeagueSeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveSmallIntegerField(null=True)),
                ("score", models.BigIntegerField(null=True)),
                ("reached_at", models.DateTimeField(null=True)),
                ("next_division", models.PositiveSmallIntegerField(null=True)),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seats",
                        to="gamify.leaguecohort",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seats",
                        to="gamify.period",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="league_seats",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("next_division", None)), fields=["user"], name="league_seat_open")
                ],
                "constraints": [models.UniqueConstraint(fields=("user", "period"), name="league_seat_once")],
            },
        ),
        migrations.CreateModel(
            name="Season",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=7, unique=True)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("counted_until", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("told_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("told_at", None)), fields=["ends_at"], name="season_untold")
                ],
            },
        ),
        migrations.CreateModel(
            name="SeasonStanding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("points", models.PositiveIntegerField()),
                ("weeks", models.PositiveSmallIntegerField()),
                ("reached_at", models.DateTimeField()),
                ("rank", models.PositiveIntegerField(null=True)),
                (
                    "season",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standings",
                        to="gamify.season",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="season_standings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["season", "rank"], name="season_standing_order")],
                "constraints": [models.UniqueConstraint(fields=("user", "season"), name="season_standing_once")],
            },
        ),
        migrations.CreateModel(
            name="HeldTier",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="held_tier",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("tier", models.SlugField(blank=True, max_length=40)),
                ("enter", models.PositiveIntegerField(default=0)),
                ("since", models.DateTimeField(null=True)),
                ("falls_at", models.DateTimeField(null=True)),
                ("told_at", models.DateTimeField(null=True)),
                ("review_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("tier", ""), _negated=True), ("falls_at", None), _connector="OR"),
                        name="held_tier_can_fall",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tier",
            fields=[
                ("key", models.SlugField(max_length=40, primary_key=True, serialize=False)),
                ("enter", models.PositiveIntegerField(unique=True)),
                ("keep", models.PositiveIntegerField()),
                ("names", models.JSONField(default=dict)),
                ("icon", models.CharField(max_length=40)),
                ("mood", models.CharField(blank=True, max_length=12)),
                ("benefits", models.JSONField(blank=True, default=list)),
            ],
            options={
                "verbose_name": "tier",
                "verbose_name_plural": "tiers",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("keep__gte", 1), ("keep__lt", models.F("enter"))),
                        name="tier_is_kept_with_less",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TierStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("rose", "Risen"),
                            ("warned", "Warned"),
                            ("kept", "Kept"),
                            ("fell", "Fallen"),
                            ("moved", "Moved by a new edition"),
                        ],
                        max_length=10,
                    ),
                ),
                ("before", models.SlugField(blank=True, max_length=40)),
                ("after", models.SlugField(blank=True, max_length=40)),
                ("gained", models.IntegerField()),
                ("falls_at", models.DateTimeField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tier_steps",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a tier",
                "verbose_name_plural": "steps of tiers",
                "indexes": [models.Index(fields=["user", "-id"], name="tierstep_of_member")],
            },
        ),
    ]
