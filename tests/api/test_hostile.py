"""Whatever is sent to whichever endpoint, it is refused or done: never does anything break."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import transaction

from lib import paging
from tests import servers
from tests.api.callers import ROOT, Caller, Row
from tests.api.described import read_by
from tests.api.test_permissions import TABLE, build
from tests.community import cast

pytestmark = [pytest.mark.django_db, pytest.mark.world]
VALUES: tuple[Any, ...] = (
    None,
    "🙂" * 30_000,
    "\u202e\u200b\u2066' OR 1=1; --%_\\",
    "[" * 3_000,
    -1,
    2**63 - 1,
    1e308,
    ["a"] * 50,
    [None, {}, [[]]],
    {"a": {"b": ["c"]}},
    {"en": None, "zh-hans": 5, "": "x"},
)
IN_BOTH_WORLDS = (VALUES[1], VALUES[5], VALUES[10])  # what reaches a database, and is something else there
DEEP = b'{"a":' * 900 + b"1" + b"}" * 900
BODIES: tuple[bytes, ...] = (b"null", b'"text"', b"[1]", b"{}", b"{", DEEP, b'{"body": "\\u0000"}', b"\xff")
FORM = "multipart/form-data; boundary=x"
PARTS = (  # JSON where parts are announced is no part at all, whichever it is
    (b"{}", FORM),
    (b"\xff", FORM),
    (b'--x\r\nContent-Disposition: form-data; name="body"\r\n\r\n\xff\x00\r\n--x--\r\n', FORM),
)
if servers.WORLD == "production":
    VALUES, BODIES, PARTS = IN_BOTH_WORLDS, BODIES[-3:], PARTS[-1:]
TEXTS = ("%00", "%ff", "%2e%2e%2f", "-1", "9" * 30, "９", "🙂", "a" * 300, "' OR 1=1", "edit:%F0")
CURSORS = (
    "garbage",
    "9" * 30,
    "1_2_3",
    "99999999999999999999_1_1",
    "1_99999999999999999999999_1",
    "-1",
    *map(
        paging.encode,
        ([], [None, None], [2**80, 1], [1, -1], ["a", "b"], [[1e308, 1], [1.5, 2], [1]], [{}], [1.5, True]),
    ),
)
ENUMS = ("mood", "door", "currency", "scope", "q", "unread", "mine", "decided")  # of any endpoint


def staff_of(visibility: str = "public") -> tuple[dict[str, Any], dict[str, str]]:
    callers, ids = build(visibility)
    callers["robot"] = Caller(cast.person("robot", is_staff=True))
    return callers, ids


def fields_of(row: Row) -> list[str]:
    """Return the fields of the row's body, those too that it leaves out."""
    more = {
        "posts": ("type", "title", "pictures", "brand"),
        "posts/{public_id}": ("type", "title", "pictures", "brand"),
        "posts/{public_id}/comments": ("parent",),
        "groups": ("taglines", "abouts", "slug", "icon", "mood", "visibility", "join_policy", "join_question", "rules"),
        "groups/{slug}/membership": ("answer",),
        "activities": ("actor", "object", "target", "key", "data"),
        "drafts/{intent}": ("title", "type", "group", "brand", "edition", "emotions", "pictures", "alts"),
        "posts/{public_id}/reports": ("rule",),
    }
    return [*row.body, *more.get(row.path, ())]


def broken(caller: Caller, row: Row, ids: dict[str, str], body: Any) -> str:
    cache.clear()
    with transaction.atomic():
        response = Row(row.method, row.path, "", body=body, fill=row.fill).ask(caller, ids)
        transaction.set_rollback(True)
    if response.status_code < 500 and response["Content-Type" if response.content else "Vary"]:
        return ""
    return f"{row.method} {row.path} {str(body)[:80]}: {response.status_code}"


def right_caller(callers: dict[str, Caller], row: Row) -> Caller:
    if row.path == "activities":
        return callers["robot"]
    return callers["author"] if row.public.split()[4].startswith("20") else callers["owner"]


def test_no_value_of_any_field_breaks_anything(economy):
    callers, ids = staff_of()
    wrong = []

    for row in TABLE:
        if not isinstance(row.body, dict):
            continue
        caller = right_caller(callers, row)
        caller.client.raise_request_exception = False
        for name in fields_of(row):
            wrong += [broken(caller, row, ids, row.body | {name: value}) for value in VALUES]

    assert [each for each in wrong if each] == []


def test_no_body_breaks_anything(economy):
    callers, ids = staff_of()
    wrong = []

    for row in TABLE:
        if row.method == "GET":
            continue
        caller = right_caller(callers, row)
        caller.client.raise_request_exception = False
        path = row.path.format(
            **{"slug": ids["slug"]} | {name: key[1:] if key[0] == "=" else ids[key] for name, key in row.fill.items()}
        )
        for raw, kind in (*((raw, "application/json") for raw in BODIES), *PARTS):
            with transaction.atomic():
                response = caller.send(row.method, path, raw=raw, content_type=kind, key="hostile")
                transaction.set_rollback(True)
            if response.status_code >= 500:
                wrong.append(f"{row.method} {path} {kind} {raw[:30]!r}: {response.status_code}")

    assert wrong == []


def queries_of(row: Row) -> list[str]:
    """Return hostile queries; where the description says that none is read, one of each kind by any name."""
    read = read_by(ROOT + row.path.replace("{pk}", "{id}"))
    cursors = [f"after={quote(cursor)}" for cursor in CURSORS]
    said = [text if "%" in text else quote(text) for text in TEXTS]
    texts = ["&".join(f"{name}={text}" for name in sorted(read - {"after"}) or ENUMS) for text in said]
    return cursors[: None if "after" in read else 1] + texts[None if read - {"after"} else -1 :]


@pytest.mark.embedded_only
def test_no_query_breaks_anything(economy):
    callers, ids = staff_of()
    caller = callers["owner"]
    caller.client.raise_request_exception = False
    wrong = []

    for row in TABLE:
        if row.method != "GET":
            continue
        path = row.path.format(
            **{"slug": ids["slug"]} | {name: key[1:] if key[0] == "=" else ids[key] for name, key in row.fill.items()}
        )
        for query in queries_of(row):
            status = caller.client.get(f"{ROOT}{path}?{query}").status_code
            if status >= 500:
                wrong.append(f"{path}?{query}: {status}")

    assert wrong == []


@pytest.mark.embedded_only
def test_markup_in_names_stays_text(visitor, mei):
    mei.display_name = "<img src=x onerror=alert(1)>"
    mei.save()

    response = visitor.get("members/mei")

    assert json.loads(response.content)["display_name"] == mei.display_name
    assert response["Content-Type"] == "application/json"
    assert response["X-Content-Type-Options"] == "nosniff"
