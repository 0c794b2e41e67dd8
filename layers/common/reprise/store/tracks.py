"""Tracks: read, found by owner, task or due time, and changed under the condition that nobody else did."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reprise.domain.accounts import day_of
from reprise.domain.decision import Decision
from reprise.domain.operations import OPERATIONS, Limit
from reprise.domain.states import Lane
from reprise.domain.track import Track
from reprise.domain.turns import Waiting
from reprise.store.accounts import Accounts
from reprise.store.attributes import Item, decode, encode
from reprise.store.dynamo import Lost, Operation, delete, put, telling
from reprise.store.formats import carried, check, packed, read
from reprise.store.indexes import Indexed, as_kept
from reprise.store.keys import Keys

SHARDS = tuple(f"due#{number}" for number in range(8))
"""Partitions of the due index for tracks at the provider; queued ones are in their lane's."""

_FIRST = 0
"""The place of the track's own operation in the write of a decision."""

_ACCOUNT = 1
"""The place of its owner's account, where money or a slot moves."""

_OURS = frozenset({"bulk", "due_shard"})
"""Attributes of an item that are no fields of a track."""


_PACKED = frozenset(
    {
        *("updated_at", "deadline_at", "submit_at", "asked_at", "text_at", "first_at", "completed_at", "failed_at"),
        *("waiter", "run_index", "released_at", "lingers", "deleted_at"),
        *("charged", "lane", "refunded", "closed_attempt", "resubmissions", "deferrals", "seen", "lead", "preferred"),
    }
)
"""Values that no index needs and nobody looks for: packed, each takes some ten bytes instead of thirty."""


def lane_shard(lane: Lane, gate: str | None = None) -> str:
    """The partition of the due index where a lane's queued tracks are; without a gate, those older than gates."""
    return f"queue#{gate}#{lane}" if gate else f"queue#{lane}"


def track_of(item: Mapping[str, Mapping[str, Any]]) -> Track:
    """The track in an item, a stream record's image included. Raises Newer."""
    return read(item, Track, _OURS, _typed)


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    """The values with the request as its task type has it.

    A track's provider and project stood in its request before they stood in the track.
    """
    said = values.get("request", {})  # what is empty is left out, and some requests say nothing
    request = decode(said, OPERATIONS[values["task_type"]].request)
    moved = {name: said[name] for name in ("provider", "project_id") if name in said}
    return moved | values | {"request": request}


def fields_of(track: Track) -> dict[str, Any]:
    """A track as it is kept: what is looked for by its name, the rest packed into `bulk`.

    The due shard is there only while something is due, so the index stays sparse.
    """
    values: dict[str, Any] = {}
    parts: dict[str, Any] = {}
    hidden = {"created_at"} if track.run_id else set()  # what the index `byOwner` lacks is in no list of tracks
    for name, value in encode(track).items():
        where = parts if name in hidden or _is_packed(name, value) else values
        where[name] = value
    due_shard = _shard(track) if track.due_at else None
    return {**values, "bulk": packed(track, parts), "due_shard": due_shard, **carried(track, track.format)}


def _is_packed(name: str, value: object) -> bool:
    return name in _PACKED or isinstance(value, Mapping | tuple | list)


def _counted_on(track: Track, decision: Decision) -> datetime | None:
    """Today, if a track that is paid back was charged today."""
    today = day_of(decision.track.updated_at)
    is_todays = bool(decision.entries) and today == day_of(track.created_at)
    return today if is_todays else None


def _generations(track: Track) -> int:
    """How many of its owner's generations of a day it is."""
    return int(Limit.DAY in track.operation.limits)


def _shard(track: Track) -> str:
    if track.waits:
        return lane_shard(track.lane, track.gate)
    return SHARDS[zlib.crc32(track.track_id.encode()) % len(SHARDS)]


def _check_all(items: Iterable[Item]) -> None:
    for item in items:
        check(item)


class Overtaken(Lost):
    """Another write of the same track came first; `winner` is what it wrote, to decide on again without a read."""

    def __init__(self, reasons: Sequence[str], winner: Track) -> None:
        super().__init__(reasons)
        self.winner = winner


@dataclass(frozen=True)
class Tracks(Indexed[Track]):
    """The tracks table, and the accounts that its transitions settle with."""

    key = "track_id"

    accounts: Accounts

    def read(self, item: Mapping[str, Mapping[str, Any]]) -> Track:
        """The track in an item. Raises Newer."""
        return track_of(item)

    def kept(self, track_id: str) -> Track | None:
        """A track as it is now, unless its owner has deleted it."""
        track = self.get(track_id)
        return None if track is None or track.deleted_at else track

    def get_many(self, track_ids: Sequence[str]) -> list[Track]:
        """Those of the tracks that exist and that this code can read, in the given order."""
        return list(self.found(track_ids).values())

    def by_task(self, task_id: str) -> Track | None:
        """The track whose current attempt has this task id."""
        found = self.index("byTask", "task_id = :task", 1, task=task_id)
        return self.get(found[0]["track_id"]) if found else None

    def line(self, shard: str, after: datetime, limit: int) -> list[Waiting]:
        """What is or comes due in a shard after a moment, the soonest first."""
        condition = "due_shard = :shard AND due_at > :after"
        found = self.index("byDue", condition, limit, shard=shard, after=as_kept(after))
        return [decode(item, Waiting) for item in found]

    def create(self, track: Track) -> Operation:
        """The operation that brings a track into being."""
        return put(self.table, fields_of(track), "attribute_not_exists(track_id)")

    def commit(self, before: Track, decision: Decision, *also: Operation) -> None:
        """Write a decision made on `before`, its money and slot with it.

        Raises Lost when that cannot be; Overtaken, which is one, with the track that has moved on; or Newer.
        """
        counted_on = _counted_on(before, decision)
        try:
            self._write(before, decision, counted_on, also)
        except Lost as lost:
            _check_all(lost.items.values())
            if _FIRST in lost.items:
                raise Overtaken(lost.reasons, track_of(lost.items[_FIRST])) from lost
            if counted_on is None or _ACCOUNT not in lost.items:
                raise
            self._write(before, decision, None, also)  # the account counts another day: there is nothing to give back

    def commit_settled(self, before: Track, decision: Decision, account: Operation, *also: Operation) -> None:
        """Write a decision made on `before`; `account` is what it does to its owner's account. Raises Lost."""
        entries = map(self.accounts.add_entry, decision.entries)
        self.accounts.write([self._change(before, decision), account, *entries, *also])

    def _write(self, before: Track, decision: Decision, counted_on: datetime | None, also: Sequence[Operation]) -> None:
        settlement = self._settlement(before, decision, counted_on)
        self.accounts.write([telling(self._change(before, decision)), *settlement, *also])

    def _change(self, before: Track, decision: Decision) -> Operation:
        if decision.deletes:
            return delete(self.table, Keys.track(before.track_id), "rev = :rev", rev=before.rev)
        return put(self.table, fields_of(decision.track), "rev = :rev", rev=before.rev)

    def _settlement(self, before: Track, decision: Decision, counted_on: datetime | None) -> Iterable[Operation]:
        if decision.frees_slot or decision.entries:
            yield self.accounts.settle(
                before.user_id, before.track_id, decision.refunded, counted_on, _generations(before)
            )
        yield from map(self.accounts.add_entry, decision.entries)
