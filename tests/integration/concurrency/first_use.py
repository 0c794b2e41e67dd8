"""Run in a process of its own: sixteen threads decode a track, none of which was decoded before."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

from reprise.domain.requests import Song
from reprise.domain.track import Track
from reprise.domain.versions import Asset, Clip, Copy, Version
from reprise.store.attributes import to_item
from reprise.store.tracks import fields_of, track_of

THREADS = 16
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    """Let the threads change as often as they can."""
    sys.setswitchinterval(1e-6)
    track = Track(
        track_id="track",
        user_id="user",
        request=Song(prompt="a song"),
        task_type="track",
        provider="suno",
        charged=10,
        created_at=MOMENT,
        updated_at=MOMENT,
        deadline_at=MOMENT,
        versions=(Version(Clip("clip"), 1, (Copy(Asset.AUDIO, "key"),)),),
    )
    kept, barrier = to_item(fields_of(track)), Barrier(THREADS)

    def read(_number: int) -> bool:
        barrier.wait()
        return all(track_of(kept) == track for _ in range(50))

    with ThreadPoolExecutor(THREADS) as threads:
        assert all(threads.map(read, range(THREADS)))


if __name__ == "__main__":
    main()
