"""Sending an attempt to a provider: the callback URL with its token, the one call, and what it came to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import urlencode

from reprise.domain.track import Track
from reprise.providers.provider import Order, Pool
from reprise.store.tracks import Tracks
from reprise.usecases.transition import Clock, transition

TOKEN_BYTES = 32
"""256 bits: a token cannot be guessed."""


@dataclass(frozen=True, slots=True)
class Sender:
    """What sending needs."""

    tracks: Tracks
    pool: Pool
    public_base_url: str
    clock: Clock

    def send(self, track: Track, token: str) -> Track:
        """Call the provider for a claimed attempt and commit the outcome."""
        order = Order(
            operation=track.operation,
            request=track.request,
            sources=track.sources,
            attempt=track.attempts,
            callback_url=self._callback_url(track, token),
        )
        outcome = self.pool[track.provider].submit(order)
        decision = transition(self.tracks, track, outcome, self.clock)
        return decision.track if decision else track

    def _callback_url(self, track: Track, token: str) -> str:
        query = urlencode({"track": track.track_id, "token": token})
        return f"{self.public_base_url}/v1/webhooks/{track.provider}?{query}"


def hash_token(token: str) -> str:
    """What is kept of a token. It has 256 random bits, so a plain digest cannot be searched for it."""
    return hashlib.sha256(token.encode()).hexdigest()
