"""Finished songs, and the tasks that work on them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reprise.domain.track import Track
from reprise.edge.clock import utc_now
from tests.integration.handlers.posting import USER
from tests.integration.handlers.world import World
from tests.unit.domain import make

Answer = tuple[int, Any, dict[str, str]]
SOURCE = f"{7:032x}"
BODIES: dict[str, dict[str, Any]] = {
    "replace": {"startAt": 10, "endAt": 40},
    "cover": {"prompt": "the same, but slow"},
    "vocals": {"prompt": "somebody hums"},
    "persona": {"name": "Nobody", "description": "a voice", "trackId": SOURCE},
}
"""What has to be said."""


def finished_song(world: World, **changes: Any) -> Track:
    """A finished song of two versions."""
    made = make.completed(track_id=SOURCE, user_id=USER, created_at=utc_now(), due_at=None)
    song = replace(made, **changes)
    world.keep(song)
    return song


def work(world: World, operation: str, key: str | None = "key-1", track_id: str = SOURCE, **body: Any) -> Answer:
    """A task on a version, with what has to be said of it unless that is said."""
    said = {name: value for name, value in (BODIES.get(operation, {}) | body).items() if value is not None}
    path, headers = {"trackId": track_id}, {"idempotency-key": key}
    return world.http(f"generate.post_{operation}", USER, body=said, path=path, headers=headers)
