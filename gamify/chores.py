"""What the engine does now and then."""

from gamify.services import backfills, process
from lib.chores import Chore, add

add(Chore("gamify.sweep", every_seconds=15, run=lambda now: process.sweep(now=now)))
add(Chore("gamify.backfill", every_seconds=15, run=lambda now: backfills.advance(now=now)))
