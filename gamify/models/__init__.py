"""The engine's memory: activities, what they were decided to mean, the projections of that; and challenges."""

from gamify.models.activity import Activity, Outcome, Waiting
from gamify.models.audience import Audience
from gamify.models.backfill import Backfill
from gamify.models.badge import Award, Badge
from gamify.models.challenge import Challenge, ChallengeTask, Consent, PrizeLine
from gamify.models.edition import Edition
from gamify.models.entrant import ChallengeTeam, Entrant, EntrantProgress, Mark, Submission
from gamify.models.escrow import ChallengeResult, Escrow, Pick, Prize
from gamify.models.hold import Hold
from gamify.models.lapse import Cutoff, Lapse
from gamify.models.leaderboard import Leaderboard, Period, RankBucket, Standing
from gamify.models.league import LeagueCohort, LeagueSeat
from gamify.models.ledger import Account, Currency, LedgerEntry
from gamify.models.level import Level
from gamify.models.move import Move
from gamify.models.player import Player
from gamify.models.progress import Progress
from gamify.models.purse import Purse, PurseEntry, PurseRequest
from gamify.models.quest import Quest
from gamify.models.rule import Rule
from gamify.models.season import Season, SeasonStanding
from gamify.models.task import Task
from gamify.models.tier import HeldTier, Tier, TierStep

__all__ = [
    "Account",
    "Activity",
    "Audience",
    "Award",
    "Backfill",
    "Badge",
    "Challenge",
    "ChallengeResult",
    "ChallengeTask",
    "ChallengeTeam",
    "Consent",
    "Currency",
    "Cutoff",
    "Edition",
    "Entrant",
    "EntrantProgress",
    "Escrow",
    "HeldTier",
    "Hold",
    "Lapse",
    "Leaderboard",
    "LeagueCohort",
    "LeagueSeat",
    "LedgerEntry",
    "Level",
    "Mark",
    "Move",
    "Outcome",
    "Period",
    "Pick",
    "Player",
    "Prize",
    "PrizeLine",
    "Progress",
    "Purse",
    "PurseEntry",
    "PurseRequest",
    "Quest",
    "RankBucket",
    "Rule",
    "Season",
    "SeasonStanding",
    "Standing",
    "Submission",
    "Task",
    "Tier",
    "TierStep",
    "Waiting",
]
