"""Telling who waits for a part of a run that it is settled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reprise.domain.states import Status
from reprise.domain.track import Track
from reprise.store.machine import FIRST_FAILED, Waiters


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells waiters. `untold` hears of those who could not be told in passing."""

    waiters: Waiters
    untold: Callable[[Track, Exception], None]

    def tell(self, track: Track, token: str) -> None:
        """Tell a waiter of a settled track. A run goes on without a segment that failed, but not without its first."""
        if track.status is Status.FAILED and track.run_index == 0:
            self.waiters.fail(token, FIRST_FAILED)
        else:
            self.waiters.succeed(token, {"again": True})

    def follow(self, before: Track | None, after: Track) -> None:
        """Tell the waiter of a track that is settled by this change. Told twice, a token is used up.

        When that cannot be, other people's tracks do not wait for it: whoever tends runs tells it again.
        """
        if after.waiter and after.settled and not _is_settled(before):
            self._tell_in_passing(after, after.waiter)

    def _tell_in_passing(self, track: Track, token: str) -> None:
        try:
            self.tell(track, token)
        except Exception as error:  # noqa: BLE001 - it is told of, and the waiter is told later
            self.untold(track, error)


def _is_settled(track: Track | None) -> bool:
    return track is not None and track.settled
