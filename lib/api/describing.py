"""The words of the API's description: each operation, page and problem in one line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
Shape = type[serializers.Serializer[Any]]

AFTER = OpenApiParameter("after", str, description="The `next` of the page before; without it the first page.")


class ProblemSerializer(serializers.Serializer[Any]):
    """Why a request was refused (RFC 9457)."""

    type = serializers.CharField(default="about:blank")
    status = serializers.IntegerField(help_text="The HTTP status.")
    code = serializers.CharField(help_text="Stable, for programs: `community.banned`.")
    title = serializers.CharField(help_text="For people, in their language.")
    fields = serializers.DictField(  # type: ignore[assignment]  # the member is called so
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text="What is wrong with each part of the body, by its name.",
    )
    data = serializers.DictField(  # type: ignore[assignment]  # the member is called so
        required=False, help_text="What one needs to decide again, such as both versions."
    )


@dataclass(frozen=True)
class Operation:
    """What the description calls a method of an endpoint; `choices` are the words that parts of its query may have."""

    name: str
    tag: str
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def operation_of(endpoint: Any, method: str) -> Operation | None:
    """Return what the HTTP `method` of the class `endpoint` is described as, None if it has none or hides it."""
    handler = getattr(endpoint, "get" if method == "HEAD" else method.lower(), None)
    return getattr(handler, _MARK, None)


_MARK = "hearth_operation"
_modules: dict[str, str] = {}


def module_of(name: str) -> str:
    """Return the module that has the operation called `name`, "" when there is none."""
    return _modules.get(name, "")


def page_of(item: Shape, **more: serializers.Field[Any, Any, Any, Any]) -> Shape:
    """Return the shape of a page of `item`: `results`, and in `next` the cursor of the following page or null."""
    name = item.__name__.removesuffix("Serializer")
    parts: dict[str, Any] = {
        "results": item(many=True),
        "next": serializers.CharField(allow_null=True, help_text="Send it as `after`; null at the end."),
        **more,
    }
    return type(f"{name}PageSerializer", (serializers.Serializer,), parts)


def operation(
    name: str,
    tag: str,
    summary: str,
    *,
    takes: Shape | None = None,
    gives: Shape | None = None,
    status: int = 200,
    also: Sequence[int] = (),
    asks: Sequence[OpenApiParameter] = (),
    example: Any = None,
    description: str = "",
    upload: bool = False,
) -> Callable[[Decorated], Decorated]:
    """Describe a method of an endpoint.

    Args:
        name: unique; client libraries make their function names of it.
        status: of success; `also` are further ones of the same shape, as for a repeated request.
        example: a body that works.
    """
    answer: Any = gives or OpenApiResponse(description="Done.")
    body: Any = {"multipart/form-data": takes} if upload else takes
    examples = [OpenApiExample("A request", value=example, request_only=True)] if example is not None else []
    describe: Callable[[Decorated], Decorated] = extend_schema(
        operation_id=name,
        tags=[tag],
        summary=summary,
        description=description or summary,
        request=body,
        responses={**dict.fromkeys((status, *also), answer), ("4XX", "application/problem+json"): ProblemSerializer},
        parameters=list(asks),
        examples=examples,
    )

    def decorate(method: Decorated) -> Decorated:
        described = describe(method)
        setattr(described, _MARK, Operation(name, tag, {each.name: tuple(each.enum) for each in asks if each.enum}))
        _modules[name] = method.__module__
        return described

    return decorate


def asked(name: str, description: str, kind: Any = str, **more: Any) -> OpenApiParameter:
    """Return a query parameter."""
    return OpenApiParameter(name, kind, description=description, **more)
