"""What the auditor knows of objects: which of them tracks have, and that these are there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from tests.fakes.s3 import FakeS3
from tests.simulation.images import Plain

Stored = dict[str, frozenset[str]]
"""The keys of the objects that tracks have, by the tracks' ids."""


@dataclass(frozen=True)
class Shelf:
    """The bucket, as far as tracks say what lies there."""

    bucket: FakeS3

    def see(self, known: Stored, track_id: str, track: Plain | None) -> None:
        """What a track says is stored lies in the bucket."""
        known[track_id] = _stored(track)
        for key in known[track_id]:
            assert self.bucket.has(key), f"{track_id}: a stored copy without its object {key}"


def check_unwanted(known: Stored, keys: Collection[str]) -> None:
    """What is deleted is nothing that a track has."""
    lost = [key for key in keys if any(key in theirs for theirs in known.values())]
    assert not lost, f"objects that their tracks have: {lost}"


def _stored(track: Plain | None) -> frozenset[str]:
    """The keys of a track's objects."""
    versions = track.get("versions", []) if track else []
    keys = (copy.get("key", "") for version in versions for copy in version.get("copies", []))
    return frozenset(filter(None, keys))
