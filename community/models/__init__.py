"""Groups, what people say in them, what they would like to be made, and how they are kept healthy."""

from community.models.amendment import Amendment
from community.models.answer import BrandAnswer, MakingPicture, MakingUpdate, Tester, TestRound
from community.models.appeal import Appeal, AppealMessage
from community.models.automod import AutomodRule, Cause, Flag, SiteRaid
from community.models.case import Case, ModlogEntry, Report
from community.models.comment import Comment
from community.models.credit import CreditObjection, CreditShare, CreditStatement, Payout, PayoutLine
from community.models.draft import Draft
from community.models.feeling_answer import FeelingAnswer
from community.models.group import Group, GroupRule
from community.models.hashtag import Hashtag, PostHashtag
from community.models.machine import Step
from community.models.meetup import Attendance, Meetup, Telling
from community.models.membership import Membership
from community.models.post import Post, PostEmotion, PostImage, PostRevision
from community.models.proposal import Authorship, Proposal, ProposalPicture, ProposalVersion
from community.models.reaction import Reaction
from community.models.round import Allowance, Candidate, RoundResult, Vote, VoteRound
from community.models.support import Argument, Stance, Support
from community.models.term import CommentTerm, PostTerm

__all__ = [
    "Allowance",
    "Amendment",
    "Appeal",
    "AppealMessage",
    "Argument",
    "Attendance",
    "Authorship",
    "AutomodRule",
    "BrandAnswer",
    "Candidate",
    "Case",
    "Cause",
    "Comment",
    "CommentTerm",
    "CreditObjection",
    "CreditShare",
    "CreditStatement",
    "Draft",
    "FeelingAnswer",
    "Flag",
    "Group",
    "GroupRule",
    "Hashtag",
    "MakingPicture",
    "MakingUpdate",
    "Meetup",
    "Membership",
    "ModlogEntry",
    "Payout",
    "PayoutLine",
    "Post",
    "PostEmotion",
    "PostHashtag",
    "PostImage",
    "PostRevision",
    "PostTerm",
    "Proposal",
    "ProposalPicture",
    "ProposalVersion",
    "Reaction",
    "Report",
    "RoundResult",
    "SiteRaid",
    "Stance",
    "Step",
    "Support",
    "Telling",
    "TestRound",
    "Tester",
    "Vote",
    "VoteRound",
]
