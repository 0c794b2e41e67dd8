"""Tracks that wait for news, and what the provider would say of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from reprise.domain.accounts import Plan, Profile
from reprise.domain.track import Track
from reprise.edge.clock import utc_now
from tests.integration.handlers.world import World

ID = "0" * 32


def aged(made: Track, seconds: float, **changes: Any) -> Track:
    """A track that was last heard of so many seconds ago, and is due."""
    then = utc_now() - timedelta(seconds=seconds)
    usual: dict[str, Any] = {
        "track_id": ID,
        "created_at": then,
        "updated_at": then,
        "deadline_at": then + timedelta(seconds=600),
    }
    return replace(made, **(usual | {"due_at": utc_now() - timedelta(seconds=1)} | changes))


def begin(world: World, track: Track) -> None:
    world.keep(track)
    world.open(Profile(track.user_id, Plan.PRO, 50, running=frozenset({ID}), rev=1))


def now_is(world: World) -> Track:
    track = world.track(ID)
    assert track
    return track


def suno(name: str) -> dict[str, Any]:
    return {"id": f"id-{name}", "audioUrl": f"https://f.example/{name}.mp3"}


def record(status: str, *clips: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"status": status, "response": {"sunoData": list(clips)}} | more
