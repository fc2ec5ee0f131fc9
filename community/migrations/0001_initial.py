import django.db.models.deletion
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
            name="Step",
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
                "constraints": [models.UniqueConstraint(fields=("kind", "row_id", "seq"), name="communitystep_once")],
            },
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=40, unique=True)),
                ("names", models.JSONField(default=dict)),
                ("taglines", models.JSONField(blank=True, default=dict)),
                ("abouts", models.JSONField(blank=True, default=dict)),
                ("icon", models.CharField(default="users-round", max_length=40)),
                ("mood", models.CharField(default="warmth", max_length=12)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Public: everybody may read"),
                            ("listed", "Listed: everybody may find it, members may read"),
                            ("secret", "Secret: only members know of it"),
                        ],
                        default="public",
                        max_length=10,
                    ),
                ),
                (
                    "join_policy",
                    models.CharField(
                        choices=[
                            ("open", "Anybody may join"),
                            ("request", "Join by request"),
                            ("invite", "By invitation only"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("join_question", models.CharField(blank=True, max_length=200)),
                ("member_count", models.PositiveIntegerField(default=0)),
                ("post_count", models.PositiveIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                ("automod_count", models.PositiveSmallIntegerField(default=0)),
                ("raid_until", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "group",
                "verbose_name_plural": "groups",
            },
        ),
        migrations.CreateModel(
            name="GroupRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rules", to="community.group"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("titles", models.JSONField(default=dict)),
                ("bodies", models.JSONField(blank=True, default=dict)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None)),
                        fields=("group", "number"),
                        name="grouprule_number_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="posts", to="community.group"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="posts", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "brand",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="accounts.brand",
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("note", "Note"),
                            ("story", "Story"),
                            ("milestone", "Milestone"),
                            ("question", "Question"),
                            ("review", "Review"),
                        ],
                        default="note",
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120)),
                ("body", models.TextField()),
                ("html", models.TextField()),
                ("language", models.CharField(blank=True, max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("published", "Published"),
                            ("held", "Waits for a moderator"),
                            ("removed", "Removed by a moderator"),
                            ("deleted", "Deleted by its author"),
                        ],
                        default="published",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("comment_count", models.PositiveIntegerField(default=0)),
                ("reaction_count", models.PositiveIntegerField(default=0)),
                ("reactions", models.JSONField(default=dict)),
                ("hot", models.FloatField(default=0)),
                ("pinned_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("held_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "post",
                "verbose_name_plural": "posts",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "published")),
                        fields=["group", "-created_at", "-id"],
                        name="post_group_feed",
                    ),
                    models.Index(
                        condition=models.Q(("state", "published")), fields=["-created_at", "-id"], name="post_latest"
                    ),
                    models.Index(condition=models.Q(("state", "published")), fields=["-hot", "-id"], name="post_hot"),
                    models.Index(fields=["author", "-created_at", "-id"], name="post_of_author"),
                    models.Index(
                        condition=models.Q(("pinned_at__isnull", False)), fields=["group"], name="post_pinned"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("author", "key"), name="post_written_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("state", "held"), _negated=True),
                                ("held_at__isnull", False),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("state", "published"), _negated=True),
                                ("held_at__isnull", True),
                                _connector="OR",
                            ),
                        ),
                        name="post_held_or_out",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostEmotion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="emotions", to="community.post"
                    ),
                ),
                ("emotion", models.CharField(max_length=12)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="community.group"
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["emotion", "-created_at", "-post"], name="postemotion_feed"),
                    models.Index(fields=["group", "created_at"], name="postemotion_mood"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("post", "emotion"), name="postemotion_once"),
                    models.UniqueConstraint(fields=("post", "position"), name="postemotion_position_once"),
                    models.CheckConstraint(condition=models.Q(("position__lte", 1)), name="postemotion_two_at_most"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostImage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="images",
                        to="community.post",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("file", models.FileField(upload_to="posts/%Y/%m/")),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("alt", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("post", "position"), name="postimage_position_once"),
                    models.CheckConstraint(condition=models.Q(("position__lte", 3)), name="postimage_four_at_most"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeelingAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("emotion", models.CharField(max_length=12)),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("accepted", "Suggested and chosen"),
                            ("dismissed", "Suggested and sent away"),
                            ("author", "Chosen without being suggested"),
                        ],
                        max_length=10,
                    ),
                ),
                ("model_id", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feeling_answers",
                        to="community.post",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("post", "emotion"), name="feelinganswer_once")],
            },
        ),
        migrations.CreateModel(
            name="PostRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="revisions", to="community.post"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(blank=True, max_length=120)),
                ("body", models.TextField()),
                ("emotions", models.JSONField(default=list)),
                (
                    "editor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("replaced_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("post", "number"), name="postrevision_once")],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="community.group",
                    ),
                ),
                (
                    "brand",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="accounts.brand",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120)),
                ("problem", models.TextField(blank=True)),
                ("audience", models.TextField(blank=True)),
                ("sketch", models.TextField(blank=True)),
                ("change", models.TextField(blank=True)),
                ("htmls", models.JSONField(blank=True, default=dict)),
                ("language", models.CharField(blank=True, max_length=10)),
                ("version", models.PositiveIntegerField(default=1)),
                ("edition", models.PositiveIntegerField(default=1)),
                ("frozen_at", models.DateTimeField(blank=True, null=True)),
                ("target", models.PositiveIntegerField(default=0)),
                ("rungs", models.JSONField(blank=True, default=list)),
                ("rung", models.PositiveSmallIntegerField(default=0)),
                ("next_need", models.PositiveIntegerField(default=0)),
                ("next_by", models.DateTimeField(blank=True, null=True)),
                ("supporters", models.PositiveIntegerField(default=0)),
                ("provisional", models.PositiveIntegerField(default=0)),
                ("asked", models.PositiveIntegerField(default=0)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("reached_at", models.DateTimeField(blank=True, null=True)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("overdue_told_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("updated_at", models.DateTimeField(blank=True, null=True)),
                ("stale_told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absorbed",
                        to="community.proposal",
                    ),
                ),
                ("merged_at", models.DateTimeField(blank=True, null=True)),
                ("revived", models.PositiveSmallIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("launched_as", models.CharField(blank=True, max_length=60)),
                ("launched_url", models.CharField(blank=True, max_length=200)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "next_by"], name="proposal_rungs_due"),
                    models.Index(fields=["state", "due_at"], name="proposal_answers_due"),
                    models.Index(fields=["group", "state", "-id"], name="proposal_of_group"),
                    models.Index(fields=["brand", "state", "-id"], name="proposal_of_brand"),
                    models.Index(fields=["state", "-supporters", "-id"], name="proposal_by_support"),
                    models.Index(fields=["author", "-id"], name="proposal_of_author"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("revived__lte", 1)), name="proposal_revived_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "merged"), _negated=True),
                            models.Q(
                                ("merged_into__isnull", False), models.Q(("merged_into", models.F("id")), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="proposal_merged_into_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposalVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "proposal",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="community.proposal",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("texts", models.JSONField()),
                ("htmls", models.JSONField(default=dict)),
                ("changes", models.CharField(blank=True, max_length=500)),
                ("is_material", models.BooleanField(default=False)),
                ("hash", models.CharField(max_length=64)),
                (
                    "by",
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
                "constraints": [models.UniqueConstraint(fields=("proposal", "number"), name="proposalversion_once")],
            },
        ),
        migrations.CreateModel(
            name="Authorship",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "proposal",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="authorships",
                        to="community.proposal",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authorships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("invited", "Asked"),
                            ("accepted", "Agreed"),
                            ("declined", "Said no"),
                            ("left", "Left"),
                        ],
                        default="invited",
                        max_length=10,
                    ),
                ),
                ("terms", models.CharField(blank=True, max_length=20)),
                ("agrees_to_withdraw", models.BooleanField(default=False)),
                ("invited_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["user", "state", "-id"], name="authorship_of_user")],
                "constraints": [models.UniqueConstraint(fields=("proposal", "user"), name="authorship_once")],
            },
        ),
        migrations.CreateModel(
            name="ProposalPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pictures", to="community.proposal"
                    ),
                ),
                ("file", models.FileField(upload_to="proposals/%Y/%m/")),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("alt", models.CharField(blank=True, max_length=300)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("proposal", "position"), name="proposalpicture_position_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Amendment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "proposal",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="community.proposal",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("texts", models.JSONField(default=dict)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("base", models.PositiveIntegerField()),
                ("terms", models.CharField(blank=True, max_length=20)),
                ("answer", models.CharField(blank=True, max_length=500)),
                ("version", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "promoted",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promoted_from",
                        to="community.proposal",
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["proposal", "state", "-id"], name="amendment_of_proposal")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True), ("version__isnull", False), _connector="OR"
                        ),
                        name="amendment_accepted_has_a_version",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BrandAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                (
                    "proposal",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="community.proposal",
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("accepted", "We will make it"),
                            ("declined", "We will not make it"),
                            ("needs_work", "It needs work first"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reasons", models.TextField()),
                ("html", models.TextField()),
                ("cost_minor", models.BigIntegerField(blank=True, null=True)),
                ("currency", models.CharField(default="CNY", max_length=3)),
                ("cost_note", models.CharField(blank=True, max_length=300)),
                (
                    "feasibility",
                    models.CharField(
                        choices=[
                            ("ready", "We can make it as it is"),
                            ("effort", "It takes effort"),
                            ("unclear", "We do not know yet"),
                            ("not_now", "Not with what we have"),
                        ],
                        max_length=10,
                    ),
                ),
                ("feasibility_note", models.CharField(blank=True, max_length=500)),
                ("due_at", models.DateTimeField()),
                ("reveals_at", models.DateTimeField()),
                ("revealed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("prepared_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["proposal", "-id"], name="brandanswer_of_proposal"),
                    models.Index(
                        condition=models.Q(("state", "prepared")), fields=["reveals_at"], name="brandanswer_due"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "prepared")),
                        fields=("proposal",),
                        name="brandanswer_one_prepared_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revealed_at__isnull", False), ("state", "revealed")),
                            models.Q(models.Q(("state", "revealed"), _negated=True), ("revealed_at", None)),
                            _connector="OR",
                        ),
                        name="brandanswer_revealed_has_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cost_minor", None), ("cost_minor__gte", 0), _connector="OR"),
                        name="brandanswer_cost",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MakingUpdate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "proposal",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="news",
                        to="community.proposal",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("news", "News"), ("prototype", "Prototype")], default="news", max_length=10
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("body", models.TextField()),
                ("html", models.TextField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["proposal", "-id"], name="makingupdate_of_proposal")],
            },
        ),
        migrations.CreateModel(
            name="MakingPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "update",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="community.makingupdate",
                    ),
                ),
                ("file", models.FileField(upload_to="making/%Y/%m/")),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("alt", models.CharField(max_length=300)),
                ("position", models.PositiveSmallIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("update", "position"), name="makingpicture_position_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="TestRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "proposal",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tests",
                        to="community.proposal",
                    ),
                ),
                (
                    "prototype",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tests", to="community.makingupdate"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("places", models.PositiveSmallIntegerField()),
                ("questions", models.JSONField(default=list)),
                ("seed", models.CharField(editable=False, max_length=64)),
                ("seed_hash", models.CharField(max_length=64)),
                ("draws_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["state", "draws_at"], name="testround_due")],
                "constraints": [
                    models.UniqueConstraint(fields=("proposal", "number"), name="testround_number_once"),
                    models.CheckConstraint(condition=models.Q(("places__gte", 1)), name="testround_has_places"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["open", "drawn"])),
                        fields=("proposal",),
                        name="testround_one_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tester",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "round",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="testers",
                        to="community.testround",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tests", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("place", models.PositiveIntegerField(blank=True, null=True)),
                ("is_drawn", models.BooleanField(default=False)),
                ("answers", models.JSONField(blank=True, default=dict)),
                ("wished_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("round", "user"), name="tester_once"),
                    models.UniqueConstraint(fields=("round", "place"), name="tester_place_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="community.post"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="community.comment",
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("path", models.CharField(blank=True, max_length=64)),
                ("depth", models.PositiveSmallIntegerField(default=0)),
                ("body", models.TextField()),
                ("html", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("published", "Published"),
                            ("held", "Waits for a moderator"),
                            ("removed", "Removed by a moderator"),
                            ("deleted", "Deleted by its author"),
                        ],
                        default="published",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("reaction_count", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("held_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "indexes": [models.Index(fields=["post", "path", "id"], name="comment_tree")],
                "constraints": [
                    models.UniqueConstraint(fields=("author", "key"), name="comment_written_once"),
                    models.CheckConstraint(condition=models.Q(("depth__lte", 4)), name="comment_depth"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("state", "held"), _negated=True),
                                ("held_at__isnull", False),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("state", "published"), _negated=True),
                                ("held_at__isnull", True),
                                _connector="OR",
                            ),
                        ),
                        name="comment_held_or_out",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Support",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "proposal",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supports",
                        to="community.proposal",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("counted", "Counts"),
                            ("provisional", "Counts as soon as you have been here a little"),
                            ("asked", "Asked again, because the proposal has changed"),
                            ("withdrawn", "Taken back"),
                            ("returned", "Came back when it closed"),
                            ("moved", "Moved to the proposal it was merged into"),
                            ("struck", "Found not to be valid"),
                        ],
                        max_length=12,
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                (
                    "came_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="community.proposal",
                    ),
                ),
                ("before", models.CharField(blank=True, max_length=12)),
                ("struck_from", models.CharField(blank=True, max_length=12)),
                ("since", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["user", "state", "-id"], name="support_of_user"),
                    models.Index(fields=["proposal", "state", "-id"], name="support_of_proposal"),
                    models.Index(
                        condition=models.Q(("state", "provisional")),
                        fields=["changed_at", "id"],
                        name="support_provisional",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("proposal", "user"), name="support_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state", "struck"), ("struck_from", ""), _connector="XOR"),
                        name="support_struck_knows_from_where",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Argument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "proposal",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="arguments",
                        to="community.proposal",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("side", models.CharField(choices=[("for", "For"), ("against", "Against")], max_length=8)),
                ("body", models.CharField(max_length=600)),
                ("version", models.PositiveIntegerField()),
                ("agree", models.PositiveIntegerField(default=0)),
                ("disagree", models.PositiveIntegerField(default=0)),
                ("unsure", models.PositiveIntegerField(default=0)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["proposal", "side", "-agree", "-id"], name="argument_best")],
                "constraints": [models.UniqueConstraint(fields=("author", "key"), name="argument_written_once")],
            },
        ),
        migrations.CreateModel(
            name="Stance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "argument",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stances",
                        to="community.argument",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("agree", "Agree"), ("disagree", "Disagree"), ("unsure", "Not sure")], max_length=10
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("argument", "user"), name="stance_once")],
            },
        ),
        migrations.CreateModel(
            name="VoteRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="community.group",
                    ),
                ),
                (
                    "brand",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="accounts.brand",
                    ),
                ),
                ("names", models.JSONField(default=dict)),
                ("abouts", models.JSONField(blank=True, default=dict)),
                ("method", models.CharField(max_length=20)),
                ("per_voter", models.PositiveIntegerField(default=1)),
                ("seats", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("budget_minor", models.BigIntegerField(blank=True, null=True)),
                ("currency", models.CharField(default="CNY", max_length=3)),
                ("completion", models.CharField(blank=True, max_length=20)),
                ("is_verified", models.BooleanField(default=False)),
                ("seed", models.CharField(blank=True, max_length=64)),
                ("voters", models.PositiveIntegerField(default=0)),
                ("rules", models.JSONField(blank=True, null=True)),
                ("rules_hash", models.CharField(blank=True, max_length=64)),
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
                "indexes": [models.Index(fields=["state", "closes_at"], name="voteround_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes_at", None), ("closes_at__gt", models.F("opens_at")), _connector="OR"
                        ),
                        name="voteround_window",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "void"]),
                            models.Q(("rules_hash", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="voteround_rules_are_frozen",
                    ),
                    models.CheckConstraint(condition=models.Q(("per_voter__gte", 1)), name="voteround_per_voter"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Allowance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "round",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="allowances",
                        to="community.voteround",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("ballot", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                ("budget", models.PositiveIntegerField()),
                ("spent", models.PositiveIntegerField(default=0)),
                ("struck_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("round", "user"), name="allowance_once"),
                    models.CheckConstraint(
                        condition=models.Q(("spent__lte", models.F("budget"))), name="allowance_never_overspent"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("struck_at", None), ("spent", 0), _connector="OR"),
                        name="allowance_struck_spends_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meetup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meetups",
                        to="community.group",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("title", models.CharField(max_length=120)),
                ("body", models.TextField(blank=True)),
                ("html", models.TextField(blank=True)),
                ("language", models.CharField(blank=True, max_length=10)),
                ("venue", models.CharField(blank=True, max_length=200)),
                ("link", models.CharField(blank=True, max_length=500)),
                ("begins_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("places", models.PositiveIntegerField(blank=True, null=True)),
                ("coming", models.PositiveIntegerField(default=0)),
                ("edition", models.PositiveIntegerField(default=1)),
                ("reminds_at", models.DateTimeField(blank=True, null=True)),
                ("called_off_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "meetup",
                "verbose_name_plural": "meetups",
                "indexes": [
                    models.Index(fields=["group", "begins_at", "id"], name="meetup_of_group"),
                    models.Index(
                        condition=models.Q(("reminds_at__isnull", False)), fields=["reminds_at"], name="meetup_reminds"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("author", "key"), name="meetup_begun_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("begins_at"))), name="meetup_ends_after_it_begins"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("places", None), ("coming__lte", models.F("places")), _connector="OR"),
                        name="meetup_never_overfull",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "meetup",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="community.meetup",
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
                    "state",
                    models.CharField(
                        choices=[("coming", "Is coming"), ("waiting", "Waits for a place"), ("away", "Is not coming")],
                        max_length=8,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "presence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Nobody said"),
                            ("said", "Was there"),
                            ("own", "Was there, by their own word"),
                        ],
                        default="",
                        max_length=4,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["meetup", "state", "asked_at", "id"], name="attendance_of_meetup"),
                    models.Index(fields=["user", "state"], name="attendance_of_user"),
                ],
                "constraints": [models.UniqueConstraint(fields=("meetup", "user"), name="attendance_once")],
            },
        ),
        migrations.CreateModel(
            name="Telling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "meetup",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="community.meetup"
                    ),
                ),
                ("what", models.CharField(max_length=16)),
                ("name", models.CharField(max_length=120, unique=True)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("told_to", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cases",
                        to="community.group",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cases",
                        to="community.post",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cases",
                        to="community.comment",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cases",
                        to="community.proposal",
                    ),
                ),
                (
                    "argument",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cases",
                        to="community.argument",
                    ),
                ),
                (
                    "news",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cases",
                        to="community.makingupdate",
                    ),
                ),
                (
                    "meetup",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cases",
                        to="community.meetup",
                    ),
                ),
                (
                    "support",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="community.support",
                    ),
                ),
                (
                    "ballot",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="community.allowance",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("report", "Report"), ("approval", "Approval"), ("appeal", "Appeal")],
                        default="report",
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("kept", "Kept"),
                            ("removed", "Removed"),
                            ("upheld", "Upheld"),
                            ("overturned", "Overturned"),
                            ("settled", "Settled without a decision"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("snapshot", models.JSONField(default=dict)),
                ("report_count", models.PositiveIntegerField(default=0)),
                ("opened_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="community.grouprule",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "verbose_name": "case",
                "verbose_name_plural": "cases",
                "indexes": [
                    models.Index(fields=["group", "state", "-opened_at"], name="case_queue"),
                    models.Index(
                        condition=models.Q(("kind", "appeal"), ("state", "open")),
                        fields=["-opened_at", "-id"],
                        name="case_open_appeals",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("post",), name="case_post_open_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("comment",), name="case_comment_open_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("proposal",), name="case_proposal_open_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("argument",), name="case_argument_open_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("news",), name="case_news_open_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("meetup",), name="case_meetup_open_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("support",), name="case_support_open_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("ballot",), name="case_ballot_open_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("argument__isnull", True),
                                ("ballot__isnull", True),
                                ("comment__isnull", True),
                                ("kind", "appeal"),
                                ("meetup__isnull", True),
                                ("news__isnull", True),
                                ("post__isnull", True),
                                ("proposal__isnull", True),
                                ("support__isnull", True),
                            ),
                            models.Q(
                                ("argument__isnull", True),
                                ("ballot__isnull", True),
                                ("comment__isnull", True),
                                ("kind__in", ("report", "approval")),
                                ("meetup__isnull", True),
                                ("news__isnull", True),
                                ("post__isnull", False),
                                ("proposal__isnull", True),
                                ("support__isnull", True),
                            ),
                            models.Q(
                                ("argument__isnull", True),
                                ("ballot__isnull", True),
                                ("comment__isnull", False),
                                ("kind__in", ("report", "approval")),
                                ("meetup__isnull", True),
                                ("news__isnull", True),
                                ("post__isnull", True),
                                ("proposal__isnull", True),
                                ("support__isnull", True),
                            ),
                            models.Q(
                                ("argument__isnull", True),
                                ("ballot__isnull", True),
                                ("comment__isnull", True),
                                ("kind__in", ("report", "approval")),
                                ("meetup__isnull", True),
                                ("news__isnull", True),
                                ("post__isnull", True),
                                ("proposal__isnull", False),
                                ("support__isnull", True),
                            ),
                            models.Q(
                                ("argument__isnull", False),
                                ("ballot__isnull", True),
                                ("comment__isnull", True),
                                ("kind__in", ("report", "approval")),
                                ("meetup__isnull", True),
                                ("news__isnull", True),
                                ("post__isnull", True),
                                ("proposal__isnull", True),
                                ("support__isnull", True),
                            ),
                            models.Q(
                                ("argument__isnull", True),
                                ("ballot__isnull", True),
                                ("comment__isnull", True),
                                ("kind__in", ("report", "approval")),
                                ("meetup__isnull", True),
                                ("news__isnull", False),
                                ("post__isnull", True),
                                ("proposal__isnull", True),
                                ("support__isnull", True),
                            ),
                            models.Q(
                                ("argument__isnull", True),
                                ("ballot__isnull", True),
                                ("comment__isnull", True),
                                ("kind__in", ("report", "approval")),
                                ("meetup__isnull", False),
                                ("news__isnull", True),
                                ("post__isnull", True),
                                ("proposal__isnull", True),
                                ("support__isnull", True),
                            ),
                            models.Q(
                                ("argument__isnull", True),
                                ("ballot__isnull", True),
                                ("comment__isnull", True),
                                ("kind__in", ("report", "approval")),
                                ("meetup__isnull", True),
                                ("news__isnull", True),
                                ("post__isnull", True),
                                ("proposal__isnull", True),
                                ("support__isnull", False),
                            ),
                            models.Q(
                                ("argument__isnull", True),
                                ("ballot__isnull", False),
                                ("comment__isnull", True),
                                ("kind__in", ("report", "approval")),
                                ("meetup__isnull", True),
                                ("news__isnull", True),
                                ("post__isnull", True),
                                ("proposal__isnull", True),
                                ("support__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="case_one_target",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("group__isnull", False), ("ballot__isnull", False), _connector="OR"),
                        name="case_group_or_ballot",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reports", to="community.case"
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reports", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="community.grouprule",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "reporter"), name="report_once")],
            },
        ),
        migrations.CreateModel(
            name="ModlogEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="modlog",
                        to="community.group",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("action", models.CharField(max_length=20)),
                (
                    "subject",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="community.post",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="community.comment",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="community.proposal",
                    ),
                ),
                (
                    "argument",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="community.argument",
                    ),
                ),
                (
                    "news",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="community.makingupdate",
                    ),
                ),
                (
                    "meetup",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="community.meetup",
                    ),
                ),
                (
                    "support",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="community.support",
                    ),
                ),
                (
                    "ballot",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="community.allowance",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="log",
                        to="community.case",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="community.grouprule",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("former_role", models.CharField(blank=True, max_length=10)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "modlog entry",
                "verbose_name_plural": "modlog entries",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("group__isnull", False), ("ballot__isnull", False), _connector="OR"),
                        name="modlog_group_or_ballot",
                    )
                ],
                "indexes": [models.Index(fields=["group", "-id"], name="modlog_of_group")],
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="appeal", to="community.case"
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appeal", to="community.modlogentry"
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("is_for_staff", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="AppealMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "appeal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="community.appeal"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("body", models.TextField(max_length=2000)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["appeal", "id"], name="appealmessage_thread")],
            },
        ),
        migrations.CreateModel(
            name="CreditStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="credit", to="community.proposal"
                    ),
                ),
                ("objections_until", models.DateTimeField(blank=True, null=True)),
                ("frozen_at", models.DateTimeField(blank=True, null=True)),
                ("document", models.JSONField(blank=True, null=True)),
                ("hash", models.CharField(blank=True, max_length=64)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["state", "objections_until"], name="creditstatement_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "frozen"), _negated=True),
                            models.Q(("hash", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="creditstatement_frozen_has_a_hash",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "statement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares",
                        to="community.creditstatement",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="credits", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("author", "Wrote it"),
                            ("amender", "Changed it for the better"),
                            ("merged", "Had the same idea"),
                            ("tester", "Tested it"),
                            ("other", "Helped"),
                        ],
                        max_length=10,
                    ),
                ),
                ("basis_points", models.PositiveIntegerField()),
                ("evidence", models.CharField(max_length=500)),
                ("link", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("statement", "user", "role"), name="creditshare_once"),
                    models.CheckConstraint(
                        condition=models.Q(("basis_points__lte", 10000)), name="creditshare_at_most_the_whole"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditObjection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="community.creditstatement",
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
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None)),
                        fields=("statement", "user"),
                        name="creditobjection_one_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Payout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payouts",
                        to="community.creditstatement",
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("pool_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("reason", models.CharField(max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("statement", "key"), name="payout_once"),
                    models.CheckConstraint(condition=models.Q(("pool_minor__gt", 0)), name="payout_of_something"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayoutLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "payout",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="community.payout",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("basis_points", models.PositiveIntegerField()),
                ("amount_minor", models.BigIntegerField()),
                ("remainder_minor", models.BigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("payout", "user"), name="payoutline_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gte", 0)), name="payoutline_not_below_nothing"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("intent", models.CharField(max_length=60)),
                ("payload", models.JSONField(default=dict)),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "intent"), name="draft_once")],
            },
        ),
        migrations.CreateModel(
            name="Hashtag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.CharField(max_length=40, unique=True)),
                ("text", models.CharField(max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="PostTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("term", models.CharField(max_length=24)),
                ("in_title", models.BooleanField(db_default=False)),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="terms", to="community.post"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("term", "post"), name="postterm_once")],
                "indexes": [
                    models.Index(
                        condition=models.Q(("in_title", True)), fields=["term", "post"], name="postterm_titled"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CommentTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("term", models.CharField(max_length=24)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="terms", to="community.comment"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("term", "comment"), name="commentterm_once")],
            },
        ),
        migrations.CreateModel(
            name="PostHashtag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hashtags", to="community.post"
                    ),
                ),
                (
                    "hashtag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="posts", to="community.hashtag"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["hashtag", "-post"], name="posthashtag_feed")],
                "constraints": [models.UniqueConstraint(fields=("post", "hashtag"), name="posthashtag_once")],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="community.group"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("active", "Member"),
                            ("requested", "Asked to join"),
                            ("invited", "Invited"),
                            ("left", "Left"),
                            ("denied", "Not accepted"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "Owner"), ("moderator", "Moderator"), ("member", "Member")],
                        default="member",
                        max_length=10,
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=500)),
                ("round", models.PositiveIntegerField(default=0)),
                ("joined_at", models.DateTimeField(blank=True, null=True)),
                ("muted_until", models.DateTimeField(blank=True, null=True)),
                ("banned_until", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
                "indexes": [
                    models.Index(fields=["user", "state"], name="membership_of_user"),
                    models.Index(fields=["group", "role", "state", "joined_at"], name="membership_of_group"),
                ],
                "constraints": [models.UniqueConstraint(fields=("group", "user"), name="membership_once")],
            },
        ),
        migrations.CreateModel(
            name="Reaction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reactions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="given_reactions",
                        to="community.post",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="given_reactions",
                        to="community.comment",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("felt", "Felt it"), ("hug", "A hug"), ("cheer", "Go on!"), ("thanks", "Thank you")],
                        default="felt",
                        max_length=10,
                    ),
                ),
                ("is_on", models.BooleanField(default=True)),
                ("round", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("comment", None)), fields=("user", "post"), name="reaction_post_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("post", None)), fields=("user", "comment"), name="reaction_comment_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("comment__isnull", False), ("post", None)),
                            models.Q(("comment", None), ("post__isnull", False)),
                            _connector="OR",
                        ),
                        name="reaction_one_target",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "round",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="candidates",
                        to="community.voteround",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="candidacies", to="community.proposal"
                    ),
                ),
                ("cost_minor", models.BigIntegerField(default=0)),
                ("position", models.PositiveSmallIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("round", "proposal"), name="candidate_once"),
                    models.UniqueConstraint(fields=("round", "position"), name="candidate_position_once"),
                    models.CheckConstraint(condition=models.Q(("cost_minor__gte", 0)), name="candidate_cost"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                (
                    "round",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes",
                        to="community.voteround",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="votes", to="community.candidate"
                    ),
                ),
                ("weight", models.PositiveIntegerField()),
                ("cost", models.PositiveIntegerField()),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("round", "user", "candidate"), name="vote_once"),
                    models.CheckConstraint(condition=models.Q(("weight__gte", 1)), name="vote_says_something"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "round",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="community.voteround",
                    ),
                ),
                ("seq", models.PositiveSmallIntegerField()),
                ("document", models.JSONField()),
                ("inputs_hash", models.CharField(max_length=64)),
                ("counted_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("round", "seq"), name="roundresult_once")],
            },
        ),
        migrations.CreateModel(
            name="AutomodRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="automod", to="community.group"
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("words", "Words or phrases"),
                            ("links", "Links"),
                            ("pictures", "Pictures"),
                            ("newcomer", "First texts of newcomers"),
                            ("mentions", "Many mentions"),
                            ("repeat", "The same text again"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("report", "Publish it, and put it into the queue"),
                            ("hold", "Hold it until a moderator approves it"),
                            ("refuse", "Refuse it, and say why"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="community.grouprule"
                    ),
                ),
                ("lines", models.JSONField(blank=True, default=list)),
                ("most", models.PositiveSmallIntegerField(default=0)),
                ("days", models.PositiveSmallIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={"verbose_name": "automod rule", "verbose_name_plural": "automod rules"},
        ),
        migrations.CreateModel(
            name="Flag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="flags", to="community.case"
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("words", "Words or phrases"),
                            ("links", "Links"),
                            ("pictures", "Pictures"),
                            ("newcomer", "First texts of newcomers"),
                            ("mentions", "Many mentions"),
                            ("repeat", "The same text again"),
                            ("raid", "The raid switch"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="community.grouprule",
                    ),
                ),
                ("found", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SiteRaid",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("began_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ended_by",
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
                "verbose_name": "raid of the site",
                "verbose_name_plural": "raids of the site",
                "indexes": [models.Index(fields=["-ends_at"], name="siteraid_latest")],
            },
        ),
    ]
