"""How often a member may enter, hand in, tell: by a button or by a program, it counts alike."""

from lib.limits import Limit

ENTER = Limit("challenge-enter", most=30, seconds=600)
HAND_IN = Limit("challenge-hand-in", most=30, seconds=3600)
STORY = Limit("challenge-story", most=20, seconds=3600)
