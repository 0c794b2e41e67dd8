"""Sending an attempt to a provider: the callback URL with its token, the one call, and what it came to."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from urllib.parse import urlencode

from reprise.domain.events import AnswerLost, Deferred, Outcome
from reprise.domain.gates import PROMPT
from reprise.domain.operations import Works
from reprise.domain.track import Track
from reprise.domain.versions import Source
from reprise.providers.provider import Order, Pool
from reprise.store.tracks import Tracks
from reprise.usecases.transition import Clock, transition


@dataclass(frozen=True, slots=True)
class Sender:
    """What sending needs. `failed` is told of calls that met a fault of ours."""

    tracks: Tracks
    pool: Pool
    public_base_url: str
    clock: Clock
    failed: Callable[[str, Exception], None]
    sign: Callable[[str, int], str]
    """Makes a URL of an object of ours, by its key, that lives for so many seconds."""

    def send(self, track: Track, token: str, taken_at: datetime) -> Track:
        """Call the provider for a claimed attempt whose permit was taken at that moment, and commit the outcome."""
        outcome = self._outcome(track, token, taken_at)
        decision = transition(self.tracks, track, outcome, self.clock)
        return decision.track if decision else track

    def _outcome(self, track: Track, token: str, taken_at: datetime) -> Outcome:
        provider = self.pool[track.provider]
        if self.clock() > taken_at + PROMPT and not provider.account.lends:
            # The quota's window may have closed over this permit: better a later call than one too many.
            return Deferred(track.attempts)
        order = Order(
            operation=track.operation,
            request=track.request,
            sources=tuple(map(partial(self._handed_over, track), track.sources)),
            track_id=track.track_id,
            attempt=track.attempts,
            callback_url=self._callback_url(track, token),
        )
        try:
            return provider.submit(order)
        except Exception as error:  # noqa: BLE001 - whatever it was, the attempt is claimed and must have an outcome
            self.failed(track.track_id, error)
            return AnswerLost(track.attempts)

    def _handed_over(self, track: Track, source: Source) -> Source:
        """A source that its provider has to fetch, at a URL that lives as long as the task may take."""
        if track.operation.works is not Works.ON_RECORDING or not source.key:
            return source
        seconds = int((track.deadline_at - self.clock()).total_seconds())
        return replace(source, url=self.sign(source.key, max(1, seconds)))

    def _callback_url(self, track: Track, token: str) -> str:
        name = "segment" if track.run_id else "track"
        query = urlencode({name: track.track_id, "token": token})
        return f"{self.public_base_url}/v1/webhooks/{track.provider}?{query}"


def hash_token(token: str) -> str:
    """What is kept of a token. It has 256 random bits, so a plain digest cannot be searched for it."""
    return hashlib.sha256(token.encode()).hexdigest()
