"""The states and kinds of challenges, each set named in the description by config/settings/api.py."""

from gamify.models import Challenge, ChallengeTask, PrizeLine, Submission

CHALLENGE = Challenge.State.values
CHALLENGE_TASK = ChallengeTask.Kind.values
PRIZE_RULE = PrizeLine.Rule.values
SUBMISSION = Submission.State.values
