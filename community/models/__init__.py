"""Groups, what people say in them, and how they are kept healthy."""

from community.models.case import Case, ModlogEntry, Report
from community.models.comment import Comment
from community.models.draft import Draft
from community.models.group import Group, GroupRule
from community.models.hashtag import Hashtag, PostHashtag
from community.models.membership import Membership
from community.models.post import Post, PostEmotion, PostImage, PostRevision
from community.models.reaction import Reaction

__all__ = [
    "Case",
    "Comment",
    "Draft",
    "Group",
    "GroupRule",
    "Hashtag",
    "Membership",
    "ModlogEntry",
    "Post",
    "PostEmotion",
    "PostHashtag",
    "PostImage",
    "PostRevision",
    "Reaction",
    "Report",
]
