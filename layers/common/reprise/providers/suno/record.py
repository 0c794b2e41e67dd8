"""What record-info says of a task, as a report. Its `CALLBACK_EXCEPTION` is our endpoint's fault, not the music's."""

from __future__ import annotations

from collections.abc import Mapping

from reprise.domain.codes import failure_of
from reprise.domain.events import Failed, Report
from reprise.domain.states import Stage
from reprise.domain.track import Failure
from reprise.providers.suno.fields import Fields, code_of, first_text, items_of
from reprise.providers.suno.results import Results

_STAGES = {"TEXT_SUCCESS": Stage.TEXT, "FIRST_SUCCESS": Stage.FIRST, "SUCCESS": Stage.COMPLETE}
_REFUSED = "SENSITIVE_WORD_ERROR"
_DELIVERY_PROBLEM = "CALLBACK_EXCEPTION"


def record_report(data: Fields, results: Results) -> Report | None:
    """The report in record-info's `data`, or None while there is nothing to tell."""
    status = str(data.get("status") or "").upper()
    task_id = first_text(data.get("taskId"))
    items = _items(data)
    reached = _STAGES.get(status)
    if status == _DELIVERY_PROBLEM:
        reached = results.reached(items)
    if reached:
        return results.report(reached, items, task_id)
    failure = _failure(data, status)
    return Failed(failure, task_id) if failure else None


def _items(data: Fields) -> tuple[Fields, ...]:
    response = data.get("response")
    if not isinstance(response, Mapping):
        return ()
    # The quickstart prints `data` where the reference, and reality, have `sunoData`.
    return items_of(response.get("sunoData") or response.get("data"))


def _failure(data: Fields, status: str) -> Failure | None:
    """Why the task failed; None while it has not."""
    if status == _REFUSED:
        return Failure("moderation")
    if not status.endswith("FAILED"):
        return None
    code = code_of(data.get("errorCode"))
    message = str(data.get("errorMessage") or "")
    return failure_of(500 if code is None else code, message)
