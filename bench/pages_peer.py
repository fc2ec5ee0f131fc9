"""The peer of the page bench: the least Django that lists twenty posts to somebody signed in.

One ORM query with its joins, one template of plain rows with two dates each: no frame, no cards, no rights.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from community.models import Post

SIZE = 20
PAGE = engines["django"].from_string(
    """<!doctype html><html><head><title>Posts</title></head><body>
    <p>{{ user.display_name }}</p><ul>{% for post in posts %}
    <li><a href="/p/{{ post.public_id }}/">{{ post.title }}</a> by
    <a href="/@{{ post.author.username }}/">{{ post.author.display_name }}</a> in {{ post.group.slug }}
    <time datetime="{{ post.created_at|date:'c' }}">{{ post.created_at|date:"j M Y H:i" }}</time>
    <p>{{ post.body|truncatechars:280 }}</p><b>{{ post.reaction_count }}</b> <b>{{ post.comment_count }}</b></li>
    {% endfor %}</ul></body></html>"""
)


def posts(request: HttpRequest, slug: str) -> HttpResponse:
    """List a group's newest posts."""
    rows = Post.objects.filter(group__slug=slug, state="published").select_related("author", "group")
    newest = rows.order_by("-created_at", "-pk")[:SIZE]
    return HttpResponse(PAGE.render({"posts": newest, "user": request.user}))


urlpatterns = [path("g/<slug:slug>/", posts)]
