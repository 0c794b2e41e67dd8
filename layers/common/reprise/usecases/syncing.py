"""Asking the provider now about a user's unfinished tasks, for whoever does not want to wait for the sweep."""

from __future__ import annotations

from collections.abc import Callable, Collection
from concurrent.futures import Executor
from dataclasses import dataclass

from reprise.domain.track import Track
from reprise.usecases.asking import Asker
from reprise.usecases.library import Library

MOST = 50
"""Unfinished tasks looked at in one call; limits keep a user far below."""

_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Syncer:
    """What syncing needs."""

    library: Library
    asker: Asker
    threads: Callable[[int], Executor]

    def unfinished(self, user_id: str, task_ids: Collection[str] | None = None) -> list[Track]:
        """The user's tracks that are still under way, those of these tasks if any are named."""

        def wanted(track: Track) -> bool:
            return not track.ended and (task_ids is None or track.task_id in task_ids)

        return self.library.page(user_id, wanted, MOST, None)[0]

    def sync(self, user_id: str, task_ids: Collection[str] | None) -> tuple[list[Track], int]:
        """The user's unfinished tracks after their provider was asked, and how many of them have moved."""
        known = self.unfinished(user_id, task_ids)
        with self.threads(_AT_ONCE) as workers:
            asked = list(workers.map(self.asker.ask, known))
        return asked, sum(after.updated_at != before.updated_at for before, after in zip(known, asked, strict=True))
