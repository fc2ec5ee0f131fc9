"""What the brand says, and what comes of it: answers, news of the making, tests."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from community.machines import ANSWER, TEST
from community.models.group import Group
from community.models.machine import Machine
from community.models.post import Post
from community.models.proposal import Proposal
from lib import public_id
from lib.machines.paths import Paths
from lib.money import Money

if TYPE_CHECKING:
    from accounts.models import User


class BrandAnswer(Machine):
    """A brand's written answer to version `version`: prepared in private, revealed for everybody at one moment.

    `cost_minor` is what it would cost to make, None when the brand keeps it to itself and `cost_note` says why.
    """

    KIND: ClassVar[str] = "answer"
    PATHS: ClassVar[Paths] = ANSWER

    class State(models.TextChoices):
        PREPARED = "prepared", _("Prepared")
        REVEALED = "revealed", _("Public")
        DROPPED = "dropped", pgettext_lazy("answer", "Dropped")

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("We will make it")
        DECLINED = "declined", _("We will not make it")
        NEEDS_WORK = "needs_work", _("It needs work first")

    class Feasibility(models.TextChoices):
        READY = "ready", _("We can make it as it is")
        EFFORT = "effort", _("It takes effort")
        UNCLEAR = "unclear", _("We do not know yet")
        NOT_NOW = "not_now", _("Not with what we have")

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="answers", db_index=False)
    version = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reasons = models.TextField()
    html = models.TextField()
    cost_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="CNY")
    cost_note = models.CharField(max_length=300, blank=True)
    feasibility = models.CharField(max_length=10, choices=Feasibility.choices)
    feasibility_note = models.CharField(max_length=500, blank=True)
    due_at = models.DateTimeField()
    reveals_at = models.DateTimeField()
    revealed_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(state="prepared"), name="brandanswer_one_prepared_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="revealed", revealed_at__isnull=False) | (~Q(state="revealed") & Q(revealed_at=None)),
                name="brandanswer_revealed_has_a_moment",
            ),
            models.CheckConstraint(condition=Q(cost_minor=None) | Q(cost_minor__gte=0), name="brandanswer_cost"),
        ]
        indexes = [
            models.Index(fields=["proposal", "-id"], name="brandanswer_of_proposal"),
            models.Index(fields=["reveals_at"], condition=Q(state="prepared"), name="brandanswer_due"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} to {self.proposal_id}"

    @property
    def cost(self) -> Money | None:
        return None if self.cost_minor is None else Money(self.cost_minor, self.currency)

    @property
    def was_late(self) -> bool:
        return self.revealed_at is not None and self.revealed_at > self.due_at


class MakingUpdate(models.Model):
    """News of the making, by the brand; a prototype is news that can be tested."""

    class Kind(models.TextChoices):
        NEWS = "news", _("News")
        PROTOTYPE = "prototype", _("Prototype")

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="news", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.NEWS)
    title = models.CharField(max_length=120)
    body = models.TextField()
    html = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["proposal", "-id"], name="makingupdate_of_proposal")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def heading(self) -> str:
        """Its title, where it is named without being shown."""
        return self.title if self.is_published else str(_("taken away by the moderators"))

    @property
    def group(self) -> Group:
        return self.proposal.group

    @property
    def author(self) -> User:
        return self.by

    @property
    def author_id(self) -> int:
        return self.by_id

    @property
    def edited_at(self) -> datetime | None:
        """Never: there is always newer news."""
        return None

    @property
    def is_published(self) -> bool:
        return self.removed_at is None

    @property
    def standing(self) -> str:
        return Post.State.PUBLISHED if self.is_published else Post.State.REMOVED


class MakingPicture(models.Model):
    """A picture of news or a prototype, re-encoded; `alt` says what it shows. Sizes in pixels."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    update = models.ForeignKey(MakingUpdate, models.CASCADE, related_name="pictures", db_index=False)
    file = models.FileField(upload_to="making/%Y/%m/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["update", "position"], name="makingpicture_position_once")]

    def __str__(self) -> str:
        return self.public_id


class TestRound(Machine):
    """A prototype given to `places` testers, drawn by a lottery among those of its contributors who would like to.

    `seed_hash` is public from the beginning, the `seed` itself when it is drawn: whoever knows both and who took part
    draws again and finds the same testers. `questions` are asked afterwards: `[{"key", "text", "kind"}, …]`.
    """

    KIND: ClassVar[str] = "test"
    PATHS: ClassVar[Paths] = TEST

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("test", "Open to those who would like to test")
        DRAWN = "drawn", _("Drawn, being tested")
        CLOSED = "closed", pgettext_lazy("test", "Closed")
        CALLED_OFF = "called_off", _("Called off")

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="tests", db_index=False)
    prototype = models.ForeignKey(MakingUpdate, models.PROTECT, related_name="tests")
    number = models.PositiveSmallIntegerField()
    places = models.PositiveSmallIntegerField()
    questions = models.JSONField(default=list)
    seed = models.CharField(max_length=64, editable=False)
    seed_hash = models.CharField(max_length=64)
    draws_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="testround_number_once"),
            models.CheckConstraint(condition=Q(places__gte=1), name="testround_has_places"),
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(state__in=["open", "drawn"]), name="testround_one_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["state", "draws_at"], name="testround_due")]

    def __str__(self) -> str:
        return self.public_id


class Tester(models.Model):
    """Somebody who would like to test; `place` is their place in the lottery, `is_drawn` whether it was enough."""

    round = models.ForeignKey(TestRound, models.PROTECT, related_name="testers", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tests")
    place = models.PositiveIntegerField(null=True, blank=True)
    is_drawn = models.BooleanField(default=False)
    answers = models.JSONField(default=dict, blank=True)
    wished_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "user"], name="tester_once"),
            models.UniqueConstraint(fields=["round", "place"], name="tester_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.round_id}"
