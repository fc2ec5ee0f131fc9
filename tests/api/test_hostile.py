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

pytestmark = [pytest.mark.django_db, pytest.mark.world, pytest.mark.usefixtures("sessions_stay")]
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
JSON, FORM = "application/json", "multipart/form-data; boundary=x"
PART = b'--x\r\nContent-Disposition: form-data; name="body"\r\n\r\n\xff\x00\r\n--x--\r\n'
BODIES = ((b"null", JSON), (b"[1]", JSON), (b"{}", JSON), (b"\xff", JSON), (PART, FORM))
# What is refused while it is read is refused by one parser for all who take JSON, and by one for pictures. JSON where
# parts are announced is no part at all, whichever it is.
UNREAD = (*((raw, JSON) for raw in (b'"text"', b"{", DEEP, b'{"body": "\\u0000"}')), (b"{}", FORM), (b"\xff", FORM))
if servers.WORLD == "production":
    VALUES, BODIES = IN_BOTH_WORLDS, BODIES[-2:]
TEXTS = ("%00", "%2e%2e%2f🙂' OR 1=1%ff", "-1", "9" * 30, "９", "a" * 300, "edit:%F0")
CURSORS = (
    "garbage",
    *map(
        paging.encode, ([None, None], [2**80, 1], [1, -1], ["a", "b"], [[1e308, 1], [1.5, 2], [1]], [{}], [1.5, True])
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
        "posts": ("type", "title", "pictures", "brand", "suggested", "dismissed"),
        "posts/{public_id}": ("type", "title", "pictures", "brand", "suggested", "dismissed"),
        "posts/{public_id}/comments": ("parent",),
        "groups": ("taglines", "abouts", "slug", "icon", "mood", "visibility", "join_policy", "join_question", "rules"),
        "groups/{slug}/membership": ("answer",),
        "activities": ("actor", "object", "target", "key", "data"),
        "drafts/{intent}": ("title", "type", "group", "brand", "edition", "emotions", "pictures", "alts"),
        "posts/{public_id}/reports": ("rule",),
    }
    return [*row.body, *more.get(row.path, ())]


def ask(caller: Caller, row: Row, ids: dict[str, str], body: Any) -> tuple[list[str], set[str]]:
    """Return what broke, and the fields that were refused by name."""
    cache.clear()
    with transaction.atomic():
        response = Row(row.method, row.path, "", body=body, fill=row.fill).ask(caller, ids)
        transaction.set_rollback(True)
    if response.status_code >= 500 or not response["Content-Type" if response.content else "Vary"]:
        return [f"{row.method} {row.path} {str(body)[:80]}: {response.status_code}"], set()
    refused = response.json().get("fields", {}) if response.status_code == 422 else {}
    return [], {name.partition(".")[0] for name in refused}


def broken(caller: Caller, row: Row, ids: dict[str, str], value: Any) -> list[str]:
    """Put the value into all fields at once, then into each that was not refused for it: that goes deeper by itself."""
    fields = fields_of(row)
    wrong, refused = ask(caller, row, ids, row.body | dict.fromkeys(fields, value))
    for name in fields:
        if name not in refused and len(fields) > 1:
            wrong += ask(caller, row, ids, row.body | {name: value})[0]
    return wrong


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
        for value in VALUES:
            wrong += broken(caller, row, ids, value)

    assert wrong == []


def test_no_body_breaks_anything(economy):
    callers, ids = staff_of()
    wrong, parsers = [], set()

    for row in TABLE:
        if row.method == "GET":
            continue
        caller = right_caller(callers, row)
        caller.client.raise_request_exception = False
        path = row.path.format(**row.values(ids))
        is_new = (row.body == "picture") not in parsers
        parsers.add(row.body == "picture")
        for raw, kind in (*BODIES, *(UNREAD if is_new else ())):
            with transaction.atomic():
                response = caller.send(row.method, path, raw=raw, content_type=kind, key="hostile")
                transaction.set_rollback(True)
            if response.status_code >= 500:
                wrong.append(f"{row.method} {path} {kind} {raw[:30]!r}: {response.status_code}")

    assert wrong == []


def test_what_is_no_cursor_reads_as_none():
    texts = ("9" * 30, "1_2_3", "99999999999999999999_1_1", "1_99999999999999999999999_1", "-1", "é", "W" * 500)

    assert [paging.decode(text) for text in (*texts, CURSORS[0], paging.encode([]), "", None)] == [[]] * 11


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
        path = row.path.format(**row.values(ids))
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
