"""What definitions are called: `badge/early-bird` is a subject, the same for ever, `badge/early-bird@2` a source, which
is one version of it."""

from __future__ import annotations

RULE, TASK, BADGE = "rule/", "task/", "badge/"  # what subjects and sources begin with
QUEST, STEP = "quest/", "step/"  # `step/a-seat-by-the-fire/join` is a step of `quest/find-your-table`
DAY = "day"  # a subject without a definition: it counts on which days a member was here


def source_of(subject: str, version: int | None) -> str:
    """Return the source that a subject is at a version."""
    return f"{subject}@{version}"


def subject_of(source: str) -> str:
    """Return the subject that a source is a version of."""
    return source.partition("@")[0]


def version_of(source: str) -> str:
    """Return the version of a source, as text."""
    return source.partition("@")[2]


def kind_of(name: str) -> str:
    """Return `rule`, `task`, `badge`, `quest` or `step`, as a subject or a source begins."""
    return name.partition("/")[0]


def key_of(name: str) -> str:
    """Return the key in a subject or a source."""
    return subject_of(name).partition("/")[2]
