"""Callbacks: logged, believed or not, applied. The same for a first delivery and for one out of the retry queue."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache

from reprise.domain.events import Report, Revisit
from reprise.domain.track import Track
from reprise.domain.webhooks import Delivery
from reprise.providers.signatures import BODY_UNSIGNED, SignatureError, Signed, verify
from reprise.providers.suno.payload import Callback, parse_callback
from reprise.store.callbacks import CallbackLog
from reprise.store.tracks import Tracks
from reprise.usecases.transition import Clock, transition

UNKNOWN_FOR = timedelta(minutes=15)
"""How long a callback of an unknown task is kept and tried again."""

FIRST_RETRY, LONGEST_RETRY = timedelta(seconds=5), timedelta(minutes=1)
"""Between two looks half of what has passed, within these bounds: some twenty looks; the queue allows for more."""

INVALID_PAYLOAD = "invalid_payload"
INVALID_TOKEN = "invalid_token"  # noqa: S105 - the contract's word for a wrong one


class Result(StrEnum):
    """What became of a delivery."""

    APPLIED = "applied"
    SEEN = "seen"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    MALFORMED = "malformed"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is told about a delivery."""

    result: Result
    stage: str | None = None
    error: str | None = None
    track_id: str | None = None


@dataclass(frozen=True, slots=True)
class Guard:
    """A provider's webhook secrets, and the scheme it signs with. Without secrets the URL's token alone counts."""

    scheme: str
    secrets: tuple[str, ...]

    def problem(self, delivery: Delivery, raw: bytes, headers: Mapping[str, str], task_id: str) -> str | None:
        """Why a delivery is not to be believed, as far as its signature goes. Header names are in lower case."""
        if not self.secrets:
            return None if delivery.track_id else SignatureError.MISSING
        return verify(self.scheme, self.secrets, Signed(headers, raw, task_id), delivery.received_at)


@dataclass(frozen=True, slots=True)
class Receiver:
    """What receiving needs. `beside` runs the log's write while the track is read."""

    tracks: Tracks
    log: CallbackLog
    guard: Guard
    beside: Executor
    clock: Clock

    def problem(self, delivery: Delivery, raw: bytes, headers: Mapping[str, str]) -> str | None:
        """Why a delivery is turned away at the door."""
        callback = parse(delivery.body)
        task_id = (callback.task_id if callback else None) or ""
        return self.guard.problem(delivery, raw, headers, task_id) or (None if callback else INVALID_PAYLOAD)

    def mark(self, delivery: Delivery) -> Delivery:
        """The delivery with what its signature, already verified, has proved."""
        signed = bool(self.guard.secrets)
        return replace(delivery, signed=signed, signed_body=signed and self.guard.scheme not in BODY_UNSIGNED)

    def turned_away(self, problem: str) -> Receipt:
        """What is told of a delivery that is not let in."""
        return Receipt(Result.MALFORMED if problem == INVALID_PAYLOAD else Result.REFUSED, error=problem)

    def receive(self, delivery: Delivery) -> Receipt:
        """Log a delivery, unless it is logged already, and do what it says."""
        callback = parse(delivery.body)
        logging = None if delivery.logged else self.beside.submit(self.log.add, delivery)
        try:
            track = self._find(delivery, callback)
        finally:
            if logging:
                logging.result()
        receipt = self._judge(delivery, callback, track)
        if receipt.result is Result.REFUSED:
            self.log.refuse(delivery, str(receipt.error))
        return receipt

    def retry_seconds(self, delivery: Delivery) -> float | None:
        """When to look again for an unknown task, or None when it has stayed unknown for long enough."""
        age = self.clock() - delivery.received_at
        pause = max(FIRST_RETRY, min(LONGEST_RETRY, age / 2))
        return None if age > UNKNOWN_FOR else pause.total_seconds()

    def _find(self, delivery: Delivery, callback: Callback | None) -> Track | None:
        if delivery.track_id:
            return self.tracks.get(delivery.track_id)
        return self.tracks.by_task(callback.task_id) if callback and callback.task_id else None

    def _judge(self, delivery: Delivery, callback: Callback | None, track: Track | None) -> Receipt:
        if callback is None:
            return Receipt(Result.MALFORMED, error=INVALID_PAYLOAD)
        if track is None:
            return Receipt(Result.UNKNOWN, track_id=delivery.track_id)
        attempt = _attempt(track, delivery.token_hash)
        if delivery.track_id and attempt is None:
            return Receipt(Result.REFUSED, error=INVALID_TOKEN, track_id=track.track_id)
        proved = attempt is not None or delivery.signed_body
        return self._apply(track, replace(callback.report, attempt=attempt), callback, confirmed=proved)

    def _apply(self, track: Track, report: Report, callback: Callback, *, confirmed: bool) -> Receipt:
        # A body that nobody signed, at a URL without token, is a hint: the sweep asks the provider at once.
        event = report if confirmed else Revisit(self.clock())
        moved = transition(self.tracks, track, event, self.clock)
        if moved is None:
            return Receipt(Result.UNKNOWN, track_id=track.track_id)
        result = Result.APPLIED if moved.changed else Result.SEEN
        return Receipt(result, callback.stage, track_id=track.track_id)


@lru_cache(maxsize=1)  # the same body is looked at when it is let in and when it is judged
def parse(body: str) -> Callback | None:
    """The callback in a raw body."""
    try:
        return parse_callback(json.loads(body))
    except (ValueError, RecursionError):
        return None


def _attempt(track: Track, token_hash: str | None) -> int | None:
    """Which attempt a token belongs to, from 1; every hash is compared, so timing does not tell."""
    matches = [hmac.compare_digest(known, token_hash or "") for known in track.token_hashes]
    return matches.index(True) + 1 if True in matches else None
