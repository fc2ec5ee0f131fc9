"""Texts on which no guess is made. This finds nobody and tells nobody; it only keeps a machine from chatting there."""

from __future__ import annotations

from community.analyzers.reading import Reading

_ASKING = (
    *("自杀", "自殺", "自残", "自殘", "轻生", "輕生", "不想活", "活不下去", "想死", "寻死", "了结自己", "结束生命"),
    *("结束自己", "割腕", "遗书", "suicid", "self harm", "self-harm", "selfharm", "kill myself", "hurt myself"),
    *("cut myself", "end my life", "end it all", "want to die", "wanna die", "n't want to live", "not want to live"),
    *(
        "n't want to wake up",
        "not want to wake up",
        "n't want to be alive",
        "not want to be alive",
        "no reason to live",
        "better off dead",
    ),
)


def is_asked(reading: Reading) -> bool:
    """Say whether the text may speak of ending a life; too often rather than too seldom."""
    return any(words in reading.folded for words in _ASKING)
