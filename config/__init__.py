"""Wiring. Importing Celery's application here lets `celery -A config` and shared tasks find it."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
