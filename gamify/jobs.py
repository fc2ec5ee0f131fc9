"""What the engine does now and then."""

from gamify.services import backfills, process
from gamify.services.challenges import collecting, freezing, reviewing, running, settling
from lib.jobs import Job, add

add(Job("gamify.sweep", every_seconds=15, run=lambda now: process.sweep(now=now)))
add(Job("gamify.backfill", every_seconds=15, run=lambda now: backfills.advance(now=now)))
add(Job("gamify.start_challenges", every_seconds=5, run=lambda now: running.start_due(now=now)))
add(Job("gamify.score_challenges", every_seconds=1, run=lambda now: collecting.collect_due(now=now)))
add(Job("gamify.close_challenges", every_seconds=5, run=lambda now: running.close_due(now=now)))
add(Job("gamify.warn_of_challenges", every_seconds=300, run=lambda now: running.warn_due(now=now)))
add(Job("gamify.accept_unanswered", every_seconds=60, run=lambda now: reviewing.accept_due(now=now)))
add(Job("gamify.freeze_challenges", every_seconds=15, run=lambda now: freezing.freeze_due(now=now)))
add(Job("gamify.settle_challenges", every_seconds=5, run=lambda now: settling.settle_due(now=now)))
add(Job("gamify.recheck_places", every_seconds=60, run=lambda now: running.recheck_places(now=now)))
