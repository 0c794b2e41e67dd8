"""Asking the provider now about a user's unfinished tasks, for whoever does not want to wait for the sweep."""

from __future__ import annotations

from collections.abc import Callable, Collection
from concurrent.futures import Executor
from dataclasses import dataclass
from operator import attrgetter

from reprise.domain.track import Track
from reprise.store.runs import Runs
from reprise.usecases.asking import Asker

_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Syncer:
    """What syncing needs."""

    runs: Runs
    asker: Asker
    threads: Callable[[int], Executor]

    def unfinished(self, user_id: str, task_ids: Collection[str] | None = None) -> list[Track]:
        """The user's tracks that are still under way, those of these tasks if any are named; the newest first.

        The slots of the account say which they are, so that nobody's history is looked through.
        """
        profile = self.runs.tracks.accounts.profile(user_id)
        tracks, runs = self.runs.in_slots(profile.running if profile else ())
        parts = self.runs.tracks.get_many([track_id for run in runs for track_id in run.tracks])
        under_way = filter(attrgetter("is_under_way"), (*tracks, *parts))
        wanted = filter(lambda track: task_ids is None or track.task_id in task_ids, under_way)
        return sorted(wanted, key=lambda track: track.created_at, reverse=True)

    def sync(self, user_id: str, task_ids: Collection[str] | None) -> tuple[list[Track], int]:
        """The user's unfinished tracks after their provider was asked, and how many of them have moved."""
        known = self.unfinished(user_id, task_ids)
        with self.threads(_AT_ONCE) as workers:
            asked = list(workers.map(self.asker.ask, known))
        return asked, sum(after.updated_at != before.updated_at for before, after in zip(known, asked, strict=True))
