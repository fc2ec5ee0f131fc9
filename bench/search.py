"""Posts by two of their words among 100,000, beside what others do: ILIKE, and PostgreSQL's full text with its index.

Hearth is `streams.page`, which the search page uses: rights checked, newest first, a whole page of rows by the ORM.
Both peers get the same page of rows by the same ORM with their own condition. PostgreSQL's parser keeps a Chinese
sentence as one token, so they are asked for English words alone; the sentences are those of the demo, shuffled.
"""

from __future__ import annotations

import argparse
import random
from datetime import timedelta

from bench import common

SERVICES = ("postgres",)
SMALL, BIG, QUICK = 1_000, 100_000, 5_000
CHUNK = 5_000
ASKED = 60
SENTENCES = 6
FULL_TEXT = "to_tsvector('english', body) @@ plainto_tsquery('english', %s)"
COLUMNS = ("pk", "public_id", "version", "author_id", "author__display_name", "group_id", "created_at", "hot")
LIKE = "body ILIKE %s AND body ILIKE %s"


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
            common.Goal("hearth / full text", hearth_ms / full_text_ms, 2, is_floor=False),
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
    from lib import search_terms, sql

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
                    body=body,
                    html=body,
                    created_at=common.START + timedelta(seconds=number),
                )
                for number, body in bodies.items()
            )
            rows = [(post.pk, term) for post in made for term in search_terms.of_text(post.body)]
            sql.insert(PostTerm._meta.db_table, (("post_id", "bigint"), ("term", "text")), rows)
        queries += [_query(body, chance) for body in chance.sample(list(bodies.values()), 4 * ASKED)]
    _run("VACUUM ANALYZE")
    return chance.sample([query for query in queries if query], ASKED)


def _query(body: str, chance: random.Random) -> str:
    words = [word for word in body.split() if word.isascii() and word.isalpha() and len(word) > 4]
    return " ".join(chance.sample(words, 2)) if len(words) > 1 else ""


def _hearth_ms(queries: list[str]) -> float:
    from django.contrib.auth.models import AnonymousUser

    from community.selectors import streams
    from community.selectors.streams import Stream

    def ask(number: int) -> object:
        rows = streams.page(Stream(AnonymousUser(), query=queries[number])).rows
        assert rows
        return rows

    return common.latency_ms(ask, range(len(queries)))


def _peer_ms(condition: str, parameters: list[list[str]]) -> float:
    from django.contrib.auth.models import AnonymousUser

    from community.models import Post

    def ask(number: int) -> object:
        posts = Post.objects.visible_to(AnonymousUser()).extra(where=[condition], params=parameters[number])
        rows = posts.order_by("-created_at", "-pk").values_list(*COLUMNS)[:21]
        return list(rows)

    return common.latency_ms(ask, range(len(parameters)))


def _run(statement: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)


if __name__ == "__main__":
    main()
