"""A state of the world in words that can be compared: for `exploring`, and what is left of it in the end.

`fingerprint` is everything that later behaviour can depend on. Left out of it: the callback log (it is only written),
revisions (only ever compared with what was read in the same invocation), the moments that are only shown, random ids
and tokens (a token counts by its place). `outcome` is what an owner is left with: no moments, no revisions and no
attempt numbers, since a disturbed run may take longer, and nothing else.
"""

from __future__ import annotations

import json
from typing import Any

from reprise.domain.track import Track
from reprise.store.attributes import encode, from_item
from reprise.store.tracks import track_of
from tests.fakes.blueprint import name_of
from tests.fakes.tables import Item
from tests.simulation.audit import ACCOUNTS
from tests.simulation.world import QUEUES, World

Plain = dict[str, Any]
_PASSING = ("rev", "text_at", "first_at", "failed_at", "deleted_at")
_OUTCOME = ("status", "stage", "failure", "charged", "refunded", "preferred", "due_at", "submit_at", "task_type")
_DEAD_LETTERS = tuple(
    f"{name}DeadLetters" for name in ("Submissions", "CallbackRetries", "Downloads", "Asks", "Merges")
)


def fingerprint(world: World) -> str:
    """The state as far as anything can come of it."""
    cloud = world.cloud
    tracks = [_told(track_of(item)) for item in _items(world, "TracksTable")]
    others = [
        _lasting(from_item(item)) for name in ("AccountsTable", "IdempotencyTable") for item in _items(world, name)
    ]
    stream = _stream(world)
    tasks = [(task.task_id, task.fate, task.ends_at.isoformat()) for task in cloud.provider.tasks.values()]
    moments = [cloud.clock.now.isoformat(), world.next_tick.isoformat()]
    objects = [(key, stored.body.decode()) for key, stored in cloud.s3.objects.items()]
    parts = [tracks, others, stream, _messages(world), sorted(tasks), moments, sorted(objects), sorted(world.told)]
    return json.dumps(parts, sort_keys=True, default=sorted)


def _stream(world: World) -> list[Plain | None]:
    """The tracks in the stream, before and after each change."""
    images = [image for change in world.tracks.state.stream for image in (change.old, change.new)]
    return [_told(track_of(image)) if image else None for image in images]


def outcome(world: World) -> Plain:
    """What is left when nothing waits any more."""
    return {
        "tracks": [_end(track_of(item)) for item in _items(world, "TracksTable")],
        "ledger": sorted((item["type"], item["amount"]) for item in _lines(world, "entry#")),
        "notices": sorted((item["type"], item["code"]) for item in _lines(world, "note#")),
        "balance": sorted(world.audit.books.balance.items()),
        "slots": sorted(slot for slots in world.audit.books.running.values() for slot in slots),
        "objects": sorted((key[1], stored.body.decode()) for key, stored in world.cloud.s3.objects.items()),
        "waiting": world.waiting(),
        "dead letters": {queue: len(world.cloud.sqs.waiting(queue)) for queue in _DEAD_LETTERS},
    }


def _items(world: World, logical_id: str) -> list[Item]:
    return list(world.cloud.dynamodb.tables[name_of(logical_id)].state.items.values())


def _lines(world: World, kind: str) -> list[Plain]:
    items = world.cloud.dynamodb.tables[ACCOUNTS].state.items
    return [from_item(item) for (_, place), item in items.items() if place.startswith(kind)]


def _told(track: Track) -> Plain:
    return _lasting(encode(track)) | {"token_hashes": len(track.token_hashes)}


def _lasting(plain: Plain) -> Plain:
    return {name: value for name, value in plain.items() if name not in _PASSING}


def _messages(world: World) -> list[Any]:
    waiting = [(queue, message) for queue in QUEUES for message in world.cloud.sqs.waiting(queue)]
    return sorted((queue, _body(one.body), one.visible_at.isoformat(), one.receives) for queue, one in waiting)


def _body(text: str) -> str:
    fields = json.loads(text)
    return json.dumps({name: value for name, value in fields.items() if name not in ("delivery_id", "token_hash")})


def _end(track: Track) -> Plain:
    fields = {name: value for name, value in encode(track).items() if name in _OUTCOME and value is not None}
    versions = [(version.clip, version.copies) for version in track.versions]
    return fields | {"versions": versions, "texts": list(track.texts)}
