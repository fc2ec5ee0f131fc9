"""What the description says of every operation alike: signing in, refusals, and how to let a thing happen once."""

from __future__ import annotations

from typing import Any

from drf_spectacular.authentication import SessionScheme
from drf_spectacular.extensions import OpenApiAuthenticationExtension

from config import api_examples, api_facts
from config.api_auth import MemberSession, ProgramKey
from connect import scopes
from lib.api.describing import operation_of

PROBLEM = "#/components/responses/Problem"
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
    "description": "Any text of your own, new for each thing you want done. Sent again within 24 hours the first "
    "success is given again and nothing happens twice; with another body the answer is 422, while the first is at "
    "work 409.",
}
_EXAMPLES = {
    "invalid": {
        "value": {
            "type": "about:blank",
            "status": 422,
            "code": "hearth.invalid",
            "title": "Please check what you entered.",
            "fields": {"emotions": ["Choose one or two feelings."]},
        }
    },
    "not found": {
        "value": {
            "type": "about:blank",
            "status": 404,
            "code": "community.post_not_found",
            "title": "We could not find that.",
        }
    },
}


class ProgramKeyScheme(OpenApiAuthenticationExtension):
    """The description of `ProgramKey`, with the scopes that each operation needs."""

    target_class = ProgramKey
    name = "keyAuth"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        each = "\n".join(f"- `{scope.key}`: {scope.label}. {scope.hint}" for scope in scopes.SCOPES)
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "hearth_…",
            "description": f"Made by a member in their settings, or for a brand in its console. Its scopes:\n\n{each}",
        }

    def get_security_requirement(self, auto_schema: Any) -> list[dict[str, list[str]]]:
        """Return the scopes that a key needs; nothing where no key opens it."""
        needed = described_scopes(auto_schema.view, auto_schema.method, auto_schema.path)
        return [{self.name: needed}] if needed else []


def described_scopes(view: Any, method: str, path: str) -> list[str]:
    """Return the scopes that a key needs for this operation."""
    operation = operation_of(type(view), method)
    address, is_read = path.removeprefix("/api/v1/"), method == "GET"
    return scopes.sorted_out(scopes.needed(operation, address=address, is_read=is_read)) if operation else []


class MemberSessionScheme(SessionScheme):
    """The description of `MemberSession`."""

    target_class = MemberSession  # type: ignore[assignment]  # a class works as well as its name


def add_common(result: dict[str, Any], **_more: Any) -> dict[str, Any]:
    """Add the problem answers and the Idempotency-Key; called by the generator."""
    components = result.setdefault("components", {})
    content = {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": _EXAMPLES}
    wait = {"description": "After 429 and 503: so many seconds until it opens again.", "schema": {"type": "integer"}}
    components.setdefault("responses", {})["Problem"] = {
        "headers": {"Retry-After": wait},
        "description": "Refused. `code` (all in docs/errors.md) says why to programs, `title` and `fields` to people.",
        "content": {"application/problem+json": content},
    }
    components.setdefault("parameters", {})["IdempotencyKey"] = _KEY
    for path in result["paths"].values():
        for method, found in path.items():
            found["responses"]["4XX"] = {"$ref": PROBLEM}
            found["description"] = api_facts.told(found)
            if method != "get":
                found.setdefault("parameters", []).append({"$ref": "#/components/parameters/IdempotencyKey"})
    api_examples.show(result)
    return result
