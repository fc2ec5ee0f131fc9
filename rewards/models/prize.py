"""What of a reward is set aside for the winners of a challenge."""

from __future__ import annotations

from django.db import models

from gamify.models import PrizeLine
from rewards.models.reward import Reward


class PrizeStock(models.Model):
    """So many of a reward that nobody can have but the winners of a line: counted in `taken` of the reward."""

    line = models.OneToOneField(PrizeLine, models.PROTECT, primary_key=True, related_name="+")
    reward = models.ForeignKey(Reward, models.PROTECT, related_name="prize_stocks")
    remaining = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.remaining} of {self.reward_id} for {self.line_id}"
