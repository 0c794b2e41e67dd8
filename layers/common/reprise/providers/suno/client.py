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
from reprise.domain.events import Accepted, AnswerLost, Deferred, Outcome, Refused
from reprise.domain.track import Failure
from reprise.providers.exchange import Allowance, Request, Unheard, bearer, exchange
from reprise.providers.provider import STOPPED, Unanswered
from reprise.providers.suno.answers import Heard
from reprise.providers.suno.dialects import Verdict, verdict

CREATE_SECONDS = 20.0
"""For a whole create call: API Gateway gives up on us after 30, and the outcome is still to be kept."""

ASK_SECONDS = 4.0
"""For a whole question. The sweep asks about many tasks, and none of them may cost the others their turn."""

ANSWER_BYTES = 1024 * 1024
"""Of a whole answer, its headers included: as much as a callback may have."""

_NO_KEY = frozenset({"no_key", "bad_key"})


@dataclass(frozen=True, slots=True)
class Client:
    """HTTP to one reseller account. `dialect` says whose code table its answers use."""

    base_url: str
    api_key: str = field(repr=False)
    dialect: str
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)

    def create(self, path: str, fields: Mapping[str, Any], attempt: int) -> Outcome:
        """Start a task: sent once, whatever happens."""
        try:
            heard = self._heard(path, json.dumps(fields).encode(), CREATE_SECONDS)
        except Unheard as silence:
            return _unheard(attempt, silence)
        return _outcome(self.dialect, attempt, heard)

    def record(self, path: str, task_id: str) -> Mapping[str, Any] | None:
        """What record-info holds of a task; None when that is nothing. Safe to repeat. Raises Unanswered."""
        try:
            heard = self._heard(f"{path}?{urlencode({'taskId': task_id})}", None, ASK_SECONDS)
        except Unheard as silence:
            raise Unanswered(silence.reason, stopped=silence.reason in _NO_KEY) from None
        if heard.data is not None:
            return {**heard.data, "taskId": task_id}
        if heard.code == HTTPStatus.OK:
            return None
        raise Unanswered(str(heard.code), stopped=verdict(self.dialect, heard.code, "") is Verdict.STOPPED)

    def _heard(self, path: str, body: bytes | None, seconds: float) -> Heard:
        """The whole answer to one call, which goes to the configured base and nowhere else. Raises Unheard."""
        request = Request(self.base_url + path, bearer(self.api_key), body)
        with exchange(request, Allowance(seconds, ANSWER_BYTES, self.clock)) as answer:
            return Heard(answer.status, answer.body(), answer.header("Retry-After"))


def _unheard(attempt: int, silence: Unheard) -> Outcome:
    """What is known without an answer: the call was surely not sent, or nobody knows."""
    if silence.reason in _NO_KEY:
        return Refused(attempt, Failure(STOPPED))
    return AnswerLost(attempt) if silence.sent else Deferred(attempt)


def _taken(attempt: int, task_id: str | None) -> Outcome:
    """Accepted under its task id. An answer without one is as good as lost."""
    return Accepted(attempt, task_id) if task_id else AnswerLost(attempt)


def _outcome(dialect: str, attempt: int, heard: Heard) -> Outcome:
    meaning = verdict(dialect, heard.code, heard.message)
    if heard.points_elsewhere:
        return AnswerLost(attempt)
    if meaning is Verdict.TAKEN:
        return _taken(attempt, heard.task_id)
    if meaning is Verdict.LATER:
        return Deferred(attempt, heard.retry_seconds)
    if meaning is Verdict.STOPPED:
        return Refused(attempt, Failure(STOPPED))
    return Refused(attempt, _cause(heard.message))


def _cause(message: str) -> Failure:
    return Failure(permanent_cause(message) or "adjust_parameters")
