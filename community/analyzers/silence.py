"""Texts on which no guess is made. This finds nobody and tells nobody; it only keeps a machine from chatting there."""

from __future__ import annotations

import re

from community.analyzers.reading import Reading

_ASKS = re.compile(
    r"自杀|自殺|自残|自残|轻生|輕生|不想活|活不下去|想死|寻死|了结自己|结束生命|结束自己|割腕|遗书"
    r"|suicid|self[- ]?harm|(?:kill|hurt|cut|end) (?:myself|my life)|end it all|want to die|wanna die"
    r"|(?:don't|do not|dont) want to (?:live|be alive|wake up)|no reason to live|better off dead"
)


def is_asked(reading: Reading) -> bool:
    return _ASKS.search(reading.folded) is not None
