"""The state machines of challenges, as tables: every path that exists, and none other.

A path from a state to itself changes something else: a place takes back its yes, or what closes is frozen. What a state
means stands with its model; `lib/machines/steps.py` takes the steps and writes the log.
"""

from __future__ import annotations

from lib.machines.paths import read

CHALLENGE = read("""
    draft -> review cancelled
    review -> draft announced cancelled
    announced -> announced running cancelled
    running -> running closing cancelled
    closing -> closing settled cancelled
""")

SUBMISSION = read("""
    waiting -> accepted refused
""")
