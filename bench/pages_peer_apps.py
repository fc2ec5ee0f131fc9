"""allauth's models without its middleware: Hearth's code names them, the page bench's peer does not use them."""

from django.apps import AppConfig


class Account(AppConfig):
    name = "allauth.account"
    default_auto_field = "django.db.models.AutoField"
