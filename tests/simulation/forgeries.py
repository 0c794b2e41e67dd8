"""Posts to the webhook by somebody who knows its address and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

from tests.fakes.payloads import song
from tests.simulation import events

NOISE = "x" * 900_000
"""What makes a body large: nearly all that is taken."""


def forgeries(track_id: str, count: int) -> Iterator[events.Event]:
    """So many posts: for tracks that nobody has, for one that there is, for none, and things that are no callbacks."""
    return islice(cycle(_kinds(track_id)), count)


def _kinds(track_id: str) -> list[events.Event]:
    whole = song("task")
    large = whole | {"msg": NOISE}
    return [
        events.webhook("f" * 32, "x", whole),
        events.webhook("f" * 32, "x", large),
        events.webhook("no-such", None, large),
        events.webhook(track_id, "x", large),
        events.webhook(track_id, None, whole),
        events.webhook(None, "x", large),
        events.webhook(track_id, "x", {"pad": NOISE}),
        _raw(track_id, NOISE),
        _raw("f" * 32, json.dumps(whole) + " " * 1024 * 1024),
    ]


def _raw(track_id: str, body: str) -> events.Event:
    event: dict[str, Any] = events.webhook(track_id, "x", None)
    return event | {"body": body}
