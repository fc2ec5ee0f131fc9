"""The states and kinds of challenges and quests, each set named in the description by config/settings/api.py."""

from gamify.models import Challenge, ChallengeTask, PrizeLine, Submission
from gamify.selectors import quests

CHALLENGE = Challenge.State.values
CHALLENGE_TASK = ChallengeTask.Kind.values
PRIZE_RULE = PrizeLine.Rule.values
SUBMISSION = Submission.State.values
QUEST = [quests.OPEN, quests.WAITING, quests.FINISHED]
QUEST_STEP = [quests.DONE, quests.NOW, quests.TO_COME]
