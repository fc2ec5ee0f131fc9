"""Every Django form is drawn by our elements: `{{ form }}` and `{{ form.title.as_field_group }}`."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    form_template_name = "elements/form.html"
    field_template_name = "elements/field.html"
