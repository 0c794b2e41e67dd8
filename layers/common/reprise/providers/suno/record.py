"""What record-info says of a task, as a report. Its `CALLBACK_EXCEPTION` is our endpoint's fault, not the music's."""

from __future__ import annotations

from collections.abc import Mapping

from reprise.domain.codes import failure_of
from reprise.domain.events import Failed, Report
from reprise.domain.states import Stage
from reprise.domain.track import Failure
from reprise.providers.suno.fields import Fields, camel, code_of, first_text, items_of
from reprise.providers.suno.results import Results

_STAGES = {"TEXT_SUCCESS": Stage.TEXT, "FIRST_SUCCESS": Stage.FIRST, "SUCCESS": Stage.COMPLETE}
_REFUSED = "SENSITIVE_WORD_ERROR"
_DELIVERY_PROBLEM = "CALLBACK_EXCEPTION"
_FLAGS = {0: "PENDING", 1: "SUCCESS", 3: "FAILED"}
"""`successFlag` as a number (providers, section 1.6)."""
_TORN_FLAG = "2"
"""It runs in one kind of task and has failed in another: an error beside it decides."""

STATUSES = frozenset(
    {
        *_STAGES,
        _REFUSED,
        _DELIVERY_PROBLEM,
        "PENDING",
        "GENERATING",
        "FAILED",
        "CREATE_TASK_FAILED",
        "GENERATE_AUDIO_FAILED",
        "GENERATE_LYRICS_FAILED",
        "GENERATE_WAV_FAILED",
        "GENERATE_MP4_FAILED",
    }
)
"""Every word of the documents, those of the quickstart included."""


def record_report(data: Fields, results: Results) -> Report | None:
    """The report in record-info's `data`, or None while there is nothing to tell."""
    status = status_of(data)
    task_id = first_text(data.get("taskId"))
    items = _items(data)
    reached = _STAGES.get(status)
    if status == _DELIVERY_PROBLEM:
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
    if status == _REFUSED:
        return Failure("moderation")
    code, message = code_of(data.get("errorCode")), str(data.get("errorMessage") or "")
    is_told = status == _TORN_FLAG and bool(code or message)
    if not (is_told or status.endswith("FAILED")):
        return None
    return failure_of(500 if code is None else code, message)
