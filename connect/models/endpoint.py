"""Where news goes: an address of somebody else's, what it wants to hear, and every message to it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.models import Brand
from lib import public_id

_new_id = public_id.new  # within a class with such a column the module's name is the column's

# Those that are sent anything: what is told of the site ends with the rights of the staff who asked for it.
OPEN = Q(off_at=None) & (Q(brand__isnull=False) | Q(created_by__is_staff=True, created_by__is_active=True))


class Endpoint(models.Model):
    """An address that hears of a `brand`, or without one of the whole site: that is for its staff.

    Its secret is made of the site's key and of `seal` (`services/webhooks/signing.py`): it stands in no table. For a
    day after a change, until `old_until`, messages are signed with that of `old_seal` too. It hears of what happens
    from `on_since` on. `failing_since` is the first of the failures since the latest success, `is_slow` whether the
    latest try failed or took long, `leased_until` till when somebody is at it.
    """

    class Off(models.TextChoices):
        HAND = "hand", _("Switched off by hand")
        GONE = "gone", _("The receiver said that it is gone (410)")
        FAILING = "failing", _("It did not take anything for five days")

    public_id = models.CharField(max_length=12, unique=True, default=_new_id, editable=False)
    brand = models.ForeignKey(Brand, models.CASCADE, null=True, blank=True, related_name="webhook_endpoints")
    url = models.CharField(max_length=500)
    seal = models.CharField(max_length=12, default=_new_id, editable=False)
    old_seal = models.CharField(max_length=12, blank=True, editable=False)
    old_until = models.DateTimeField(null=True, blank=True)
    on_since = models.DateTimeField()
    off_at = models.DateTimeField(null=True, blank=True)
    off_reason = models.CharField(max_length=10, choices=Off.choices, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    is_slow = models.BooleanField(default=False)
    leased_until = models.DateTimeField(null=True, blank=True)
    served_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(off_at=None, off_reason="") | Q(off_at__isnull=False) & ~Q(off_reason=""),
                name="endpoint_off_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_on(self) -> bool:
        return self.off_at is None

    @property
    def off_words(self) -> str:
        """Why it is off, in the reader's words; "" while it is on."""
        return str(self.Off(self.off_reason).label) if self.off_reason else ""


class Subscription(models.Model):
    """A kind of event that an endpoint hears of, from the moment `since` on."""

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="subscriptions", db_index=False)
    kind = models.CharField(max_length=40)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["endpoint", "kind"], name="subscription_once")]
        indexes = [models.Index(fields=["kind"], name="subscription_to_kind")]

    def __str__(self) -> str:
        return f"{self.endpoint_id}: {self.kind}"

    @property
    def hears_from(self) -> datetime:
        """The moment from which on it hears: with its endpoint loaded."""
        return max(self.since, self.endpoint.on_since)


class Reading(models.Model):
    """How far a log of the site is read: nothing new can appear up to its entry `done_id`."""

    log = models.CharField(max_length=20, primary_key=True)
    done_id = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.log}: {self.done_id}"


class Delivery(models.Model):
    """One message to one endpoint: what is still to be sent, and the log of what was. `key` names what happened.

    `body` is the text that is signed and sent, blank once it is too old to be kept. `status`, `seconds`, `problem` and
    the beginning of the `answer` are of the latest of `attempts`; a `status` of 0 is none.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("message", "Waiting")
        DONE = "done", pgettext_lazy("message", "Taken")
        FAILED = "failed", pgettext_lazy("message", "Given up")

    class Problem(models.TextChoices):
        NAME = "name", _("Its name leads nowhere")
        FORBIDDEN = "forbidden", _("Its name leads to where nothing may be sent")
        UNREACHABLE = "unreachable", _("Nobody answered there")
        INSECURE = "insecure", _("Its certificate could not be trusted")
        TIME = "time", _("It took longer than ten seconds")
        REFUSED = "refused", _("It answered that it does not take it")
        NONSENSE = "nonsense", _("It answered something that is not HTTP")

    public_id = models.CharField(max_length=12, unique=True, default=_new_id, editable=False)
    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="deliveries", db_index=False)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    body = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(default=0)
    seconds = models.FloatField(default=0)
    problem = models.CharField(max_length=12, choices=Problem.choices, blank=True)
    answer = models.TextField(blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [models.UniqueConstraint(fields=["endpoint", "kind", "key"], name="delivery_once")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="delivery_due"),
            models.Index(fields=["endpoint", "-id"], name="delivery_of_endpoint"),
            models.Index(fields=["created_at"], condition=~Q(body=""), name="delivery_age"),
        ]

    def __str__(self) -> str:
        return f"msg_{self.public_id}"

    @property
    def message_id(self) -> str:
        """What names this message to its receiver, at each of its tries."""
        return f"msg_{self.public_id}"

    @property
    def problem_words(self) -> str:
        """What went wrong the last time, in the reader's words."""
        return str(self.Problem(self.problem).label) if self.problem else ""
