"""The description: kept in docs/openapi.yaml, complete, and true to what the endpoints answer."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import caches

from config import api_examples
from config.api_description import Description
from tests.api import answers
from tests.api.described import KEPT, document


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return document()


def operations(described: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(method, path, found) for path, methods in described["paths"].items() for method, found in methods.items()]


@pytest.mark.django_db
def test_the_kept_description_is_the_codes_and_served_from_here_with_its_page(client):
    made = client.get("/api/v1/schema/", headers={"Accept": "application/vnd.oai.openapi"}).content
    page = client.get("/api/v1/docs/").content.decode()

    assert KEPT.read_bytes() == made, "run ./dev openapi if this is meant; /api/v1/ only grows"
    assert "http://" not in page
    assert "https://" not in page
    assert "<style" not in page


def test_it_is_openapi_3_1_with_a_tag_a_summary_and_a_problem_everywhere(described):
    assert described["openapi"].startswith("3.1")
    for method, path, found in operations(described):
        assert found["tags"], (method, path)
        assert found["summary"], (method, path)
        assert found["responses"]["4XX"] == {"$ref": "#/components/responses/Problem"}, (method, path)


def test_every_json_body_has_an_example(described):
    bodies = {
        (method, path): found["requestBody"]["content"]["application/json"]
        for method, path, found in operations(described)
        if "application/json" in found.get("requestBody", {}).get("content", {})
    }

    assert len(bodies) > 20
    assert [key for key, body in bodies.items() if not body.get("examples")] == []


def test_every_answer_has_an_example_that_fits(described):
    shapes = {
        api_examples.shape_of(content)
        for _method, _path, found in operations(described)
        for status, answer in found["responses"].items()
        for content in answer.get("content", {}).values()
        if status != "4XX"
    }

    assert api_examples.kept().keys() == shapes, "python -m tools.examples, then ./dev openapi"
    wrong = {name: answers.problems_of(name, value) for name, value in api_examples.kept().items()}
    assert {name: problems for name, problems in wrong.items() if problems} == {}


def test_every_write_takes_an_idempotency_key(described):
    key = {"$ref": "#/components/parameters/IdempotencyKey"}

    for method, path, found in operations(described):
        assert (key in found.get("parameters", [])) == (method != "get"), (method, path)


def test_every_list_is_paged(described):
    for _method, path, found in operations(described):
        if not found["operationId"].endswith("_list"):
            continue
        name = found["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
        assert {"results", "next"} <= set(described["components"]["schemas"][name]["properties"]), path


@pytest.mark.django_db
def test_the_description_is_made_once_and_takes_no_words_from_its_address(client, monkeypatch):
    caches["fragments"].clear()
    made = []
    generator = Description.generator_class
    monkeypatch.setattr(generator, "get_schema", lambda *_, **__: made.append(1) or {"openapi": "3.1.0"})

    queries = ("", "?lang=zz", "?version=a%0d%0aX:y", "?version=%00")
    answers = [client.get(f"/api/v1/schema/{query}", headers={"Accept": "*/*"}) for query in queries]
    caches["fragments"].clear()

    assert {answer.content for answer in answers} == {b"openapi: 3.1.0\n"}
    assert {answer["Content-Disposition"] for answer in answers} == {'inline; filename="hearth-api.yaml"'}
    assert len(made) == 1
