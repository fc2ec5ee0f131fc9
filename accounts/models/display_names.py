"""The name of a member, and what stands for it when the account is gone."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext

GONE = " "  # nobody can be called so: names are stored without blanks around them


class FormerMember(str):
    """What readers see, in their language, instead of a name that was erased."""


class DisplayNameField(models.CharField):
    """A name; of an erased account "A former member" in the language of whoever reads it, whoever left it."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        del expression, connection
        return FormerMember(gettext("A former member")) if value == GONE else value

    def get_prep_value(self, value: Any) -> Any:
        return GONE if isinstance(value, FormerMember) else super().get_prep_value(value)
