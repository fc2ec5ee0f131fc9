"""The terms of what friends can unlock, as columns of a reward: they stand when it stands."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_HELPERS = 10


class ByHelp(models.Model):
    """A reward that `helpers` friends can unlock within `help_hours`; 0 helpers: nobody can.

    `helpers_are` says who counts: everybody, who joined at most `helper_days` ago, or who did at least so long ago; all
    of them with a confirmed address and of `helper_level`. One person helps with at most `help_cap` unlocks of the
    reward. With `consoles`, whose time is over with somebody's help gets what the game's rule for `try` gives.
    """

    class HelpersAre(models.TextChoices):
        ANY = "any", _("every member")
        NEW = "new", _("who joined not long ago")
        KNOWN = "known", _("who has been here for a while")

    helpers = models.PositiveSmallIntegerField(default=0)
    help_hours = models.PositiveSmallIntegerField(default=72)
    help_cap = models.PositiveSmallIntegerField(default=3)
    helpers_are = models.CharField(max_length=10, choices=HelpersAre.choices, default=HelpersAre.ANY)
    helper_days = models.PositiveSmallIntegerField(default=0)
    helper_level = models.PositiveSmallIntegerField(default=1)
    consoles = models.BooleanField(default=True)

    class Meta:
        abstract = True

    @property
    def is_by_help(self) -> bool:
        """Whether friends can unlock it."""
        return self.helpers > 0
