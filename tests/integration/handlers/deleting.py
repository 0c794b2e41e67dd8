"""Deleting tracks, and what the answer says of credits."""

from __future__ import annotations

from tests.integration.handlers.posting import USER
from tests.integration.handlers.world import World


def delete(world: World, track_id: str) -> tuple[int, str | None]:
    """The status, and what the header says of credits."""
    status, _, headers = world.http("library.delete_track", USER, path={"trackId": track_id})
    return status, headers.get("credits-refunded")
