"""Feeds: for you, whom I follow, my groups, everybody's latest, a group's, a topic's, a member's; each by mood too."""

from __future__ import annotations

from django.utils.translation import get_language
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.selectors import people
from community.api.groups import group_of
from community.api.shapes import posts as shapes
from community.policies import Action
from community.selectors import hashtags, streams, warmth
from community.selectors.streams import Page, Stream
from lib.api.describing import AFTER, asked, operation
from lib.api.endpoint import Endpoint, MemberEndpoint
from look.emotions import EMOTIONS

MOOD = asked("mood", "Only posts with this feeling.", enum=list(EMOTIONS))


class _Feed(Endpoint):
    def mood(self) -> str:
        return self.request.query_params.get("mood", "")

    def feed(self, page: Page) -> Response:
        return self.give_page(shapes.PostPage, shapes.shown(page.rows), page.next_cursor)


class ForYou(_Feed):
    """What is warm."""

    @operation(
        "feed_for_you",
        "Feeds",
        "What is warm in my groups, and a look outside",
        gives=shapes.PostPage,
        asks=[AFTER, MOOD],
    )
    def get(self, request: Request) -> Response:
        return self.feed(
            warmth.for_you(viewer=self.viewer, after=self.after, mood=self.mood(), language=get_language() or "")
        )


class Latest(_Feed):
    """What is new."""

    @operation(
        "feed_latest",
        "Feeds",
        "All posts I may read, newest first",
        gives=shapes.PostPage,
        asks=[AFTER, MOOD, asked("q", "Only posts with all of these words, in whatever form (English) and order.")],
    )
    def get(self, request: Request) -> Response:
        query = streams.tidy(request.query_params.get("q", ""))
        return self.feed(streams.page(Stream(self.viewer, mood=self.mood(), query=query), after=self.after))


class Mine(_Feed, MemberEndpoint):
    """What my groups say."""

    @operation("feed_mine", "Feeds", "Posts of my groups, newest first", gives=shapes.PostPage, asks=[AFTER, MOOD])
    def get(self, request: Request) -> Response:
        return self.feed(streams.page(Stream(self.viewer, mine=True, mood=self.mood()), after=self.after))


class Following(_Feed, MemberEndpoint):
    """What those say whom I follow."""

    @operation(
        "feed_following",
        "Feeds",
        "Posts that I may read of those I follow, newest first",
        gives=shapes.PostPage,
        asks=[AFTER, MOOD],
    )
    def get(self, request: Request) -> Response:
        return self.feed(streams.page(Stream(self.viewer, followed=True, mood=self.mood()), after=self.after))


class OfGroup(_Feed):
    """What a group says."""

    @operation(
        "group_post_list",
        "Feeds",
        "A group's posts: pinned ones, then the newest",
        gives=shapes.PostPage,
        asks=[AFTER, MOOD],
    )
    def get(self, request: Request, slug: str) -> Response:
        group = group_of(self, slug, Action.READ)
        return self.feed(streams.page(Stream(self.viewer, group=group, mood=self.mood()), after=self.after))


class OfTopic(_Feed):
    """What is said with a hashtag."""

    @operation("topic_post_list", "Feeds", "Posts with a hashtag, newest first", gives=shapes.PostPage, asks=[AFTER])
    def get(self, request: Request, slug: str) -> Response:
        hashtag = hashtags.get_hashtag(slug=slug, viewer=self.viewer)
        return self.feed(streams.page(Stream(self.viewer, hashtag=hashtag.slug), after=self.after))


class OfMember(_Feed):
    """What somebody said."""

    @operation(
        "member_post_list",
        "Feeds",
        "A member's posts that I may read, newest first",
        gives=shapes.PostPage,
        asks=[AFTER],
    )
    def get(self, request: Request, handle: str) -> Response:
        author = people.get_person(handle=handle)
        return self.feed(streams.page(Stream(self.viewer, author=author), after=self.after))
