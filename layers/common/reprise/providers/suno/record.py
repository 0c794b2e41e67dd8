"""What record-info says of a task, as a report. Its `CALLBACK_EXCEPTION` is our endpoint's fault, not the music's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reprise.domain.codes import failure_of
from reprise.domain.events import Failed, Progress, Report
from reprise.domain.track import Failure, Stage
from reprise.domain.versions import Clip
from reprise.providers.suno.payload import clips_of, code_of

CLIPS_PER_TASK = 2
"""A generate request makes exactly two songs (providers, section 1.3)."""

_STAGES = {"TEXT_SUCCESS": Stage.TEXT, "FIRST_SUCCESS": Stage.FIRST, "SUCCESS": Stage.COMPLETE}
_REFUSED = "SENSITIVE_WORD_ERROR"
_DELIVERY_PROBLEM = "CALLBACK_EXCEPTION"


def report_of(data: Mapping[str, Any]) -> Report | None:
    """The report in record-info's `data`, or None while there is nothing to tell."""
    status = str(data.get("status") or "").upper()
    task_id = data.get("taskId") if isinstance(data.get("taskId"), str) else None
    clips = _clips(data)
    if status in _STAGES:
        return Progress(_STAGES[status], clips, task_id)
    if status == _DELIVERY_PROBLEM:
        return Progress(_stage_by_results(clips), clips, task_id) if clips else None
    if status == _REFUSED:
        return Failed(Failure("moderation"), task_id)
    return Failed(_failure(data), task_id) if status.endswith("FAILED") else None


def _clips(data: Mapping[str, Any]) -> tuple[Clip, ...]:
    response = data.get("response")
    # The quickstart prints `data` where the reference, and reality, have `sunoData`.
    found = response.get("sunoData") or response.get("data") if isinstance(response, Mapping) else None
    return clips_of(found)


def _stage_by_results(clips: tuple[Clip, ...]) -> Stage:
    if len(clips) >= CLIPS_PER_TASK and all(clip.audio_url for clip in clips):
        return Stage.COMPLETE
    return Stage.FIRST if any(clip.plays for clip in clips) else Stage.TEXT


def _failure(data: Mapping[str, Any]) -> Failure:
    code = code_of(data.get("errorCode"))
    return failure_of(500 if code is None else code, str(data.get("errorMessage") or ""))
