"""What the community tells members. Each module adds its kinds to the inbox's registry."""

from community.notices import appeals, groups, meetups, moderation, posts, proposals, rooms  # noqa: F401
