"""Runs and their tracks, as the tests of journeys start from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from reprise.domain.journeys import Parts
from reprise.domain.presets import Passage
from reprise.domain.requests import Extend
from reprise.domain.run_lifecycle import LOOK_EVERY, SLOT_LOOK
from reprise.domain.runs import Run, RunStatus
from reprise.domain.states import Status, Submission
from reprise.domain.track import Track
from reprise.domain.versions import Asset, Clip, Copy, Source, Version
from tests.unit.domain import make
from tests.unit.domain.make import BEFORE

RUN = "f" * 32
SEGMENTS = ("s0", "s1", "s2")
PASSAGES = tuple(Passage(f"Passage {number}", f"technique {number}", f"calm {number}", 300) for number in range(3))


def fresh(**changes: Any) -> Run:
    """A run that was never started."""
    made = Run(
        run_id=RUN,
        user_id="user-1",
        preset_key="universel-reset",
        provider="suno",
        title="Back to Zero",
        brief="Breathe.",
        brief_source="preset",
        style_tags=("ambient",),
        passages=PASSAGES,
        created_at=BEFORE,
        updated_at=BEFORE,
        rev=4,
    )
    return replace(made, **changes)


def moving(**changes: Any) -> Run:
    """A run that is under way."""
    usual: dict[str, Any] = {
        "segments": SEGMENTS,
        "execution": 1,
        "charged": 30,
        "started_at": BEFORE,
        "due_at": BEFORE + LOOK_EVERY,
    }
    return fresh(**(usual | changes))


def ready(**changes: Any) -> Run:
    """A run that has come to its end, and is not cleared yet."""
    usual = {"status": RunStatus.READY, "ready_at": BEFORE, "due_at": BEFORE + SLOT_LOOK}
    return moving(**(usual | changes))


def failed(**changes: Any) -> Run:
    """A run whose first segment has failed, cleared."""
    usual = {"status": RunStatus.FAILED, "failed_at": BEFORE, "due_at": None}
    return moving(**(usual | changes))


def cancelled(**changes: Any) -> Run:
    """A run that its owner has stopped, cleared."""
    usual = {"status": RunStatus.CANCELLED, "cancelled_at": BEFORE, "due_at": None}
    return moving(**(usual | changes))


def deleted(**changes: Any) -> Run:
    """A run that its owner has deleted, and whose tracks are not gone yet."""
    return moving(**({"is_deleted": True, "due_at": BEFORE + SLOT_LOOK} | changes))


def held(track_id: str = "s0", index: int = 0, **changes: Any) -> Track:
    """A segment that its run has not released."""
    usual: dict[str, Any] = {
        "track_id": track_id,
        "task_type": "segment",
        "request": make.song(prompt="calm", make_instrumental=True),
        "run_id": RUN,
        "run_index": index,
        "submission": Submission.HELD,
        "submit_at": None,
        "due_at": None,
        "gate": "suno:main#0",
    }
    return make.queued(**(usual | changes))


def stored(seconds: float | None = 300, **changes: Any) -> Version:
    """A version whose audio is an object of ours."""
    clip = Clip("id-a", "https://files.example/a.mp3", "https://files.example/a", duration_seconds=seconds)
    return replace(Version(clip, 1, (Copy(Asset.AUDIO, "runs/r/s.mp3", 9, "sha"),)), **changes)


def delivered(track_id: str = "s0", seconds: float | None = 300, **changes: Any) -> Track:
    """A segment that is there to stay."""
    usual: dict[str, Any] = {
        "submission": Submission.ACCEPTED,
        "status": Status.COMPLETED,
        "attempts": 1,
        "task_id": f"task-{track_id}",
        "versions": (stored(seconds),),
        "lead": 0,
        "waiter": f"token-{track_id}",
    }
    return held(track_id, **(usual | changes))


def extension(track_id: str, source: str, seconds: float | None = 300, **changes: Any) -> Track:
    """A delivered track that goes on where another ends."""
    usual: dict[str, Any] = {
        "task_type": "extension",
        "request": Extend(),
        "sources": (Source(source, 0, f"task-{source}", "id-a"),),
        "charged": 0,
        "run_index": 3,
    }
    return delivered(track_id, seconds, **(usual | changes))


def broken(track_id: str = "s0", **changes: Any) -> Track:
    """A segment that failed, its charge returned."""
    usual: dict[str, Any] = {
        "submission": Submission.ACCEPTED,
        "status": Status.FAILED,
        "attempts": 1,
        "failure": "provider_error",
        "refunded": 10,
    }
    return held(track_id, **(usual | changes))


def three(*seconds: float) -> list[Track]:
    """The segments of a run, delivered, of these lengths."""
    return [delivered(f"s{index}", long, run_index=index) for index, long in enumerate(seconds)]


def ours(made: Track, **changes: Any) -> Track:
    """The same track as the first segment of the run."""
    usual: dict[str, Any] = {"track_id": "s0", "task_type": "segment", "run_id": RUN, "run_index": 0}
    return replace(made, **(usual | changes))


def parts(tracks: Iterable[Track]) -> Parts:
    """Tracks by their id."""
    return {track.track_id: track for track in tracks}
