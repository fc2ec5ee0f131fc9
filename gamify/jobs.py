"""What the engine does now and then."""

from gamify.services import backfills, lapses, process, tiers
from gamify.services.challenges import collecting, freezing, reviewing, running, settling
from gamify.services.leagues import seasons, seating, settling as league_settling
from lib.jobs import Job, add

add(Job("gamify.sweep", every_seconds=15, run=process.sweep))
add(Job("gamify.backfill", every_seconds=15, run=backfills.advance))
add(Job("gamify.start_challenges", every_seconds=5, run=running.start_due))
add(Job("gamify.score_challenges", every_seconds=1, run=collecting.collect_due))
add(Job("gamify.close_challenges", every_seconds=5, run=running.close_due))
add(Job("gamify.warn_of_challenges", every_seconds=300, run=running.warn_due))
add(Job("gamify.accept_unanswered", every_seconds=60, run=reviewing.accept_due))
add(Job("gamify.freeze_challenges", every_seconds=15, run=freezing.freeze_due))
add(Job("gamify.settle_challenges", every_seconds=5, run=settling.settle_due))
add(Job("gamify.recheck_places", every_seconds=60, run=running.recheck_places))
add(Job("gamify.seat_leagues", every_seconds=15, run=seating.seat_due))
add(Job("gamify.settle_leagues", every_seconds=15, run=league_settling.settle_due))
add(Job("gamify.count_seasons", every_seconds=60, run=seasons.count_due))
add(Job("gamify.review_tiers", every_seconds=600, run=tiers.review_due))
add(Job("gamify.lapse", every_seconds=60, run=lapses.run_due))
