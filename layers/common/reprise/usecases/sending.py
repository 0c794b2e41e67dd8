"""Sending an attempt to a provider: the callback URL with its token, the one call, and what it came to."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from reprise.domain.events import Deferred, Outcome
from reprise.domain.gates import PROMPT, Account
from reprise.domain.track import Track
from reprise.providers.provider import Providers
from reprise.store.tracks import Tracks
from reprise.usecases.transition import Clock, transition

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Sender:
    """What sending needs."""

    tracks: Tracks
    providers: Providers
    public_base_url: str
    account: Account
    patience: timedelta
    """How long no news is good news."""
    clock: Clock
    mint: Callable[[int], str] = secrets.token_urlsafe

    def new_token(self) -> str:
        """A secret for one attempt's callback URL, 256 bits."""
        return self.mint(TOKEN_BYTES)

    def send(self, track: Track, token: str, taken_at: datetime) -> Track:
        """Call the provider for a claimed attempt whose permit was taken at that moment, and commit the outcome."""
        outcome = self._outcome(track, token, taken_at)
        decision = transition(self.tracks, track, outcome, self.clock)
        return decision.track if decision else track

    def _outcome(self, track: Track, token: str, taken_at: datetime) -> Outcome:
        if self.clock() > taken_at + PROMPT and not self.account.lends:
            # The quota's window may have closed over this permit: better a later call than one too many.
            return Deferred(track.attempts)
        provider = self.providers[track.request.provider]
        return provider.submit(track.request, self._callback_url(track, token), track.attempts)

    def _callback_url(self, track: Track, token: str) -> str:
        query = urlencode({"track": track.track_id, "token": token})
        return f"{self.public_base_url}/v1/webhooks/{track.request.provider}?{query}"


def hash_token(token: str) -> str:
    """What is kept of a token. It has 256 random bits, so a plain digest cannot be searched for it."""
    return hashlib.sha256(token.encode()).hexdigest()
