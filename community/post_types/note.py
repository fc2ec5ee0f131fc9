"""A few lines, as they come."""

from django.utils.translation import gettext_lazy as _

from community.post_types.registry import PostType, add

add(
    PostType(
        key="note",
        label=_("Note"),
        icon="pencil-line",
        about=_("A few lines, as they come"),
        prompt=_("What happened, and how did it feel?"),
        is_labelled=False,
    )
)
