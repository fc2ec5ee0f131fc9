"""Something others may know."""

from django.utils.translation import gettext_lazy as _

from community.post_types.registry import PostType, add

add(
    PostType(
        key="question",
        label=_("Question"),
        icon="circle-question-mark",
        about=_("Something others may know"),
        prompt=_("What have you tried already?"),
        needs_title=True,
    )
)
