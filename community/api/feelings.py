"""The twelve feelings, and which of them a text may carry."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from community import rate_limits
from community.api.shapes import feelings as shapes
from community.emotions import EMOTIONS
from community.selectors import feelings as reads, moods
from community.services import text
from lib import clean
from lib.api.describing import operation
from lib.api.endpoint import Endpoint, MemberEndpoint
from lib.limits import spend


class Feelings(Endpoint):
    """The twelve."""

    @operation(
        "emotion_list", "Feelings", "The twelve feelings, and how many posts carry each", gives=shapes.FeelingPage
    )
    def get(self, request: Request) -> Response:
        counts = moods.counts_this_week(now=self.now)
        found = [
            {
                "key": key,
                "label": feeling.label,
                "intro": feeling.intro,
                "opposite": feeling.opposite,
                "is_heavy": feeling.is_heavy,
                "count": counts.get(key, 0),
            }
            for key, feeling in EMOTIONS.items()
        ]
        return self.give_page(shapes.FeelingPage, found)


class Suggestions(MemberEndpoint):
    """What my words may feel like."""

    @operation(
        "emotion_suggest",
        "Feelings",
        "Which feelings a text of mine may carry, at most three, and the words that say so",
        takes=shapes.TextSerializer,
        gives=shapes.SuggestionsSerializer,
        example={"text": "My first loaf rose! So happy, thank you all."},
        description="A guess, for the author alone to take or leave: the text is neither kept nor logged, and nothing "
        "is said where the guess is not sure or the member has switched suggestions off. Send what was shown as "
        "`suggested` with the post, and what was refused as `dismissed`, so that suggestions learn.",
    )
    def post(self, request: Request) -> Response:
        spend(rate_limits.SUGGEST, who=self.member.public_id, now=self.now)
        said = self.read(shapes.TextSerializer)
        words = clean.block(said["text"], field="text", most=text.POST_LIMIT)
        return self.give(shapes.SuggestionsSerializer, reads.suggested(text=words, user=self.member))
