"""What buying together does now and then; each finds in the database what is due."""

from lib.chores import Chore, add
from rewards.services import fake_checkout, gateway_calls, mending, reconciling

add(Chore("rewards.make_calls", every_seconds=5, run=lambda now: gateway_calls.perform_due(now=now)))
add(Chore("rewards.reconcile", every_seconds=15, run=lambda now: reconciling.sweep(now=now)))
add(Chore("rewards.drop_unpaid", every_seconds=60, run=lambda now: mending.drop_due(now=now)))
add(Chore("rewards.fake_bank", every_seconds=2, run=lambda now: fake_checkout.send_due(now=now)))
