"""What the engine does now and then."""

from gamify.services import process
from lib.chores import Chore, add

add(Chore("gamify.sweep", every_seconds=15, run=lambda now: process.sweep(now=now)))
