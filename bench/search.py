"""Posts by two of their words among 100,000, beside what others do: ILIKE, and PostgreSQL's full text with its index.

Hearth is `post_search.find`, which the search page uses: rights checked, titles first, then the newest, a whole page of
rows by the ORM. Both peers get the same page, ranked alike, by the same ORM with their own condition.
PostgreSQL's parser keeps a Chinese sentence as one token, so they are asked for English words alone; the sentences are
those of the demo, shuffled.
"""

from __future__ import annotations

import argparse
import random
from datetime import timedelta
from typing import TYPE_CHECKING

from bench import common

if TYPE_CHECKING:
    from community.models import Post

SERVICES = ("postgres",)
SMALL, BIG, QUICK = 1_000, 100_000, 5_000
CHUNK = 5_000
ASKED = 60
SENTENCES = 6
TWO_STATEMENTS = 4  # titles first, then the others: each is planned and read by itself, where the peer asks once
TITLED = 5  # one post in so many has a title
FULL_TEXT = "to_tsvector('english', {}) @@ plainto_tsquery('english', %s)"
COLUMNS = ("pk", "public_id", "version", "author_id", "author__display_name", "group_id", "created_at", "hot")
LIKE = "{0} ILIKE %s AND {0} ILIKE %s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="5,000 posts instead of 100,000")
    size = QUICK if parser.parse_args().quick else BIG
    common.prepare_django()
    common.migrate()
    chance = random.Random(7)
    queries = _fill(0, SMALL, chance)
    small_ms = _hearth_ms(queries)
    queries = _fill(SMALL, size, chance)
    hearth_ms = _hearth_ms(queries)
    like_ms = _peer_ms(LIKE, [[f"%{word}%" for word in query.split()] for query in queries])
    _run("CREATE INDEX ON community_post USING gin (to_tsvector('english', body))")
    full_text_ms = _peer_ms(FULL_TEXT, [[query] for query in queries])
    common.line(f"ILIKE, {size:,} posts", like_ms, "ms")
    common.line(f"full text of PostgreSQL with its index, {size:,} posts", full_text_ms, "ms")
    common.line(f"hearth, {SMALL:,} posts", small_ms, "ms")
    common.line(f"hearth, {size:,} posts", hearth_ms, "ms")
    common.finish(
        [
            common.Goal("ILIKE / hearth", like_ms / hearth_ms, 10 * size / BIG),
            common.Goal("hearth / full text", hearth_ms / full_text_ms, TWO_STATEMENTS, is_floor=False),
            common.Goal(
                f"hearth, {size // SMALL} times as many posts / before", hearth_ms / small_ms, 2, is_floor=False
            ),
        ]
    )


def _fill(start: int, end: int, chance: random.Random) -> list[str]:
    """Write posts with their terms; return queries of two English words that stand together in some of them."""
    from django.db import transaction

    from community.models import Group, Post, PostTerm
    from demo import content
    from lib import sql

    [author] = common.members(1) if start == 0 else Post.objects.values_list("author_id", flat=True)[:1]
    place, _made = Group.objects.get_or_create(
        slug="bench", defaults={"names": {"en": "Bench"}, "created_at": common.START}
    )
    sentences = [line for post in content.posts() for line in post.body.splitlines() if line]
    queries = []
    for first in range(start, end, CHUNK):
        numbers = range(first, min(end, first + CHUNK))
        bodies = {number: "\n".join(chance.choices(sentences, k=SENTENCES)) for number in numbers}
        with transaction.atomic():
            made = Post.objects.bulk_create(
                Post(
                    group=place,
                    author_id=author,
                    key=str(number),
                    title=chance.choice(sentences)[:120] if number % TITLED == 0 else "",
                    body=body,
                    html=body,
                    created_at=common.START + timedelta(seconds=number),
                )
                for number, body in bodies.items()
            )
            rows = [row for post in made for row in _terms(post)]
            sql.insert(
                PostTerm._meta.db_table, (("post_id", "bigint"), ("term", "text"), ("in_title", "boolean")), rows
            )
        queries += [_query(body, chance) for body in chance.sample(list(bodies.values()), 4 * ASKED)]
    _run("VACUUM ANALYZE")
    return chance.sample([query for query in queries if query], ASKED)


def _terms(post: Post) -> list[tuple[int, str, bool]]:
    from lib import search_terms

    titled = set(search_terms.of_text(post.title))
    return [(post.pk, term, term in titled) for term in titled | set(search_terms.of_text(post.body))]


def _query(body: str, chance: random.Random) -> str:
    words = [word for word in body.split() if word.isascii() and word.isalpha() and len(word) > 4]
    return " ".join(chance.sample(words, 2)) if len(words) > 1 else ""


def _hearth_ms(queries: list[str]) -> float:
    from django.contrib.auth.models import AnonymousUser

    from community.selectors import post_search
    from lib import clock

    now, visitor = clock.now(), AnonymousUser()

    def ask(number: int) -> object:
        found = post_search.find(viewer=visitor, query=queries[number], now=now)
        assert found.page.rows
        assert not found.is_near
        return found

    return common.latency_ms(ask, range(len(queries)))


def _peer_ms(condition: str, parameters: list[list[str]]) -> float:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import BooleanField
    from django.db.models.expressions import RawSQL

    from community.models import Post

    def ask(number: int) -> object:
        titled, values = condition.format("title"), parameters[number]
        posts = Post.objects.visible_to(AnonymousUser()).annotate(titled=RawSQL(titled, values, BooleanField()))
        found = posts.extra(where=[condition.format("body")], params=values)
        return list(found.order_by("-titled", "-created_at", "-pk").values_list(*COLUMNS)[:21])

    return common.latency_ms(ask, range(len(parameters)))


def _run(statement: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)


if __name__ == "__main__":
    main()
