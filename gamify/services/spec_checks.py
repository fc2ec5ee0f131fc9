"""What every table of an economy's text has in common, and whether a row could hold it.

ValueError says in the reader's language what does not fit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

EVER = datetime(2000, 1, 1, tzinfo=UTC)  # when a row that is only tried was published
_EXAMPLE = '{ en = "A word", zh-hans = "一个词" }'

Spec = Mapping[str, Any]


def need(spec: Spec, names: Sequence[str]) -> None:
    """Refuse a table in which one of `names` is missing or empty."""
    for name in names:
        if not spec.get(name):
            raise ValueError(_("%(name)s is missing.") % {"name": name})


def check_words(words: object) -> None:
    """Refuse what is not text by language."""
    if not isinstance(words, dict) or not all(isinstance(text, str) for text in words.values()):
        raise ValueError(_("Words are kept by language, such as %(example)s.") % {"example": _EXAMPLE})


def fits(row: Model, *empty: str) -> None:
    """Raise ValidationError for what no column can hold; `empty` are fields that may be empty all the same."""
    exclude = [name for name in empty if not getattr(row, name, "")]
    row.full_clean(exclude=exclude, validate_unique=False, validate_constraints=False)


def words_of(error: ValidationError) -> str:
    """Return what a row that does not fit says."""
    return "; ".join(f"{name}: {' '.join(said)}" for name, said in error.message_dict.items())
