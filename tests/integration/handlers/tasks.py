"""Starting tasks other than songs, and telling of them as their provider would."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from reprise.domain.track import Track
from tests.integration.handlers.world import World


def kept(world: World, track_id: str) -> Track:
    track = world.track(track_id)
    assert track
    return track


def call_back(world: World, code: int = 200, **data: Any) -> tuple[int, Any]:
    """The provider tells of the last task that it was given, at the URL that it was given."""
    sent = world.provider.creates[-1]
    query = {name: values[0] for name, values in parse_qs(urlsplit(sent["callBackUrl"]).query).items()}
    body = {"code": code, "msg": "ok", "data": data}
    return world.http("callback.webhook", query=query, body=body)[:2]
