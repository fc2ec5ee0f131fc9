"""Which style sheets every page needs, in order; production joins them into one file (`look/storage.py`)."""

from __future__ import annotations

from django.contrib.staticfiles.storage import staticfiles_storage

BUNDLE = "css/hearth.css"
SHEETS = (
    "css/tokens.css",
    "css/moods.css",
    "css/fonts.css",
    "css/base.css",
    "css/layout.css",
    "css/shell.css",
    "css/elements/actions.css",
    "css/elements/marks.css",
    "css/elements/cards.css",
    "css/elements/posts.css",
    "css/elements/people.css",
    "css/elements/rows.css",
    "css/elements/leaf.css",
    "css/elements/moods.css",
    "css/elements/progress.css",
    "css/elements/battles.css",
    "css/elements/fields.css",
    "css/elements/choices.css",
    "css/elements/beside.css",
    "css/elements/text.css",
    "css/elements/overlay.css",
    "css/elements/feedback.css",
    "css/elements/states.css",
)


def linked() -> tuple[str, ...]:
    """Return the static paths a page links: one by one from their sources, joined in production."""
    return (BUNDLE,) if getattr(staticfiles_storage, "joins_sheets", False) else SHEETS
