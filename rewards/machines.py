"""The state machines of buying together, as tables: every path that exists, and none other (ADR on group buying).

A path from a state to itself changes something else: a seat moves to another team, a team gets another captain. What a
state means stands with its model; `services/steps.py` takes the steps and writes the log.
"""

from __future__ import annotations

from collections.abc import Mapping

Paths = Mapping[str, frozenset[str]]


def _paths(table: str) -> Paths:
    """Read lines such as `held -> authorised lapsed`."""
    found: dict[str, frozenset[str]] = {}
    for line in table.strip().splitlines():
        start, _arrow, ends = line.partition("->")
        found[start.strip()] = frozenset(ends.split())
    return found


CAMPAIGN = _paths("""
    draft -> review cancelled
    review -> draft scheduled cancelled
    scheduled -> open cancelled
    open -> paused closing cancelled
    paused -> open closing cancelled
    closing -> settled cancelled
""")

TEAM = _paths("""
    forming -> forming succeeded failed discarded
    succeeded -> settled
    failed -> settled
""")

SEAT = _paths("""
    held -> authorised lapsed left
    lapsed -> authorised
    authorised -> authorised capturing captured left voiding refunding
    capturing -> captured fix_needed
    fix_needed -> captured dropped
    captured -> fulfilled refunding
    fulfilled -> refunding
    voiding -> voided
    refunding -> refunded
""")

PAYMENT = _paths("""
    created -> pending authorised captured declined expired unknown abandoned
    pending -> authorised captured declined expired unknown abandoned
    unknown -> pending authorised captured declined expired abandoned
    authorised -> capturing voiding expired
    capturing -> captured declined expired
    voiding -> voided expired
    captured -> refunding
    refunding -> captured refunded
""")

WAIT = _paths("""
    waiting -> waiting offered left closed
    offered -> accepted waiting left closed
""")

OFFER = _paths("""
    open -> taken declined expired
""")


BATTLE = _paths("""
    draft -> review void
    review -> draft announced void
    announced -> running void
    running -> locked void
    locked -> tallied void
    tallied -> tallied final void
    final -> void
""")

SEED = _paths("""
    draft -> review
    review -> draft open
    open -> closed
""")

PLANT = _paths("""
    growing -> ripe withered
    ripe -> harvested withered
    harvested -> withered
""")

REWARD = _paths("""
    draft -> review closed
    review -> draft open closed
    open -> paused closed
    paused -> open closed
""")

REDEMPTION = _paths("""
    reserved -> approved rejected cancelled
    approved -> issued cancelled
    issued -> used expired reversed
    used -> reversed
""")

REFERRAL = _paths("""
    joined -> stayed lapsed
    stayed -> void
""")


LIVE_SEAT = ("held", "authorised", "capturing", "captured", "fix_needed", "fulfilled")  # nobody else can have it
CAME_TO_NOTHING = ("left", "lapsed", "voided", "dropped", "refunded")  # nothing is sent, at least as it stands
TAKES_ADDRESS = ("held", "authorised", "capturing", "fix_needed", "captured")  # live, and the parcel still stands here
SHOWS_ADDRESS = ("captured", "fulfilled")  # the brand packs it, or may have to look for it
LIVE_PAYMENT = ("created", "pending", "unknown", "authorised", "capturing", "captured", "voiding", "refunding")


def final(paths: Paths) -> frozenset[str]:
    """Return the states that nothing leaves."""
    return frozenset().union(*paths.values()) - paths.keys()
