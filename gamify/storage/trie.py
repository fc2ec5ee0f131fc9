"""The counting trie: how many standings of a period lie in each range of scores (ADR on ranks).

It counts, for each depth d, how many standings of a period have `score >> 6d` equal to a bucket. A rank is one plus the
standings in the later siblings of one's own bucket at every depth.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from gamify.models import RankBucket
from lib import sql

BITS = 6
DEPTHS = 4  # 16.7 million scores by four steps; above, the last step widens and stays exact


def recount() -> None:
    """Count all standings into the trie again. Inside a transaction. Queries: 2."""
    sql.run("DELETE FROM gamify_rankbucket")
    sql.run(
        "INSERT INTO gamify_rankbucket (period_id, depth, bucket, standings) "
        "SELECT s.period_id, d.depth, s.score >> (6 * d.depth), count(*) FROM gamify_standing s "
        "CROSS JOIN (SELECT 0 AS depth UNION SELECT 1 UNION SELECT 2 UNION SELECT 3) d "
        "GROUP BY s.period_id, d.depth, s.score >> (6 * d.depth)"
    )


def move(moves: Iterable[tuple[int, int | None, int]]) -> None:
    """Count standings that moved in a period from one score to another; None and 0 are no standing. Queries: 1."""
    changes: Counter[tuple[int, int, int]] = Counter()
    for period, score_before, score in moves:
        for depth in range(DEPTHS):
            before, after = _bucket(score_before, depth), _bucket(score, depth)
            if before == after:
                break  # and so at every depth above
            if before is not None:
                changes[period, depth, before] -= 1
            if after is not None:
                changes[period, depth, after] += 1
    rows = [(*key, change) for key, change in sorted(changes.items()) if change]
    columns = (("period_id", "bigint"), ("depth", "smallint"), ("bucket", "bigint"), ("standings", "bigint"))
    table = RankBucket._meta.db_table
    tail = f"ON CONFLICT (period_id, depth, bucket) DO UPDATE SET standings = {table}.standings + excluded.standings"
    sql.insert(table, columns, rows, tail)


def _bucket(score: int | None, depth: int) -> int | None:
    """Return where a score is counted at `depth`; None for no standing, which nobody has without a score."""
    return score >> (BITS * depth) if score and score > 0 else None
