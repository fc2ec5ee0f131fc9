"""Review by staff."""

from rewards.views.console import detail  # noqa: F401
