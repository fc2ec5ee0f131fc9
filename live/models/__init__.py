"""What the live pages know about: topics and their versions."""

from live.models.topic import Topic

__all__ = ["Topic"]
