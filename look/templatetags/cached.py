"""`{% cached "name" a b %}…{% endcached %}`: draw once for each language and each a, b (look/piece_cache.py)."""

from __future__ import annotations

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token

from look import piece_cache

register = template.Library()


class CachedNode(template.Node):
    def __init__(self, nodelist: NodeList, name: str, vary: list[FilterExpression]) -> None:
        self.nodelist, self.name, self.vary = nodelist, name, vary

    def render(self, context: template.Context) -> str:
        def draw(stand_ins: object) -> str:
            with context.push(**stand_ins):  # type: ignore[arg-type]
                return self.nodelist.render(context)

        vary = tuple(part.resolve(context) for part in self.vary)
        return piece_cache.keep(self.name, vary, draw, context)


@register.tag("cached")
def do_cached(parser: Parser, token: Token) -> CachedNode:
    """Nothing inside may depend on anything but `vary`, the language, the CSRF token and the address."""
    _tag, name, *vary = token.split_contents()
    nodelist = parser.parse(("endcached",))
    parser.delete_first_token()
    return CachedNode(nodelist, name.strip("\"'"), [parser.compile_filter(part) for part in vary])
