"""The admin calls fields that have no name of their own as Django does, in the reader's language."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.utils.translation import pgettext_lazy


def translate_fields(site: AdminSite) -> None:
    """Translate, for each model of the site, the names that Django made; tools/field_names.py collects them."""
    for model in site._registry:
        for field in model._meta.local_fields:
            if field._verbose_name is None:  # type: ignore[attr-defined]  # what was said, not what was made of it
                field.verbose_name = pgettext_lazy("field", field.name.replace("_", " "))
