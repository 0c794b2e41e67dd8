"""What record-info says of a task, as a report. Its `CALLBACK_EXCEPTION` is our endpoint's fault, not the music's."""

from __future__ import annotations

from collections.abc import Mapping

from reprise.domain.codes import failure_of
from reprise.domain.events import Failed, Report
from reprise.domain.track import Failure, Stage
from reprise.providers.suno.fields import Fields, code_of, items_of
from reprise.providers.suno.results import Results

_STAGES = {"TEXT_SUCCESS": Stage.TEXT, "FIRST_SUCCESS": Stage.FIRST, "SUCCESS": Stage.COMPLETE}
_REFUSED = "SENSITIVE_WORD_ERROR"
_DELIVERY_PROBLEM = "CALLBACK_EXCEPTION"


def record_report(data: Fields, results: Results) -> Report | None:
    """The report in record-info's `data`, or None while there is nothing to tell."""
    status = str(data.get("status") or "").upper()
    task_id = data.get("taskId") if isinstance(data.get("taskId"), str) else None
    items = _items(data)
    reached = results.reached(items) if status == _DELIVERY_PROBLEM else _STAGES.get(status)
    if reached:
        return results.report(reached, items, task_id)
    if status == _REFUSED:
        return Failed(Failure("moderation"), task_id)
    return Failed(_failure(data), task_id) if status.endswith("FAILED") else None


def _items(data: Fields) -> tuple[Fields, ...]:
    response = data.get("response")
    if not isinstance(response, Mapping):
        return ()
    # The quickstart prints `data` where the reference, and reality, have `sunoData`.
    return items_of(response.get("sunoData") or response.get("data"))


def _failure(data: Fields) -> Failure:
    code = code_of(data.get("errorCode"))
    return failure_of(500 if code is None else code, str(data.get("errorMessage") or ""))
