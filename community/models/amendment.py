"""What others would change in a proposal."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from community.machines import AMENDMENT
from community.models.machine import Machine
from community.models.proposal import Proposal
from lib import public_id
from lib.machines.paths import Paths


class Amendment(Machine):
    """New texts for some of a proposal's: `texts` is `{"sketch": "…"}`, on top of version `base`. `reason` says what
    for, `answer` what the authors said. Accepted, it became `version`; rejected, it may become the proposal `promoted`.
    """

    KIND: ClassVar[str] = "amendment"
    PATHS: ClassVar[Paths] = AMENDMENT

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PROPOSED = "proposed", pgettext_lazy("amendment", "Proposed")
        ACCEPTED = "accepted", pgettext_lazy("amendment", "Taken in")
        REJECTED = "rejected", pgettext_lazy("amendment", "Not taken in")
        PROMOTED = "promoted", pgettext_lazy("amendment", "A proposal of its own")
        WITHDRAWN = "withdrawn", pgettext_lazy("amendment", "Withdrawn")

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="amendments", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="amendments")
    texts = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, blank=True)
    base = models.PositiveIntegerField()
    terms = models.CharField(max_length=20, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(null=True, blank=True)
    promoted = models.OneToOneField(Proposal, models.PROTECT, null=True, blank=True, related_name="promoted_from")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(version__isnull=False), name="amendment_accepted_has_a_version"
            ),
        ]
        indexes = [models.Index(fields=["proposal", "state", "-id"], name="amendment_of_proposal")]

    def __str__(self) -> str:
        return self.public_id
