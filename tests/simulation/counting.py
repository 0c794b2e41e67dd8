"""The reader of the tracks' stream that counts, with all that can happen to it; and a recount of its figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from random import Random
from zlib import crc32

from reprise.domain.operations import OPERATIONS, Limit
from reprise.domain.track import Track
from reprise.store.tracks import track_of
from tests.fakes.tables import Change
from tests.simulation import events
from tests.simulation.audit import TRACKS
from tests.simulation.world import World

SHARDS = 3
MOST = 60
"""Records of a batch."""

_OUT = {"submitted", "text", "first", "complete"}
"""The stages of a track that its provider has taken."""


@dataclass(slots=True)
class Stream:
    """What a stream has told of a table, by shard, with numbers that grow as irregularly as AWS's."""

    world: World
    shards: dict[str, list[events.Event]] = field(default_factory=lambda: defaultdict(list))
    last: int = 7

    def see(self, committed: Sequence[Change]) -> None:
        """Remember what was committed to tracks."""
        for change in (one for one in committed if one.table == TRACKS):
            self.last = self.last * 3 // 2 if self.last < 10**6 else self.last + 11
            shard = f"shardId-{crc32(change.keys['track_id']['S'].encode()) % SHARDS}"
            (record,) = events.changes([(self.last, change)])["Records"]
            record["dynamodb"]["ApproximateCreationDateTime"] = self.world.cloud.clock.now.timestamp()
            self.shards[shard].append(record)

    def hand_over(self, draw: Random) -> None:
        """Hand all of it to who counts: in any batches, again and again from before, killed and called twice."""
        for shard, records in self.shards.items():
            done = 0
            while done < len(records):
                start = max(0, done - draw.randrange(MOST) if draw.random() < 0.3 else done)
                end = min(len(records), start + 1 + draw.randrange(MOST))
                if self._hand(shard, records[start:end]):
                    done = max(done, end)

    def _hand(self, shard: str, records: Sequence[events.Event]) -> bool:
        return self.world.handle("measure", {"Records": list(records), "shardId": shard, "state": {}}) is not None


@dataclass(slots=True)
class Recount:
    """What the stream's images say, added up in another way: by each track's life and not by its changes."""

    stages: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    by_provider: Counter[tuple[str, str]] = field(default_factory=Counter)
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, life: Sequence[Track | None]) -> None:
        """Count a track's life: all that it has been, None if it is gone at last."""
        known = [track for track in life if track]
        reached, code = _ending(known[-1], is_gone=life[-1] is None)
        if {track.stage for track in known} & _OUT:
            reached.append("submitted")
        self.stages.update(reached)
        self.by_provider.update((known[-1].provider, stage) for stage in reached)
        self.codes.update(filter(None, [code]))
        self._time(known[-1])

    def _time(self, last: Track) -> None:
        if Limit.DAY not in OPERATIONS[last.task_type].limits:
            return
        began = last.released_at or last.created_at
        for name, start, end in (
            ("ttfp", began, last.first_at),
            ("ttfc", began, last.completed_at),
            ("startedToText", began, last.text_at),
            ("textToFirst", last.text_at, last.first_at),
            ("firstToCompleted", last.first_at, last.completed_at),
        ):
            if start and end:
                self.seconds[name].append((end - start).total_seconds())


def _ending(last: Track, *, is_gone: bool) -> tuple[list[str], str | None]:
    """What a track had reached at last, and why it failed; who deletes a running track cancels it."""
    dates = {"text": last.text_at, "first": last.first_at, "completed": last.completed_at, "failed": last.failed_at}
    reached = ["started", *(stage for stage, at in dates.items() if at)]
    return ([*reached, "failed"], "cancelled") if is_gone and not last.ended else (reached, last.failure)


def recount(stream: Stream) -> Recount:
    """Count everything that a stream has told of."""
    lives: dict[str, list[Track | None]] = defaultdict(list)
    for record in (each["dynamodb"] for records in stream.shards.values() for each in records):
        image = record.get("NewImage")
        track_id = record["Keys"]["track_id"]["S"]
        lives[track_id] += [track_of(record["OldImage"])] if image is None else []
        lives[track_id].append(track_of(image) if image else None)
    found = Recount()
    for life in lives.values():
        found.add(life)
    return found


def nearest(seconds: Sequence[float], share: float) -> float:
    """The exact percentile: one of the durations."""
    return sorted(seconds)[ceil(share * len(seconds)) - 1]
