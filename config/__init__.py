"""Wiring: settings, addresses, and the processes that serve and work. Celery's application is in `config.celery`."""
