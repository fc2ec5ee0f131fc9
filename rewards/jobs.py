"""What buying together does now and then; each finds in the database what is due."""

from lib.jobs import Job, add
from rewards.services import referrals
from rewards.services.assists import sweeping as unlocks
from rewards.services.battles import collecting, counting, running
from rewards.services.buying import addresses, campaigns, seats, teams, waiting, winding_down
from rewards.services.catalogue import sweeping
from rewards.services.coupons import sweeping as coupons
from rewards.services.garden import ending
from rewards.services.money import calling, failed_charges, fake_checkout, rechecks, reconciling

add(Job("rewards.make_calls", every_seconds=5, run=lambda now: calling.perform_due(now=now)))
add(Job("rewards.reconcile", every_seconds=15, run=lambda now: reconciling.sweep(now=now)))
add(Job("rewards.ask_about_charges", every_seconds=300, run=lambda now: rechecks.ask_again(now=now)))
add(Job("rewards.drop_unpaid", every_seconds=60, run=lambda now: failed_charges.drop_due(now=now)))
add(Job("rewards.fake_bank", every_seconds=2, run=lambda now: fake_checkout.send_due(now=now)))
add(Job("rewards.open_campaigns", every_seconds=20, run=lambda now: campaigns.open_due(now=now)))
add(Job("rewards.close_campaigns", every_seconds=20, run=lambda now: campaigns.close_due(now=now)))
add(Job("rewards.refund_cancelled", every_seconds=15, run=lambda now: winding_down.refund_cancelled(now=now)))
add(Job("rewards.settle_campaigns", every_seconds=300, run=lambda now: winding_down.settle_due(now=now)))
add(Job("rewards.lapse_holds", every_seconds=15, run=lambda now: seats.lapse_due(now=now)))
add(Job("rewards.end_teams", every_seconds=5, run=lambda now: teams.end_due(now=now)))
add(Job("rewards.settle_teams", every_seconds=300, run=lambda now: teams.settle_due(now=now)))
add(Job("rewards.expire_offers", every_seconds=15, run=lambda now: waiting.expire_due(now=now)))
add(Job("rewards.close_lines", every_seconds=60, run=lambda now: waiting.close_due(now=now)))
add(Job("rewards.ask_addresses", every_seconds=60, run=lambda now: addresses.ask_due(now=now)))
add(Job("rewards.erase_addresses", every_seconds=300, run=lambda now: addresses.erase_due(now=now)))
add(Job("rewards.start_battles", every_seconds=5, run=lambda now: running.start_due(now=now)))
add(Job("rewards.score_battles", every_seconds=1, run=lambda now: collecting.collect_due(now=now)))
add(Job("rewards.tell_battles", every_seconds=5, run=lambda now: running.tell_due(now=now)))
add(Job("rewards.lock_battles", every_seconds=1, run=lambda now: running.lock_due(now=now)))
add(Job("rewards.count_battles", every_seconds=2, run=lambda now: counting.count_due(now=now)))
add(Job("rewards.finish_battles", every_seconds=60, run=lambda now: counting.finish_due(now=now)))
add(Job("rewards.wither_plants", every_seconds=60, run=lambda now: ending.wither_due(now=now)))
add(Job("rewards.lapse_redemptions", every_seconds=300, run=lambda now: sweeping.lapse_due(now=now)))
add(Job("rewards.expire_redemptions", every_seconds=60, run=lambda now: sweeping.expire_due(now=now)))
add(Job("rewards.warn_of_expiry", every_seconds=300, run=lambda now: sweeping.warn_due(now=now)))
add(Job("rewards.remind_of_addresses", every_seconds=3600, run=lambda now: sweeping.remind_due(now=now)))
add(Job("rewards.close_rewards", every_seconds=20, run=lambda now: sweeping.close_due(now=now)))
add(Job("rewards.erase_reward_addresses", every_seconds=300, run=lambda now: sweeping.erase_due(now=now)))
add(Job("rewards.end_coupons", every_seconds=20, run=lambda now: coupons.expire_due(now=now)))
add(Job("rewards.warn_of_coupons", every_seconds=300, run=lambda now: coupons.warn_due(now=now)))
add(Job("rewards.mature_referrals", every_seconds=600, run=lambda now: referrals.mature_due(now=now)))
add(Job("rewards.take_back_referrals", every_seconds=3600, run=lambda now: referrals.take_back_due(now=now)))
add(Job("rewards.expire_unlocks", every_seconds=15, run=lambda now: unlocks.expire_due(now=now)))
add(Job("rewards.warn_of_unlocks", every_seconds=300, run=lambda now: unlocks.warn_due(now=now)))
