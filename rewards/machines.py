"""The state machines of buying together, as tables: every path that exists, and none other (ADR on group buying).

A path from a state to itself changes something else: a seat moves to another team, a team gets another captain. What a
state means stands with its model; `lib/machines/steps.py` takes the steps and writes the log.
"""

from __future__ import annotations

from lib.machines.paths import read

CAMPAIGN = read("""
    draft -> review cancelled
    review -> draft scheduled cancelled
    scheduled -> open cancelled
    open -> paused closing cancelled
    paused -> open closing cancelled
    closing -> settled cancelled
""")

TEAM = read("""
    forming -> forming succeeded failed discarded
    succeeded -> settled
    failed -> settled
""")

SEAT = read("""
    held -> authorised lapsed left
    lapsed -> authorised
    authorised -> authorised capturing captured left voiding refunding
    capturing -> captured fix_needed
    fix_needed -> captured dropped
    captured -> fulfilled refunding
    fulfilled -> refunding
    voiding -> voided refunding
    refunding -> refunded
    refunded -> refunding
""")

PAYMENT = read("""
    created -> pending authorised captured declined expired unknown abandoned
    pending -> authorised captured declined expired unknown abandoned
    unknown -> pending authorised captured declined expired abandoned
    authorised -> capturing voiding expired
    capturing -> captured declined expired
    voiding -> voided expired captured
    captured -> refunding
    refunding -> captured refunded
    refunded -> refunding
""")

WAIT = read("""
    waiting -> waiting offered left closed
    offered -> accepted waiting left closed
""")

OFFER = read("""
    open -> taken declined expired
""")


BATTLE = read("""
    draft -> review void
    review -> draft announced void
    announced -> running void
    running -> locked void
    locked -> tallied void
    tallied -> tallied final void
    final -> void
""")

SEED = read("""
    draft -> review
    review -> draft open
    open -> closed
""")

PLANT = read("""
    growing -> ripe withered
    ripe -> harvested withered
    harvested -> withered
""")

REWARD = read("""
    draft -> review closed
    review -> draft open closed
    open -> paused closed
    paused -> open closed
""")

REDEMPTION = read("""
    kept -> approved cancelled
    reserved -> approved rejected cancelled
    approved -> issued cancelled
    issued -> used expired reversed
    used -> reversed
""")

UNLOCK = read("""
    open -> unlocked waitlisted expired left revoked
    waitlisted -> unlocked open expired left revoked
    unlocked -> claimed expired left revoked
    claimed -> revoked
""")

REFERRAL = read("""
    joined -> stayed lapsed
    stayed -> void
""")

COUPON = read("""
    draft -> open revoked
    open -> paused expired revoked
    paused -> open expired revoked
""")

USE = read("""
    held -> redeemed released
    released -> held
    redeemed -> restored
""")

LIVE_USE = ("held", "redeemed")  # of a coupon: counted against its limits
LIVE_SEAT = ("held", "authorised", "capturing", "captured", "fix_needed", "fulfilled")  # nobody else can have it
CAME_TO_NOTHING = ("left", "lapsed", "voided", "dropped", "refunded")  # nothing is sent, at least as it stands
TAKES_ADDRESS = ("held", "authorised", "capturing", "fix_needed", "captured")  # live, and the parcel still stands here
SHOWS_ADDRESS = ("captured", "fulfilled")  # the brand packs it, or may have to look for it
LIVE_PAYMENT = ("created", "pending", "unknown", "authorised", "capturing", "captured", "voiding", "refunding")
