"""Runs: read, found by owner or due time, and changed under the condition that nobody else did."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import filterfalse
from typing import Any

from reprise.domain.accounts import Profile
from reprise.domain.departures import Departure
from reprise.domain.runs import Run
from reprise.domain.track import Track
from reprise.store.attributes import Item, encode
from reprise.store.dynamo import Operation, delete, put, read_all, write
from reprise.store.formats import carried, packed, read
from reprise.store.indexes import Indexed
from reprise.store.keys import Keys
from reprise.store.tracks import Tracks

SHARDS = tuple(f"due#{number}" for number in range(4))
"""Partitions of the due index."""

_OURS = frozenset({"bulk", "due_shard"})
_BY_NAME = frozenset({"run_id", "user_id", "created_at", "status", "execution", "due_at", "rev"})
"""What an index needs or an operator looks for; the rest is packed."""


def run_of(item: Mapping[str, Mapping[str, Any]]) -> Run:
    """The run in an item, a stream record's image included. Raises Newer."""
    return read(item, Run, _OURS)


def fields_of(run: Run) -> dict[str, Any]:
    """A run as it is kept. The due shard is there only while something is due, so the index stays sparse."""
    values: dict[str, Any] = {}
    parts: dict[str, Any] = {}
    for name, value in encode(run).items():
        where = values if name in _BY_NAME else parts
        where[name] = value
    due_shard = SHARDS[zlib.crc32(run.run_id.encode()) % len(SHARDS)] if run.due_at else None
    return {**values, "bulk": packed(run, parts), "due_shard": due_shard, **carried(run)}


@dataclass(frozen=True)
class Runs(Indexed[Run]):
    """The runs table, and those that change together with it."""

    key = "run_id"

    tracks: Tracks

    def read(self, item: Mapping[str, Mapping[str, Any]]) -> Run:
        """The run in an item. Raises Newer."""
        return run_of(item)

    def parts(self, run: Run) -> dict[str, Track]:
        """The run's tracks that there are, by their id."""
        return self.tracks.found(run.tracks)

    def everything(self, run: Run) -> list[Track]:
        """All tracks that ever were the run's, as far as there are."""
        return self.tracks.get_many((*run.tracks, *run.replaced))

    def in_slots(self, ids: Collection[str]) -> tuple[list[Track], list[Run]]:
        """The tracks and the runs that stand in an account's slots, in one read."""
        if not ids:
            return [], []
        keys = {self.table: list(map(Keys.run, ids)), self.tracks.table: list(map(Keys.track, ids))}
        items = list(read_all(self.client, keys))
        return list(map(self.tracks.read, filter(_is_track, items))), list(
            map(self.read, filterfalse(_is_track, items))
        )

    def change(self, before: Run | None, after: Run) -> Operation:
        """The operation that writes a run where `before` was read. One that is deleted and cleared goes."""
        if before is None:
            return put(self.table, fields_of(after), "attribute_not_exists(run_id)")
        if after.is_deleted and after.is_cleared:
            return delete(self.table, Keys.run(before.run_id), "rev = :rev", rev=before.rev)
        return put(self.table, fields_of(after), "rev = :rev", rev=before.rev)

    def commit(self, before: Run | None, after: Run, *also: Operation) -> None:
        """Write a run, and free its slot when it is cleared. Raises Lost."""
        freed = [self.tracks.accounts.settle(after.user_id, after.run_id, 0)] if _frees_slot(before, after) else []
        write(self.client, [self.change(before, after), *freed, *also])

    def depart(self, before: Run | None, known: Profile | None, departure: Departure, *also: Operation) -> None:
        """Write a departure: run, account, ledger and tracks, all or nothing. Raises Lost."""
        write(self.client, [self.change(before, departure.run), *self._paid(known, departure), *also])

    def _paid(self, known: Profile | None, departure: Departure) -> Iterable[Operation]:
        accounts = self.tracks.accounts
        yield accounts.replace_profile(known, departure.profile)
        yield from map(accounts.add_entry, departure.entries)
        yield from map(self.tracks.create, departure.tracks)


def _is_track(item: Item) -> bool:
    return "track_id" in item


def _frees_slot(before: Run | None, after: Run) -> bool:
    """A run that was never started has no slot."""
    return before is not None and after.is_cleared and not before.is_cleared and after.execution > 0
