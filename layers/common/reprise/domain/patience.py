"""Until when a task may be sent, so that its song still comes in time."""

from __future__ import annotations

from datetime import timedelta

_A_SONG = 0.2
"""What a song takes, as a part of the time allowed: two minutes of ten (providers, section 1.3)."""


def sendable_for(timeout: timedelta) -> timedelta:
    """How long after it was made a track may be sent, when so much time is allowed for it."""
    return timeout - timeout * _A_SONG
