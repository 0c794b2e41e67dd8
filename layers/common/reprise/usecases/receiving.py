"""Callbacks: believed or not, logged, applied, kept for later; for a first delivery and one out of the queue alike."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from reprise.domain.events import Event, Revisit
from reprise.domain.jobs import AskJob
from reprise.domain.receipts import Receipt, Result
from reprise.domain.track import Track
from reprise.domain.webhooks import Delivery, Evidence, Proof
from reprise.providers.provider import Pool, Provider, Reading, Surprised, Unproven, unsurprised
from reprise.store.callbacks import CallbackLog
from reprise.store.queues import Queue
from reprise.store.tracks import Tracks
from reprise.usecases.polling import is_asked_about
from reprise.usecases.transition import Clock, transition

UNKNOWN_FOR = timedelta(minutes=15)
"""How long a callback of an unknown task is kept and tried again."""

FIRST_RETRY, LONGEST_RETRY = timedelta(seconds=5), timedelta(minutes=1)
"""Between two looks half of what has passed, within these bounds: some twenty looks; the queue allows for more."""

INVALID_PAYLOAD = "invalid_payload"
INVALID_TOKEN = "invalid_token"  # noqa: S105 - the contract's word for a wrong one
TOO_LARGE = "payload_too_large"


_TURNED_AWAY = {INVALID_PAYLOAD: Result.MALFORMED, TOO_LARGE: Result.TOO_LARGE}


@dataclass(frozen=True, slots=True)
class Receiver:
    """What receiving needs.

    `beside` runs the log's write while the track is read; `faulted` is told of every fault that was survived, and
    `surprised` of what a provider said that no document has.
    """

    tracks: Tracks
    pool: Pool
    log: CallbackLog
    retries: Queue
    asks: Queue
    beside: Executor
    clock: Clock
    faulted: Callable[[str, Delivery, Exception], None]
    surprised: Surprised = unsurprised

    def handle(self, delivery: Delivery, evidence: Evidence | None = None) -> Receipt:
        """Do what a delivery says, if it is believed. Without evidence it comes out of the queue and was judged before.

        A fault of ours is survived by queueing the delivery; out of the queue it is raised, and the queue keeps it.
        """
        provider = self.pool[delivery.provider]
        reading = self._read(provider, delivery)
        if evidence is None:
            return self._received_again(delivery, provider, reading)
        try:
            judged = _judged(provider, reading, delivery, evidence)
        except Unproven as refusal:
            return self._turned_away(delivery, refusal.problem)
        return self._received(judged, provider, reading)

    def _read(self, provider: Provider, delivery: Delivery) -> Reading | None:
        """What is in a body. Anybody may send one: a body that breaks the reader has no shape, and somebody is told."""
        try:
            return provider.read(delivery.body)
        except Exception as error:  # noqa: BLE001 - no body at all may be answered with 500
            self.faulted("callback_not_read", delivery, error)
            return None

    def _received_again(self, delivery: Delivery, provider: Provider, reading: Reading | None) -> Receipt:
        """A delivery out of the queue: while its task is unknown, it comes again. A track that is gone stays gone."""
        receipt = self._receive(delivery, provider, reading)
        if _is_early(delivery, receipt):
            return replace(receipt, look_again=self._pause(delivery))
        return receipt

    def _received(self, delivery: Delivery, provider: Provider, reading: Reading | None) -> Receipt:
        """A first delivery: what fails on our side is kept in the queue, and what is signed and comes too early."""
        try:
            receipt = self._receive(delivery, provider, reading)
        except Exception as error:  # noqa: BLE001 - a fault of ours must not lose the payload; the provider is told 200
            self.faulted("callback_queued", delivery, error)
            self.retries.send(delivery, FIRST_RETRY.total_seconds())
            return Receipt(Result.QUEUED, track_id=delivery.track_id)
        if _is_early(delivery, receipt):
            self.retries.send(replace(delivery, logged=True), FIRST_RETRY.total_seconds())
        return receipt

    def _turned_away(self, delivery: Delivery, problem: str) -> Receipt:
        try:
            self.log.add(delivery, problem)
        except Exception as error:  # noqa: BLE001 - what is not believed is refused, whether or not it could be logged
            self.faulted("callback_not_logged", delivery, error)
        return Receipt(_TURNED_AWAY.get(problem, Result.REFUSED), error=problem, track_id=delivery.track_id)

    def _receive(self, delivery: Delivery, provider: Provider, reading: Reading | None) -> Receipt:
        """Do what a delivery says, and log it, unless it is logged already or nothing proves it."""
        if reading is None:
            return self._turned_away(delivery, INVALID_PAYLOAD)
        track = self._find(delivery, reading)
        if track is None:
            return self._unknown(delivery)
        return self._told(delivery, provider, reading, track)

    def _unknown(self, delivery: Delivery) -> Receipt:
        """A track's row is there before its URL leaves: a track that nobody has was deleted or invented."""
        if not delivery.track_id and not delivery.logged:
            self.log.add(delivery)
        return Receipt(Result.UNKNOWN, track_id=delivery.track_id)

    @contextmanager
    def _logged(self, delivery: Delivery) -> Iterator[None]:
        """Log a delivery while something else is done."""
        if delivery.logged:
            yield
            return
        logging = self.beside.submit(self.log.add, delivery)
        try:
            yield
        finally:
            logging.result()

    def _find(self, delivery: Delivery, reading: Reading) -> Track | None:
        if delivery.track_id:
            return self.tracks.get(delivery.track_id)
        return self.tracks.by_task(reading.task_id) if reading.task_id else None

    def _told(self, delivery: Delivery, provider: Provider, reading: Reading, track: Track) -> Receipt:
        attempt = _attempt(track, delivery.token_hash)
        if delivery.track_id and attempt is None:
            return self._turned_away(delivery, INVALID_TOKEN)
        is_proved = attempt is not None or delivery.signed_body
        if is_proved and reading.surprises:  # strangers can say what they like, and nobody is told of it
            self.surprised(provider.name, reading.surprises)
        with self._logged(delivery):
            if not is_proved:
                return self._hinted(track, reading)
            report = replace(provider.report(reading, track.operation), attempt=attempt)
            return self._applied(track, report, reading)

    def _hinted(self, track: Track, reading: Reading) -> Receipt:
        """A body that nobody signed, at a URL without token, is a hint: the provider is asked at once.

        The sweep asks it too, should this question be lost.
        """
        receipt = self._applied(track, Revisit(self.clock()), reading)
        if is_asked_about(track, track.attempts):
            self.asks.send(AskJob(track.track_id, track.attempts, track.asked_at))
        return receipt

    def _applied(self, track: Track, event: Event, reading: Reading) -> Receipt:
        moved = transition(self.tracks, track, event, self.clock)
        if moved is None:
            return Receipt(Result.UNKNOWN, track_id=track.track_id)
        result = Result.APPLIED if moved.changed else Result.SEEN
        return Receipt(result, reading.stage, track_id=track.track_id)

    def _pause(self, delivery: Delivery) -> timedelta | None:
        """When to look again for an unknown task, or None when it has stayed unknown for long enough."""
        age = self.clock() - delivery.received_at
        if age > UNKNOWN_FOR:
            return None
        return max(FIRST_RETRY, min(LONGEST_RETRY, age / 2))


def _judged(provider: Provider, reading: Reading | None, delivery: Delivery, evidence: Evidence) -> Delivery:
    """A first delivery with what its signature proves. Raises Unproven when it is not let in."""
    if evidence.too_large:
        raise Unproven(TOO_LARGE)
    proof = provider.verify(reading, delivery, evidence)
    judged = replace(delivery, signed=proof is not Proof.NOTHING, signed_body=proof is Proof.BODY)
    _check_shape(judged, reading)
    return judged


def _check_shape(delivery: Delivery, reading: Reading | None) -> None:
    """Without a shape only a signed body goes on: it is logged whole."""
    if reading is None and not delivery.signed_body:
        raise Unproven(INVALID_PAYLOAD)


def _is_early(delivery: Delivery, receipt: Receipt) -> bool:
    """Whether a task may still become known: nobody names its track, and a signature has proved the delivery."""
    return receipt.result is Result.UNKNOWN and not delivery.track_id


def _attempt(track: Track, token_hash: str | None) -> int | None:
    """Which attempt a token belongs to, from 1; every hash is compared, so timing does not tell."""
    matches = [hmac.compare_digest(known, token_hash or "") for known in track.token_hashes]
    if True not in matches:
        return None
    return matches.index(True) + 1
