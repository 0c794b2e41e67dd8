"""Values that the domain's tests start from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from reprise.domain import events as ev
from reprise.domain.decision import Decision
from reprise.domain.lifecycle import apply
from reprise.domain.operations import TRACK
from reprise.domain.requests import Lyrics, Song
from reprise.domain.states import Answer, Stage, Status, Submission
from reprise.domain.track import Track
from reprise.domain.versions import Clip, Text, Version
from reprise.domain.wishes import Wish

BEFORE = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
NOW = BEFORE + timedelta(seconds=77)
CDN = {audio_id: f"https://cdn.example/{audio_id}.mp3" for audio_id in ("id-a", "id-b")}
"""Where audio lies whose URL nobody told, by its id."""


def clip(name: str, **changes: Any) -> Clip:
    """A whole clip called `name`."""
    whole = Clip(
        provider_audio_id=f"id-{name}",
        audio_url=f"https://files.example/{name}.mp3",
        stream_url=f"https://files.example/{name}",
        duration_seconds=120.5,
    )
    return replace(whole, **changes)


A, B = clip("a"), clip("b")
STREAM_A = clip("a", audio_url=None, duration_seconds=None)
STREAM_B = clip("b", audio_url=None, duration_seconds=None)


RAIN = Text("[Verse]\nRain", "Rain")


def versions(*clips: Clip, attempt: int = 1) -> tuple[Version, ...]:
    """Clips in their places."""
    return tuple(Version(each, attempt) for each in clips)


def song(**changes: Any) -> Song:
    """A wanted song."""
    return replace(Song(prompt="rain"), **changes)


def wish(**changes: Any) -> Wish:
    """A wish for a song, under a key."""
    usual = Wish(user_id="user-1", operation=TRACK, request=song(), provider="suno", key="key-1")
    return replace(usual, **changes)


def queued(**changes: Any) -> Track:
    """A track that waits for its first attempt."""
    fresh = Track(
        track_id="track-1",
        user_id="user-1",
        request=song(),
        task_type="track",
        provider="suno",
        charged=10,
        created_at=BEFORE,
        updated_at=BEFORE,
        deadline_at=BEFORE + timedelta(seconds=600),
        submit_at=BEFORE,
        due_at=BEFORE,
        rev=7,
    )
    return replace(fresh, **changes)


def sending(**changes: Any) -> Track:
    """A track whose first attempt is being sent."""
    usual: dict[str, Any] = {
        "submission": Submission.SENDING,
        "attempts": 1,
        "token_hashes": ("hash-1",),
        "submit_at": None,
        "due_at": BEFORE + timedelta(seconds=300),
    }
    return queued(**(usual | changes))


def accepted(**changes: Any) -> Track:
    """A track that the provider has taken."""
    usual: dict[str, Any] = {
        "submission": Submission.ACCEPTED,
        "status": Status.PROCESSING,
        "stage": Stage.SUBMITTED,
        "task_id": "task-1",
        "answer": Answer(Status.PROCESSING, "task-1"),
    }
    return sending(**(usual | changes))


def words(**changes: Any) -> Track:
    """A lyrics task that is being sent."""
    usual: dict[str, Any] = {"request": Lyrics(prompt="rain"), "task_type": "lyrics", "charged": 1}
    return sending(**(usual | changes))


def playable(**changes: Any) -> Track:
    """A track whose first clip can be heard."""
    usual: dict[str, Any] = {
        "stage": Stage.FIRST,
        "seen": Stage.FIRST,
        "versions": versions(STREAM_A),
        "lead": 0,
        "text_at": BEFORE,
        "first_at": BEFORE,
    }
    return accepted(**(usual | changes))


def waiting(**changes: Any) -> Track:
    """A track whose first attempt the provider gave up, and whose second has not been sent."""
    usual: dict[str, Any] = {
        "submission": Submission.QUEUED,
        "task_id": None,
        "closed_attempt": 1,
        "resubmissions": 1,
        "submit_at": BEFORE,
        "due_at": BEFORE,
    }
    return accepted(**(usual | changes))


def completed(**changes: Any) -> Track:
    """A finished track of two clips, neither copied yet."""
    usual: dict[str, Any] = {
        "status": Status.COMPLETED,
        "stage": Stage.COMPLETE,
        "seen": Stage.COMPLETE,
        "versions": versions(A, B),
        "completed_at": BEFORE,
    }
    return playable(**(usual | changes))


def failed(**changes: Any) -> Track:
    """A track that failed, its charge returned."""
    usual: dict[str, Any] = {
        "status": Status.FAILED,
        "stage": Stage.ERROR,
        "failure": "provider_error",
        "refunded": 10,
        "due_at": None,
        "failed_at": BEFORE,
    }
    return accepted(**(usual | changes))


def after(track: Track, event: ev.Event) -> Decision:
    """What is decided when `event` happens now."""
    return apply(track, event, NOW)


def moved(track: Track, **changes: Any) -> Track:
    """The track as a transition at this moment leaves it."""
    return replace(track, **{"updated_at": NOW, "rev": track.rev + 1, **changes})
