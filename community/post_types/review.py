"""An honest word about a thing."""

from django.utils.translation import gettext_lazy as _

from community.post_types.registry import PostType, add

add(
    PostType(
        key="review",
        label=_("Review"),
        icon="scale",
        about=_("An honest word about a thing"),
        prompt=_("How long have you used it? What would you tell a friend? Say so if a brand gave it to you."),
        needs_title=True,
    )
)
