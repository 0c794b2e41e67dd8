"""Callbacks of Suno's resellers, decoded once. Every shape of contract section 3 is read."""

from __future__ import annotations

import json
from collections.abc import Mapping

from reprise.domain.codes import failure_of
from reprise.domain.events import Failed, Report
from reprise.domain.track import Failure, Stage
from reprise.providers.provider import Reading
from reprise.providers.suno.clips import clips_of
from reprise.providers.suno.fields import Fields, camel, code_of, first_text, is_task_id, items_of
from reprise.providers.suno.results import Results

_STAGES = {
    "text": Stage.TEXT,
    "first": Stage.FIRST,
    "audio": Stage.COMPLETE,
    "complete": Stage.COMPLETE,
    "error": Stage.ERROR,
    "fail": Stage.ERROR,
    "failed": Stage.ERROR,
    "success": Stage.COMPLETE,
    "succeeded": Stage.COMPLETE,
    "text_success": Stage.TEXT,
    "first_success": Stage.FIRST,
    "streaming": Stage.FIRST,
}


def read(body: str) -> Reading | None:
    """The callback in a raw body, or None when it has no shape that we know."""
    try:
        decoded = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return reading_of(camel(decoded)) if isinstance(decoded, Mapping) else None


def reading_of(fields: Fields) -> Reading | None:
    """The callback in a decoded body with camelCase names."""
    data = fields.get("data")
    inner = data if isinstance(data, Mapping) else fields
    items = _items(inner)
    stage = _stage(fields, inner, items)
    return None if stage is None else _reading(fields, inner, stage, items)


def report_of(reading: Reading, results: Results) -> Report:
    """What a callback means where such results are expected."""
    if reading.code == 200 and reading.stage is not Stage.ERROR:
        return results.report(reading.stage, reading.items, reading.task_id)
    return Failed(_failure(reading), reading.task_id)


def _reading(fields: Fields, inner: Fields, stage: Stage, items: tuple[Fields, ...]) -> Reading:
    code = _code(fields.get("code"), stage)
    named = first_text(inner.get("taskId"), fields.get("taskId"))
    task_id = named if named and is_task_id(named) else None
    message = first_text(fields.get("msg"), inner.get("errorMessage"), inner.get("error")) or ""
    ended = stage if code == 200 else Stage.ERROR
    return Reading(ended, code, message, task_id, items)


def _failure(reading: Reading) -> Failure:
    # An `error` stage under code 200 says nothing of its cause: taken for a server error.
    return failure_of(500 if reading.code == 200 else reading.code, reading.message)


def _items(inner: Fields) -> tuple[Fields, ...]:
    """What is listed under `data`; without a list, the object itself may be the one thing that is told."""
    listed = inner.get("data")
    return items_of(listed) if isinstance(listed, list) else (inner,)


def _stage(fields: Fields, inner: Fields, items: tuple[Fields, ...]) -> Stage | None:
    named = first_text(inner.get("callbackType"), inner.get("stage"), inner.get("status"), _slowest(inner))
    if named is not None:
        return _STAGES.get(named.lower())
    return _stage_by_clips(items) or _stage_by_code(fields)


def _stage_by_clips(items: tuple[Fields, ...]) -> Stage | None:
    """Shapes 2 and 3 may tell no stage: their clips do."""
    clips = clips_of(items)
    if not clips or not all(clip.plays for clip in clips):
        return None
    return Stage.COMPLETE if all(clip.audio_url for clip in clips) else Stage.FIRST


def _stage_by_code(fields: Fields) -> Stage | None:
    is_failure = "msg" in fields and _code(fields.get("code"), Stage.QUEUED) != 200
    return Stage.ERROR if is_failure else None


def _slowest(inner: Fields) -> str | None:
    """Shape 2 has its status, if any, on the clips: the list is as far as its slowest one."""
    listed = inner.get("data")
    clips = [clip for clip in listed if isinstance(clip, Mapping)] if isinstance(listed, list) else []
    named = {str(clip.get("status")).lower() for clip in clips}
    return min(named & _STAGES.keys(), key=lambda name: _STAGES[name].rank, default=None)


def _code(value: object, stage: Stage) -> int:
    code = code_of(value)
    if code is None:
        return 500 if stage is Stage.ERROR else 200
    return 200 if code == 0 else code
