"""What the community does now and then."""

from community.services import images
from lib.chores import Chore, add

add(Chore("community.sweep_images", every_seconds=3600, run=lambda now: images.sweep(now=now)))
