"""Calls to Suno's resellers. A create call has exactly three outcomes: an answer, surely not sent, nobody knows."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from reprise.domain.codes import permanent_cause
from reprise.domain.events import AnswerLost, Deferred, Outcome, Refused
from reprise.domain.track import Failure
from reprise.providers.exchange import Allowance, Request, Unheard, bearer, exchange
from reprise.providers.provider import STOPPED, Unanswered
from reprise.providers.suno.answers import Heard
from reprise.providers.suno.dialects import REFUSALS, Verdict, verdict
from reprise.providers.suno.surprises import RUNNING, of_answer, of_brought, of_record
from reprise.providers.suno.taken import Taken, task

CREATE_SECONDS = 20.0
"""For a whole create call: API Gateway gives up on us after 30, and the outcome is still to be kept."""

ASK_SECONDS = 4.0
"""For a whole question. The sweep asks about many tasks, and none of them may cost the others their turn."""

ANSWER_BYTES = 1024 * 1024
"""Of a whole answer, its headers included: as much as a callback may have."""

_NO_KEY = frozenset({"no_key", "bad_key"})


def _to_nobody(_surprises: tuple[str, ...]) -> None:
    """Nobody is told."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call that is sent once, and how the answer is read that takes it."""

    path: str
    fields: Mapping[str, Any]
    taken: Taken = task


@dataclass(frozen=True, slots=True)
class Client:
    """HTTP to one reseller account. `dialect` says whose code table its answers use.

    `surprised` is told what of every answer no document has, and that is mostly nothing.
    """

    base_url: str
    api_key: str = field(repr=False)
    dialect: str
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)
    surprised: Callable[[tuple[str, ...]], None] = _to_nobody

    def create(self, call: Call, attempt: int) -> Outcome:
        """Start a task, or ask for a result at once: sent once, whatever happens."""
        try:
            heard = self._heard(call.path, json.dumps(call.fields).encode(), CREATE_SECONDS)
        except Unheard as silence:
            return _unheard(attempt, silence)
        self.surprised(of_brought(heard))
        return _outcome(self.dialect, call, attempt, heard)

    def record(self, path: str, task_id: str, parameter: str = "taskId") -> Mapping[str, Any] | None:
        """What record-info holds of a task; None when that is nothing. Safe to repeat. Raises Unanswered."""
        heard = self.answer(f"{path}?{urlencode({parameter: task_id})}")
        if heard.data is not None:
            self.surprised(of_record(heard.data))
            return {**heard.data, "taskId": task_id}
        if heard.listed is not None:
            return _as_record(heard, heard.listed, task_id)
        if heard.code in (HTTPStatus.OK, RUNNING):
            return None
        raise refused(self.dialect, heard)

    def answer(self, path: str, fields: Mapping[str, Any] | None = None) -> Heard:
        """The answer to a call that makes no task. Raises Unanswered."""
        body, seconds = (None, ASK_SECONDS) if fields is None else (json.dumps(fields).encode(), CREATE_SECONDS)
        try:
            return self._heard(path, body, seconds)
        except Unheard as silence:
            raise Unanswered(silence.reason, stopped=silence.reason in _NO_KEY) from None

    def _heard(self, path: str, body: bytes | None, seconds: float) -> Heard:
        """The whole answer to one call, which goes to the configured base and nowhere else. Raises Unheard."""
        request = Request(self.base_url + path, bearer(self.api_key), body)
        with exchange(request, Allowance(seconds, ANSWER_BYTES, self.clock)) as answer:
            heard = Heard(answer.status, answer.body(), answer.header("Retry-After"))
        self.surprised(of_answer(self.dialect, heard))
        return heard


def refused(dialect: str, heard: Heard) -> Unanswered:
    """A question that was answered with a refusal."""
    meaning = verdict(dialect, heard.code, heard.message)
    return Unanswered(str(heard.code), stopped=meaning is Verdict.STOPPED)


def _as_record(heard: Heard, listed: list[Any], task_id: str) -> Mapping[str, Any]:
    """A recovery lists its results right under `data`, and its code is its status (providers, section 10)."""
    status = {HTTPStatus.OK: "SUCCESS", RUNNING: "PENDING"}.get(heard.code, "FAILED")
    failed = {"errorCode": heard.code, "errorMessage": heard.message} if status == "FAILED" else {}
    return {"taskId": task_id, "status": status, "response": {"data": listed}} | failed


def _unheard(attempt: int, silence: Unheard) -> Outcome:
    """What is known without an answer: the call was surely not sent, or nobody knows."""
    if silence.reason in _NO_KEY:
        return Refused(attempt, Failure(STOPPED))
    return AnswerLost(attempt) if silence.sent else Deferred(attempt)


def _outcome(dialect: str, call: Call, attempt: int, heard: Heard) -> Outcome:
    meaning = verdict(dialect, heard.code, heard.message, call.path)
    if heard.points_elsewhere:
        return AnswerLost(attempt)
    if meaning is Verdict.TAKEN:
        return call.taken(attempt, heard)
    if meaning is Verdict.LATER:
        return Deferred(attempt, heard.retry_seconds)
    if meaning is Verdict.STOPPED:
        return Refused(attempt, Failure(STOPPED))
    return Refused(attempt, Failure(permanent_cause(heard.message) or REFUSALS.get(heard.code, "adjust_parameters")))
