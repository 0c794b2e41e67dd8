"""Messages to a user; their words are chosen when they are read, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reprise.domain.track import Track


@dataclass(frozen=True, slots=True)
class Notification:
    """Something a user should know. `code` is the key of the text."""

    notification_id: str
    user_id: str
    type: str
    code: str
    created_at: datetime
    track_id: str | None = None
    read_at: datetime | None = None


def failure_notice(track: Track) -> Notification:
    """The one notice that a track failed; its id makes a second one impossible."""
    return Notification(
        notification_id=f"{track.track_id}.failed",
        user_id=track.user_id,
        type="track.failed",
        code=track.failure or "internal",
        created_at=track.failed_at or track.updated_at,
        track_id=track.track_id,
    )
