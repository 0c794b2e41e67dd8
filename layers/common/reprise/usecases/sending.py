"""Sending an attempt to a provider: the callback URL with its token, the one call, and what it came to."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from reprise.domain.track import Track
from reprise.providers.provider import Providers
from reprise.store.tracks import Tracks
from reprise.usecases.transition import Clock, transition


@dataclass(frozen=True, slots=True)
class Sender:
    """What sending needs. `allowance` is the provider's quota: create calls per ten seconds."""

    tracks: Tracks
    providers: Providers
    public_base_url: str
    allowance: int
    patience: timedelta
    """How long no news is good news."""
    clock: Clock
    new_token: Callable[[], str]
    """Makes a secret for one attempt's callback URL, 256 bits."""

    def send(self, track: Track, token: str) -> Track:
        """Call the provider for a claimed attempt and commit the outcome."""
        provider = self.providers[track.request.provider]
        outcome = provider.submit(track.request, self._callback_url(track, token), track.attempts)
        decision = transition(self.tracks, track, outcome, self.clock)
        return decision.track if decision else track

    def _callback_url(self, track: Track, token: str) -> str:
        query = urlencode({"track": track.track_id, "token": token})
        return f"{self.public_base_url}/v1/webhooks/{track.request.provider}?{query}"


def hash_token(token: str) -> str:
    """What is kept of a token. It has 256 random bits, so a plain digest cannot be searched for it."""
    return hashlib.sha256(token.encode()).hexdigest()
