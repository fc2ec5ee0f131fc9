"""What a member is told, and how they want to be told."""

from inbox.models.letter import Letter
from inbox.models.notification import Notification
from inbox.models.preference import Preference

__all__ = ["Letter", "Notification", "Preference"]
