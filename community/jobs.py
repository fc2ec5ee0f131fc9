"""What the community does now and then."""

from community.services import images, succession
from community.services.appeals import settling
from community.services.making import credits, testing, updates
from community.services.meetups import reminding, telling
from community.services.proposals import answering, rising, supporting
from community.services.rounds import counting
from lib.jobs import Job, add

add(Job("community.sweep_images", every_seconds=3600, run=images.sweep))
add(Job("community.find_owners", every_seconds=600, run=succession.provide))
add(Job("community.tend_appeals", every_seconds=600, run=settling.tend))
add(Job("community.remind_of_meetups", every_seconds=300, run=reminding.remind_due))
add(Job("community.tell_of_meetups", every_seconds=2, run=telling.tell_due))
add(Job("community.lapse_proposals", every_seconds=60, run=rising.lapse_due))
add(Job("community.tell_overdue_answers", every_seconds=600, run=rising.tell_overdue))
add(Job("community.reveal_answers", every_seconds=5, run=answering.reveal_due))
add(Job("community.count_trusted_support", every_seconds=300, run=supporting.count_trusted))
add(Job("community.tell_stale_making", every_seconds=3600, run=updates.tell_stale))
add(Job("community.draw_tests", every_seconds=30, run=testing.draw_due))
add(Job("community.close_tests", every_seconds=60, run=testing.close_due))
add(Job("community.freeze_credit", every_seconds=60, run=credits.freeze_due))
add(Job("community.close_votes", every_seconds=5, run=counting.close_due))
add(Job("community.count_votes", every_seconds=5, run=counting.count_due))
