"""The engine's memory: activities, what they were decided to mean, and the projections of that."""

from gamify.models.activity import Activity, Outcome, Waiting
from gamify.models.backfill import Backfill
from gamify.models.badge import Award, Badge
from gamify.models.edition import Edition
from gamify.models.hold import Hold
from gamify.models.leaderboard import Leaderboard, Period, RankBucket, Standing
from gamify.models.ledger import Account, Currency, LedgerEntry
from gamify.models.level import Level
from gamify.models.player import Player
from gamify.models.progress import Progress
from gamify.models.rule import Rule
from gamify.models.task import Task

__all__ = [
    "Account",
    "Activity",
    "Award",
    "Backfill",
    "Badge",
    "Currency",
    "Edition",
    "Hold",
    "Leaderboard",
    "LedgerEntry",
    "Level",
    "Outcome",
    "Period",
    "Player",
    "Progress",
    "RankBucket",
    "Rule",
    "Standing",
    "Task",
    "Waiting",
]
