"""What record-info says of a task, as a report. Its `CALLBACK_EXCEPTION` is our endpoint's fault, not the music's."""

from __future__ import annotations

from collections.abc import Mapping

from reprise.domain.codes import failure_of
from reprise.domain.events import Failed, Report
from reprise.domain.track import Failure
from reprise.providers.suno.fields import Fields, camel, code_of, first_text, items_of
from reprise.providers.suno.results import Results
from reprise.providers.suno.vocabulary import DELIVERY_PROBLEM, RECORD_STAGES, REFUSED

_FLAGS = {0: "PENDING", 1: "SUCCESS", 3: "FAILED"}
"""`successFlag` as a number (providers, section 1.6)."""
_TORN_FLAG = "2"
"""It runs in one kind of task and has failed in another: an error beside it decides."""


def record_report(told: Fields, results: Results) -> Report | None:
    """The report in record-info's `data`, or None while there is nothing to tell."""
    data = camel(told)
    status = status_of(data)
    task_id = first_text(data.get("taskId"))
    items = _items(data)
    reached = RECORD_STAGES.get(status)
    if status == DELIVERY_PROBLEM:
        reached = results.reached(items)
    if reached:
        return results.report(reached, items, task_id)
    failure = _failure(data, status)
    return Failed(failure, task_id) if failure else None


def status_of(data: Fields) -> str:
    """The status in capitals, in whichever field it is; empty without one."""
    told = first_text(data.get("status"), data.get("successFlag"))
    code = code_of(told or data.get("successFlag"))
    return (told or "").upper() if code is None else _FLAGS.get(code, str(code))


def _items(data: Fields) -> tuple[Fields, ...]:
    response = data.get("response")
    if not isinstance(response, Mapping):
        return ()
    # The quickstart prints `data` where the reference, and reality, have `sunoData`; files are in the response itself.
    listed = response.get("sunoData") or response.get("data")
    return items_of(listed) if isinstance(listed, list) else (camel(response),)


def _failure(data: Fields, status: str) -> Failure | None:
    """Why the task failed; None while it has not."""
    if status == REFUSED:
        return Failure("moderation")
    return _cause(data) if _has_failed(data, status) else None


def _has_failed(data: Fields, status: str) -> bool:
    if status == _TORN_FLAG:
        return any(map(data.get, ("errorCode", "errorMessage")))
    return status.endswith("FAILED")


def _cause(data: Fields) -> Failure:
    code = code_of(data.get("errorCode"))
    return failure_of(500 if code is None else code, first_text(data.get("errorMessage")) or "")
