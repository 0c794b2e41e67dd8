"""How a new track comes in: with a permit of its gate if there is one, else into the line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from reprise.domain.attempts import queued
from reprise.domain.decision import answer
from reprise.domain.errors import ProviderUnavailable
from reprise.domain.events import Claimed
from reprise.domain.gates import Gate
from reprise.domain.lifecycle import apply
from reprise.domain.track import Track
from reprise.store.dynamo import Lost, Operation
from reprise.store.gates import Gates
from reprise.usecases.sending import hash_token

Write = Callable[[Track, Sequence[Operation]], None]
"""Writes all that a new track is, with what it changes at its gate, or nothing. Raises Lost."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where new tracks come in."""

    gates: Gates
    patience: timedelta
    """How long a provider may be silent before it is asked."""

    def enter(self, gate: Gate, track: Track, token: str, write: Write) -> Track:
        """The track as it was written: about to be sent, or queued. Raises Lost, or ProviderUnavailable for no line."""
        now = track.created_at
        permit = gate.at_the_door(track.lane, track.track_id, now)
        if permit is not None:
            # Lost for whatever reason, it is not fought for: the request is queued, and no slower for it.
            with suppress(Lost) if track.operation.waits else nullcontext():
                claimed = self._claimed(track, permit, token, now)
                write(claimed, [self.gates.enter(gate, track.lane, self.gates.account.take(permit, claimed, now))])
                return claimed
        if not track.operation.waits:
            raise ProviderUnavailable("busy")
        waiting = answer(queued(track, now))
        # Whoever comes after the first finds the mark, and the gate's item is left alone.
        write(waiting, [] if track.lane in gate.waiting else [self.gates.mark(gate.id, track.lane, now)])
        return waiting

    def _claimed(self, track: Track, permit: int, token: str, now: datetime) -> Track:
        held = permit if self.gates.account.lends else None
        return apply(track, Claimed(hash_token(token), now + self.patience, held), now).track
