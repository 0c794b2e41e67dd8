"""Asking for dead links anew, once by ourselves: a task of the same provider whose links the track then takes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from reprise.domain.admission import source_of
from reprise.domain.attempts import queued
from reprise.domain.events import SoughtAnew
from reprise.domain.lifecycle import apply
from reprise.domain.operations import RECOVER
from reprise.domain.requests import Recover
from reprise.domain.track import Track
from reprise.providers.provider import Pool, Provider
from reprise.store.dynamo import Lost
from reprise.store.tracks import Tracks
from reprise.usecases.transition import Clock


@dataclass(frozen=True, slots=True)
class Seeker:
    """What asking anew needs. `timeout` is the time that the task may take."""

    tracks: Tracks
    pool: Pool
    timeout: timedelta
    clock: Clock
    new_id: Callable[[], str]

    def seek(self, track: Track) -> None:
        """Make the task, with the note that it was made in the same write; where nobody can do it, the note alone."""
        now = self.clock()
        provider = self.pool.get(track.provider)
        can_recover = provider is not None and RECOVER.name in provider.operations
        tasks = [self.tracks.create(self._task(track, provider, now))] if provider and can_recover else []
        with suppress(Lost):  # it has changed: it is due still, and looked at again
            self.tracks.commit(track, apply(track, SoughtAnew(), now), *tasks)

    def _task(self, track: Track, provider: Provider, now: datetime) -> Track:
        track_id = self.new_id()
        task = Track(
            track_id=track_id,
            user_id=track.user_id,
            request=Recover(),
            task_type=RECOVER.name,
            provider=track.provider,
            sources=(source_of(track, track.places[0]),),
            charged=RECOVER.cost,
            created_at=now,
            updated_at=now,
            deadline_at=now + self.timeout,
            gate=provider.account.gate_of(track_id),
        )
        return queued(task, now)
