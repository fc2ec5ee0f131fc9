"""The state machines of co-creation, as tables: every path that exists, and none other.

A path from a state to itself changes something else: a proposal gets a new version or a rung, a vote another weight.
What a state means stands with its model; `lib/machines/steps.py` takes the steps and writes the log.
"""

from __future__ import annotations

from lib.machines.paths import read

PROPOSAL = read("""
    draft -> review withdrawn
    review -> changes open rejected withdrawn
    changes -> review withdrawn
    open -> open threshold merged lapsed withdrawn
    merged -> open
    lapsed -> review withdrawn
    threshold -> due withdrawn
    due -> due accepted declined open withdrawn
    accepted -> making declined
    making -> making testing prelaunch declined
    testing -> making
    prelaunch -> launched making
    launched -> declined
""")

AMENDMENT = read("""
    draft -> proposed withdrawn
    proposed -> accepted rejected withdrawn
    rejected -> promoted
""")

ANSWER = read("""
    prepared -> prepared revealed dropped
""")

TEST = read("""
    open -> drawn called_off
    drawn -> closed called_off
""")

CREDIT = read("""
    draft -> objecting
    objecting -> draft frozen
""")

ROUND = read("""
    draft -> open void
    open -> closed void
    closed -> counted void
""")

VOTE = read("""
    live -> live withdrawn invalid counted
    withdrawn -> live
    invalid -> live
""")

PUBLIC_PROPOSAL = (
    "open", "merged", "lapsed", "threshold", "due", "accepted", "declined",
    "making", "testing", "prelaunch", "launched",
)  # fmt: skip
TAKES_SUPPORT = ("open", "threshold", "due")  # more may say so while the brand thinks
IN_MAKING = ("accepted", "making", "testing", "prelaunch")
