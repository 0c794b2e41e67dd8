"""The rule of a track that is a part of a run: held, and then released."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from reprise.domain import events as ev
from reprise.domain.attempts import queued
from reprise.domain.decision import Decision
from reprise.domain.states import Submission
from reprise.domain.track import Track


def released(track: Track, event: ev.Released, now: datetime) -> Decision:
    """A held track goes into its line. One that is under way has a new waiter; of a settled one nobody has to wait."""
    if track.settled:
        return Decision(track)
    waited_for = replace(track, waiter=event.waiter)
    if track.submission is not Submission.HELD:
        return Decision(waited_for)
    return Decision(queued(replace(waited_for, released_at=now, deadline_at=event.deadline_at), now))
