"""Co-creation: proposals, their supporters, answers, credit, and vote rounds. What was said and counted only grows."""

import django.db.models.deletion
import lib.public_id
from django.conf import settings
from django.db import migrations, models

from lib import seals


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_days_follow_a_zone"),
        ("community", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Allowance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ballot",
                    models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True),
                ),
                ("budget", models.PositiveIntegerField()),
                ("spent", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Amendment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                ("texts", models.JSONField(default=dict)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("base", models.PositiveIntegerField()),
                ("terms", models.CharField(blank=True, max_length=20)),
                ("answer", models.CharField(blank=True, max_length=500)),
                ("version", models.PositiveIntegerField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Argument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
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
        ),
        migrations.CreateModel(
            name="Authorship",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
        ),
        migrations.CreateModel(
            name="BrandAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
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
                ("prepared_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cost_minor", models.BigIntegerField(default=0)),
                ("position", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="CreditObjection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                ("words", models.CharField(max_length=500)),
                ("made_at", models.DateTimeField()),
                ("answer", models.CharField(blank=True, max_length=500)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="CreditShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
        ),
        migrations.CreateModel(
            name="CreditStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("objections_until", models.DateTimeField(blank=True, null=True)),
                ("frozen_at", models.DateTimeField(blank=True, null=True)),
                ("document", models.JSONField(blank=True, null=True)),
                ("hash", models.CharField(blank=True, max_length=64)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="MakingUpdate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("news", "News"), ("prototype", "Prototype")], default="news", max_length=10
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("body", models.TextField()),
                ("html", models.TextField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Payout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                ("key", models.CharField(max_length=64)),
                ("pool_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PayoutLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("basis_points", models.PositiveIntegerField()),
                ("amount_minor", models.BigIntegerField()),
                ("remainder_minor", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
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
                ("merged_at", models.DateTimeField(blank=True, null=True)),
                ("revived", models.PositiveSmallIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("launched_as", models.CharField(blank=True, max_length=60)),
                ("launched_url", models.CharField(blank=True, max_length=200)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ProposalPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                ("file", models.FileField(upload_to="proposals/%Y/%m/")),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("alt", models.CharField(blank=True, max_length=300)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="ProposalVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("texts", models.JSONField()),
                ("htmls", models.JSONField(default=dict)),
                ("changes", models.CharField(blank=True, max_length=500)),
                ("is_material", models.BooleanField(default=False)),
                ("hash", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RoundResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.PositiveSmallIntegerField()),
                ("document", models.JSONField()),
                ("inputs_hash", models.CharField(max_length=64)),
                ("counted_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Stance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("agree", "Agree"), ("disagree", "Disagree"), ("unsure", "Not sure")], max_length=10
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=10)),
                ("row_id", models.BigIntegerField()),
                ("seq", models.PositiveIntegerField()),
                ("before", models.CharField(blank=True, max_length=10)),
                ("after", models.CharField(max_length=10)),
                ("cause", models.CharField(max_length=30)),
                ("data", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Support",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        ],
                        max_length=12,
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("before", models.CharField(blank=True, max_length=12)),
                ("since", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Tester",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(blank=True, null=True)),
                ("is_drawn", models.BooleanField(default=False)),
                ("answers", models.JSONField(blank=True, default=dict)),
                ("wished_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="TestRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
                ("number", models.PositiveSmallIntegerField()),
                ("places", models.PositiveSmallIntegerField()),
                ("questions", models.JSONField(default=list)),
                ("seed", models.CharField(editable=False, max_length=64)),
                ("seed_hash", models.CharField(max_length=64)),
                ("draws_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("weight", models.PositiveIntegerField()),
                ("cost", models.PositiveIntegerField()),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="VoteRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=10)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("public_id", models.CharField(default=lib.public_id.new, editable=False, max_length=12, unique=True)),
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
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="case",
            name="case_one_target",
        ),
        migrations.AddField(
            model_name="allowance",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="amendment",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="amendments", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="argument",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="argument",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="cases",
                to="community.argument",
            ),
        ),
        migrations.AddField(
            model_name="modlogentry",
            name="argument",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="community.argument",
            ),
        ),
        migrations.AddField(
            model_name="authorship",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="authorships",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="brandanswer",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="creditobjection",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="creditobjection",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="creditshare",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="credits", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="creditshare",
            name="statement",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="shares",
                to="community.creditstatement",
            ),
        ),
        migrations.AddField(
            model_name="creditobjection",
            name="statement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="objections", to="community.creditstatement"
            ),
        ),
        migrations.AddField(
            model_name="makingupdate",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="payout",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="payout",
            name="statement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="payouts", to="community.creditstatement"
            ),
        ),
        migrations.AddField(
            model_name="payoutline",
            name="payout",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="community.payout"
            ),
        ),
        migrations.AddField(
            model_name="payoutline",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="author",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="brand",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals",
                to="accounts.brand",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="group",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals",
                to="community.group",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="absorbed",
                to="community.proposal",
            ),
        ),
        migrations.AddField(
            model_name="makingupdate",
            name="proposal",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="news",
                to="community.proposal",
            ),
        ),
        migrations.AddField(
            model_name="creditstatement",
            name="proposal",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="credit", to="community.proposal"
            ),
        ),
        migrations.AddField(
            model_name="candidate",
            name="proposal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="candidacies", to="community.proposal"
            ),
        ),
        migrations.AddField(
            model_name="brandanswer",
            name="proposal",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="community.proposal",
            ),
        ),
        migrations.AddField(
            model_name="authorship",
            name="proposal",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="authorships",
                to="community.proposal",
            ),
        ),
        migrations.AddField(
            model_name="argument",
            name="proposal",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="arguments",
                to="community.proposal",
            ),
        ),
        migrations.AddField(
            model_name="amendment",
            name="promoted",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="promoted_from",
                to="community.proposal",
            ),
        ),
        migrations.AddField(
            model_name="amendment",
            name="proposal",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="amendments",
                to="community.proposal",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="proposal",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="cases",
                to="community.proposal",
            ),
        ),
        migrations.AddField(
            model_name="modlogentry",
            name="proposal",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="community.proposal",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("proposal",), name="case_proposal_open_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("argument",), name="case_argument_open_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("argument__isnull", True),
                        ("comment__isnull", True),
                        ("post__isnull", False),
                        ("proposal__isnull", True),
                    ),
                    models.Q(
                        ("argument__isnull", True),
                        ("comment__isnull", False),
                        ("post__isnull", True),
                        ("proposal__isnull", True),
                    ),
                    models.Q(
                        ("argument__isnull", True),
                        ("comment__isnull", True),
                        ("post__isnull", True),
                        ("proposal__isnull", False),
                    ),
                    models.Q(
                        ("argument__isnull", False),
                        ("comment__isnull", True),
                        ("post__isnull", True),
                        ("proposal__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="case_one_target",
            ),
        ),
        migrations.AddField(
            model_name="proposalpicture",
            name="proposal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="pictures", to="community.proposal"
            ),
        ),
        migrations.AddField(
            model_name="proposalversion",
            name="by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="proposalversion",
            name="proposal",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="community.proposal",
            ),
        ),
        migrations.AddField(
            model_name="stance",
            name="argument",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="stances",
                to="community.argument",
            ),
        ),
        migrations.AddField(
            model_name="stance",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="actor",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="support",
            name="came_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="community.proposal",
            ),
        ),
        migrations.AddField(
            model_name="support",
            name="proposal",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="supports",
                to="community.proposal",
            ),
        ),
        migrations.AddField(
            model_name="support",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="supports",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="tester",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="tests", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="testround",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="testround",
            name="proposal",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tests",
                to="community.proposal",
            ),
        ),
        migrations.AddField(
            model_name="testround",
            name="prototype",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="tests", to="community.makingupdate"
            ),
        ),
        migrations.AddField(
            model_name="tester",
            name="round",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="testers",
                to="community.testround",
            ),
        ),
        migrations.AddField(
            model_name="vote",
            name="candidate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="votes", to="community.candidate"
            ),
        ),
        migrations.AddField(
            model_name="vote",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="voteround",
            name="brand",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rounds",
                to="accounts.brand",
            ),
        ),
        migrations.AddField(
            model_name="voteround",
            name="created_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="voteround",
            name="group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rounds",
                to="community.group",
            ),
        ),
        migrations.AddField(
            model_name="vote",
            name="round",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="votes",
                to="community.voteround",
            ),
        ),
        migrations.AddField(
            model_name="roundresult",
            name="round",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="results",
                to="community.voteround",
            ),
        ),
        migrations.AddField(
            model_name="candidate",
            name="round",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="candidates",
                to="community.voteround",
            ),
        ),
        migrations.AddField(
            model_name="allowance",
            name="round",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="allowances",
                to="community.voteround",
            ),
        ),
        migrations.AddConstraint(
            model_name="creditshare",
            constraint=models.UniqueConstraint(fields=("statement", "user", "role"), name="creditshare_once"),
        ),
        migrations.AddConstraint(
            model_name="creditshare",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis_points__lte", 10000)), name="creditshare_at_most_the_whole"
            ),
        ),
        migrations.AddConstraint(
            model_name="creditobjection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at", None)), fields=("statement", "user"), name="creditobjection_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.UniqueConstraint(fields=("statement", "key"), name="payout_once"),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.CheckConstraint(condition=models.Q(("pool_minor__gt", 0)), name="payout_of_something"),
        ),
        migrations.AddConstraint(
            model_name="payoutline",
            constraint=models.UniqueConstraint(fields=("payout", "user"), name="payoutline_once"),
        ),
        migrations.AddConstraint(
            model_name="payoutline",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gte", 0)), name="payoutline_not_below_nothing"
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["state", "next_by"], name="proposal_rungs_due"),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["state", "due_at"], name="proposal_answers_due"),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["group", "state", "-id"], name="proposal_of_group"),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["brand", "state", "-id"], name="proposal_of_brand"),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["state", "-supporters", "-id"], name="proposal_by_support"),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["author", "-id"], name="proposal_of_author"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(condition=models.Q(("revived__lte", 1)), name="proposal_revived_once"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "merged"), _negated=True),
                    models.Q(("merged_into__isnull", False), models.Q(("merged_into", models.F("id")), _negated=True)),
                    _connector="OR",
                ),
                name="proposal_merged_into_another",
            ),
        ),
        migrations.AddIndex(
            model_name="makingupdate",
            index=models.Index(fields=["proposal", "-id"], name="makingupdate_of_proposal"),
        ),
        migrations.AddIndex(
            model_name="creditstatement",
            index=models.Index(fields=["state", "objections_until"], name="creditstatement_due"),
        ),
        migrations.AddConstraint(
            model_name="creditstatement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "frozen"), _negated=True), models.Q(("hash", ""), _negated=True), _connector="OR"
                ),
                name="creditstatement_frozen_has_a_hash",
            ),
        ),
        migrations.AddIndex(
            model_name="brandanswer",
            index=models.Index(fields=["proposal", "-id"], name="brandanswer_of_proposal"),
        ),
        migrations.AddIndex(
            model_name="brandanswer",
            index=models.Index(
                condition=models.Q(("state", "prepared")), fields=["reveals_at"], name="brandanswer_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="brandanswer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "prepared")),
                fields=("proposal",),
                name="brandanswer_one_prepared_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="brandanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revealed_at__isnull", False), ("state", "revealed")),
                    models.Q(models.Q(("state", "revealed"), _negated=True), ("revealed_at", None)),
                    _connector="OR",
                ),
                name="brandanswer_revealed_has_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="brandanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("cost_minor", None), ("cost_minor__gte", 0), _connector="OR"),
                name="brandanswer_cost",
            ),
        ),
        migrations.AddIndex(
            model_name="authorship",
            index=models.Index(fields=["user", "state", "-id"], name="authorship_of_user"),
        ),
        migrations.AddConstraint(
            model_name="authorship",
            constraint=models.UniqueConstraint(fields=("proposal", "user"), name="authorship_once"),
        ),
        migrations.AddIndex(
            model_name="argument",
            index=models.Index(fields=["proposal", "side", "-agree", "-id"], name="argument_best"),
        ),
        migrations.AddConstraint(
            model_name="argument",
            constraint=models.UniqueConstraint(fields=("author", "key"), name="argument_written_once"),
        ),
        migrations.AddIndex(
            model_name="amendment",
            index=models.Index(fields=["proposal", "state", "-id"], name="amendment_of_proposal"),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "accepted"), _negated=True), ("version__isnull", False), _connector="OR"
                ),
                name="amendment_accepted_has_a_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposalpicture",
            constraint=models.UniqueConstraint(fields=("proposal", "position"), name="proposalpicture_position_once"),
        ),
        migrations.AddConstraint(
            model_name="proposalversion",
            constraint=models.UniqueConstraint(fields=("proposal", "number"), name="proposalversion_once"),
        ),
        migrations.AddConstraint(
            model_name="stance",
            constraint=models.UniqueConstraint(fields=("argument", "user"), name="stance_once"),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(fields=("kind", "row_id", "seq"), name="communitystep_once"),
        ),
        migrations.AddIndex(
            model_name="support",
            index=models.Index(fields=["user", "state", "-id"], name="support_of_user"),
        ),
        migrations.AddIndex(
            model_name="support",
            index=models.Index(fields=["proposal", "state", "-id"], name="support_of_proposal"),
        ),
        migrations.AddIndex(
            model_name="support",
            index=models.Index(
                condition=models.Q(("state", "provisional")), fields=["changed_at", "id"], name="support_provisional"
            ),
        ),
        migrations.AddConstraint(
            model_name="support",
            constraint=models.UniqueConstraint(fields=("proposal", "user"), name="support_once"),
        ),
        migrations.AddIndex(
            model_name="testround",
            index=models.Index(fields=["state", "draws_at"], name="testround_due"),
        ),
        migrations.AddConstraint(
            model_name="testround",
            constraint=models.UniqueConstraint(fields=("proposal", "number"), name="testround_number_once"),
        ),
        migrations.AddConstraint(
            model_name="testround",
            constraint=models.CheckConstraint(condition=models.Q(("places__gte", 1)), name="testround_has_places"),
        ),
        migrations.AddConstraint(
            model_name="testround",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["open", "drawn"])),
                fields=("proposal",),
                name="testround_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="tester",
            constraint=models.UniqueConstraint(fields=("round", "user"), name="tester_once"),
        ),
        migrations.AddConstraint(
            model_name="tester",
            constraint=models.UniqueConstraint(fields=("round", "place"), name="tester_place_once"),
        ),
        migrations.AddIndex(
            model_name="voteround",
            index=models.Index(fields=["state", "closes_at"], name="voteround_due"),
        ),
        migrations.AddConstraint(
            model_name="voteround",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_at", None), ("closes_at__gt", models.F("opens_at")), _connector="OR"),
                name="voteround_window",
            ),
        ),
        migrations.AddConstraint(
            model_name="voteround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "void"]), models.Q(("rules_hash", ""), _negated=True), _connector="OR"
                ),
                name="voteround_rules_are_frozen",
            ),
        ),
        migrations.AddConstraint(
            model_name="voteround",
            constraint=models.CheckConstraint(condition=models.Q(("per_voter__gte", 1)), name="voteround_per_voter"),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.UniqueConstraint(fields=("round", "user", "candidate"), name="vote_once"),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.CheckConstraint(condition=models.Q(("weight__gte", 1)), name="vote_says_something"),
        ),
        migrations.AddConstraint(
            model_name="roundresult",
            constraint=models.UniqueConstraint(fields=("round", "seq"), name="roundresult_once"),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(fields=("round", "proposal"), name="candidate_once"),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(fields=("round", "position"), name="candidate_position_once"),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(condition=models.Q(("cost_minor__gte", 0)), name="candidate_cost"),
        ),
        migrations.AddConstraint(
            model_name="allowance",
            constraint=models.UniqueConstraint(fields=("round", "user"), name="allowance_once"),
        ),
        migrations.AddConstraint(
            model_name="allowance",
            constraint=models.CheckConstraint(
                condition=models.Q(("spent__lte", models.F("budget"))), name="allowance_never_overspent"
            ),
        ),
        seals.append_only("community_step"),
        seals.append_only("community_proposalversion"),
        seals.append_only("community_payout"),
        seals.append_only("community_payoutline"),
        seals.append_only("community_roundresult"),
    ]
