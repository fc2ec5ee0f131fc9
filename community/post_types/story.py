"""Something told from beginning to end."""

from django.utils.translation import gettext_lazy as _

from community.post_types.registry import PostType, add

add(
    PostType(
        key="story",
        label=_("Story"),
        icon="book-open",
        about=_("Told from beginning to end"),
        prompt=_("Begin where it began."),
        needs_title=True,
    )
)
