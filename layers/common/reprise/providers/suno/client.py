"""Calls to Suno's resellers. A create call has exactly three outcomes: an answer, surely not sent, nobody knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import requests
from urllib3.exceptions import NewConnectionError

from reprise.domain.codes import permanent_cause
from reprise.domain.events import Accepted, AnswerLost, Deferred, Outcome, Refused
from reprise.domain.track import Failure
from reprise.providers.provider import STOPPED, Unanswered
from reprise.providers.suno.dialects import Verdict, verdict
from reprise.providers.suno.fields import code_of, task_id_of

CREATE_TIMEOUT = (3.05, 20.0)
ASK_TIMEOUT = (3.05, 5.0)
"""Connect and read, in seconds."""

_LONGEST_RETRY_SECONDS = 120.0
_SECONDS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Client:
    """HTTP to one reseller account. `dialect` says whose code table its answers use."""

    base_url: str
    api_key: str
    dialect: str

    def create(self, path: str, fields: Mapping[str, Any], attempt: int) -> Outcome:
        """Start a task: sent once, whatever happens."""
        try:
            response = self._session().post(self.base_url + path, json=fields, timeout=CREATE_TIMEOUT)
        except requests.RequestException as error:
            return _unheard(attempt, error)
        return _outcome(self.dialect, attempt, response)

    def record(self, path: str, task_id: str) -> Mapping[str, Any] | None:
        """What record-info holds of a task; None when that is nothing. Safe to repeat. Raises Unanswered."""
        try:
            response = self._session().get(self.base_url + path, params={"taskId": task_id}, timeout=ASK_TIMEOUT)
        except requests.RequestException as error:
            raise Unanswered(type(error).__name__) from error
        data = _envelope(response).get("data")
        if isinstance(data, Mapping):
            return {**data, "taskId": task_id}
        code = _code(response)
        if code == HTTPStatus.OK:
            return None
        raise Unanswered(str(code), stopped=verdict(self.dialect, code, "") is Verdict.STOPPED)

    def _session(self) -> requests.Session:
        session = requests.Session()
        # The key goes to the configured base only: no proxy, .netrc or redirect may carry it elsewhere.
        session.trust_env = False
        session.max_redirects = 0
        session.headers["Authorization"] = f"Bearer {self.api_key}"
        return session


def _unheard(attempt: int, error: requests.RequestException) -> Outcome:
    """What is known without an answer: the call was surely not sent, or nobody knows."""
    return Deferred(attempt) if _never_sent(error) else AnswerLost(attempt)


def _never_sent(error: requests.RequestException) -> bool:
    if isinstance(error, requests.ConnectTimeout):
        return True
    reason = getattr(next(iter(error.args), None), "reason", None)
    return isinstance(error, requests.ConnectionError) and isinstance(reason, NewConnectionError)


def _outcome(dialect: str, attempt: int, response: requests.Response) -> Outcome:
    envelope = _envelope(response)
    message = str(envelope.get("msg") or "")
    meaning = verdict(dialect, _code(response), message)
    if meaning is Verdict.TAKEN:
        return _taken(attempt, envelope)
    if meaning is Verdict.LATER:
        return Deferred(attempt, _retry_after(response))
    if meaning is Verdict.STOPPED:
        return Refused(attempt, Failure(STOPPED))
    return Refused(attempt, Failure(permanent_cause(message) or "adjust_parameters"))


def _taken(attempt: int, envelope: Mapping[str, Any]) -> Outcome:
    """Accepted under its task id. An answer without one is as good as lost."""
    task_id = _task_id(envelope)
    return Accepted(attempt, task_id) if task_id else AnswerLost(attempt)


def _envelope(response: requests.Response) -> Mapping[str, Any]:
    try:
        body = response.json()
    except ValueError:  # no JSON, or JSON with a number that is too large
        return {}
    return body if isinstance(body, Mapping) else {}


def _code(response: requests.Response) -> int:
    """The code in the body, which counts; else the reply's own (providers, section 1.1)."""
    code = code_of(_envelope(response).get("code"))
    return response.status_code if code is None else code


def _task_id(envelope: Mapping[str, Any]) -> str | None:
    data = envelope.get("data")
    if not isinstance(data, Mapping):
        return None
    return task_id_of(data.get("taskId"), data.get("task_id"))


def _retry_after(response: requests.Response) -> float:
    value = response.headers.get("Retry-After", "")
    if not _SECONDS.fullmatch(value):
        return 0.0
    return min(float(value), _LONGEST_RETRY_SECONDS)
