"""Why something about a meetup is not possible now."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lib import errors


class CalledOff(errors.Conflict):
    """Nobody meets."""

    code = "community.meetup_called_off"
    message = _("This meetup was called off.")


class HasBegun(errors.Conflict):
    """Who comes is known by now."""

    code = "community.meetup_has_begun"
    message = _("This meetup has begun. Nobody can say yes or no any more.")


class NotBegun(errors.Conflict):
    """Nobody can have been there yet."""

    code = "community.meetup_not_begun"
    message = _("This meetup has not begun yet.")


class NotedTooLate(errors.Conflict):
    """Who was there is said soon, or not at all."""

    code = "community.meetup_noted_too_late"
    message = _("This meetup is over for more than two weeks. What is noted of it stays as it is.")


class IsOver(errors.Conflict):
    """What was cannot be changed."""

    code = "community.meetup_over"
    message = _("This meetup is over.")


class Stale(errors.Conflict):
    """Somebody changed it since the form was opened; `data` has what it says now, with its `edition`."""

    code = "community.meetup_changed"
    message = _("Somebody changed this meetup while you were writing. Here are both versions.")
