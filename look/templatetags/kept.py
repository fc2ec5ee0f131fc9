"""`{% kept "name" a b %}…{% endkept %}`: draw once for each language and each a, b (look/kept.py)."""

from __future__ import annotations

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token

from look import kept

register = template.Library()


class KeptNode(template.Node):
    def __init__(self, nodelist: NodeList, name: str, vary: list[FilterExpression]) -> None:
        self.nodelist, self.name, self.vary = nodelist, name, vary

    def render(self, context: template.Context) -> str:
        def draw(stand_ins: object) -> str:
            with context.push(**stand_ins):  # type: ignore[arg-type]
                return self.nodelist.render(context)

        vary = tuple(part.resolve(context) for part in self.vary)
        return kept.keep(self.name, vary, draw, context)


@register.tag("kept")
def do_kept(parser: Parser, token: Token) -> KeptNode:
    """Nothing inside may depend on anything but `vary`, the language, the CSRF token and the address."""
    _tag, name, *vary = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, name.strip("\"'"), [parser.compile_filter(part) for part in vary])
