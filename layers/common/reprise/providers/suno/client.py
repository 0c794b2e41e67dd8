"""Calls to Suno's resellers. A create call has exactly three outcomes: an answer, surely not sent, nobody knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import requests
from urllib3.exceptions import NewConnectionError

from reprise.domain.codes import permanent_cause
from reprise.domain.events import Accepted, AnswerLost, Deferred, Outcome, Refused, Report
from reprise.domain.requests import Song
from reprise.domain.track import Failure
from reprise.providers.provider import STOPPED, Unanswered
from reprise.providers.suno import order
from reprise.providers.suno.dialects import Verdict, verdict
from reprise.providers.suno.payload import code_of, is_task_id
from reprise.providers.suno.record import report_of

CREATE_TIMEOUT = (3.05, 20.0)
ASK_TIMEOUT = (3.05, 5.0)
"""Connect and read, in seconds."""


@dataclass(frozen=True, slots=True)
class Suno:
    """One reseller account. `dialect` says whose code table its answers use."""

    base_url: str
    api_key: str
    dialect: str

    def check(self, request: Song) -> None:
        """Refuse what the model would refuse. Raises InvalidInput."""
        order.check(request, self.dialect)

    def submit(self, request: Song, callback_url: str, attempt: int) -> Outcome:
        """Start a generation: sent once, whatever happens."""
        try:
            response = self._session().post(
                self.base_url + order.path_of(request),
                json=order.fields_of(request, callback_url),
                timeout=CREATE_TIMEOUT,
            )
        except requests.RequestException as error:
            return Deferred(attempt) if _never_sent(error) else AnswerLost(attempt)
        return _outcome(self.dialect, attempt, response)

    def ask(self, task_id: str) -> Report | None:
        """What the provider says of a task; None when it has no news. Safe to repeat. Raises Unanswered."""
        try:
            response = self._session().get(
                f"{self.base_url}/api/v1/generate/record-info",
                params={"taskId": task_id},
                timeout=ASK_TIMEOUT,
            )
        except requests.RequestException as error:
            raise Unanswered(type(error).__name__) from error
        data = _envelope(response).get("data")
        if isinstance(data, Mapping):
            return report_of({**data, "taskId": task_id})
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


def _never_sent(error: requests.RequestException) -> bool:
    if isinstance(error, requests.ConnectTimeout):
        return True
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    return isinstance(error, requests.ConnectionError) and isinstance(reason, NewConnectionError)


def _outcome(dialect: str, attempt: int, response: requests.Response) -> Outcome:
    envelope = _envelope(response)
    message = str(envelope.get("msg") or "")
    meaning = verdict(dialect, _code(response), message)
    if meaning is Verdict.TAKEN:
        task_id = _task_id(envelope)
        return Accepted(attempt, task_id) if task_id else AnswerLost(attempt)
    if meaning is Verdict.LATER:
        return Deferred(attempt, _retry_after(response))
    if meaning is Verdict.STOPPED:
        return Refused(attempt, Failure(STOPPED))
    return Refused(attempt, Failure(permanent_cause(message) or "adjust_parameters"))


def _envelope(response: requests.Response) -> Mapping[str, Any]:
    try:
        body = response.json()
    except ValueError:  # no JSON, or JSON with numbers beyond reason
        return {}
    return body if isinstance(body, Mapping) else {}


def _code(response: requests.Response) -> int:
    """The code in the body, which counts; else the reply's own (providers, section 1.1)."""
    code = code_of(_envelope(response).get("code"))
    return response.status_code if code is None else code


def _task_id(envelope: Mapping[str, Any]) -> str | None:
    data = envelope.get("data")
    found = data.get("taskId") or data.get("task_id") if isinstance(data, Mapping) else None
    return found if isinstance(found, str) and is_task_id(found) else None


def _retry_after(response: requests.Response) -> float:
    value = response.headers.get("Retry-After", "")
    return min(float(value), 120.0) if value.isdigit() else 0.0
