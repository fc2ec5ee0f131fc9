"""How sign-up fills a User."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Hearth's one override point of django-allauth."""
