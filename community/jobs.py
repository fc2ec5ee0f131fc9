"""What the community does now and then."""

from community.services import images, succession
from community.services.appeals import settling
from community.services.making import credits, testing, updates
from community.services.proposals import answering, rising, supporting
from community.services.rounds import counting
from lib.jobs import Job, add

add(Job("community.sweep_images", every_seconds=3600, run=lambda now: images.sweep(now=now)))
add(Job("community.find_owners", every_seconds=600, run=lambda now: succession.provide(now=now)))
add(Job("community.tend_appeals", every_seconds=600, run=lambda now: settling.tend(now=now)))
add(Job("community.lapse_proposals", every_seconds=60, run=lambda now: rising.lapse_due(now=now)))
add(Job("community.tell_overdue_answers", every_seconds=600, run=lambda now: rising.tell_overdue(now=now)))
add(Job("community.reveal_answers", every_seconds=5, run=lambda now: answering.reveal_due(now=now)))
add(Job("community.count_trusted_support", every_seconds=300, run=lambda now: supporting.count_trusted(now=now)))
add(Job("community.tell_stale_making", every_seconds=3600, run=lambda now: updates.tell_stale(now=now)))
add(Job("community.draw_tests", every_seconds=30, run=lambda now: testing.draw_due(now=now)))
add(Job("community.close_tests", every_seconds=60, run=lambda now: testing.close_due(now=now)))
add(Job("community.freeze_credit", every_seconds=60, run=lambda now: credits.freeze_due(now=now)))
add(Job("community.close_votes", every_seconds=5, run=lambda now: counting.close_due(now=now)))
add(Job("community.count_votes", every_seconds=5, run=lambda now: counting.count_due(now=now)))
