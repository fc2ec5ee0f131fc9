"""A first time, a round number, a thing done at last."""

from django.utils.translation import gettext_lazy as _

from community.post_types.registry import PostType, add

add(
    PostType(
        key="milestone",
        label=_("Milestone"),
        icon="flag",
        about=_("A first time, or done at last"),
        prompt=_("What did you reach, and who helped?"),
    )
)
