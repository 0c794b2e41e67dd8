"""Callbacks of Suno's resellers, decoded once. Every shape of contract section 3 is read."""

from __future__ import annotations

import json
from collections.abc import Mapping

from reprise.domain.codes import failure_of
from reprise.domain.events import Failed, Report
from reprise.domain.states import Stage
from reprise.domain.track import Failure
from reprise.providers.provider import Reading
from reprise.providers.suno.clips import all_have_audio, all_play, clips_of
from reprise.providers.suno.fields import (
    LONGEST_TEXT,
    Fields,
    camel,
    code_of,
    first_text,
    items_of,
    objects_of,
    task_id_of,
)
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

_BYTE_ORDER_MARK = "\ufeff"
"""Some put it before their JSON; the standard lets us pass over it."""


def read(body: str) -> Reading | None:
    """The callback in a raw body, or None when it has no shape that we know."""
    try:
        decoded = json.loads(body.removeprefix(_BYTE_ORDER_MARK))
    except (ValueError, RecursionError):
        return None
    if not isinstance(decoded, Mapping):
        return None
    return reading_of(camel(decoded))


def reading_of(fields: Fields) -> Reading | None:
    """The callback in a decoded body with camelCase names."""
    data = fields.get("data")
    inner = data if isinstance(data, Mapping) else fields
    items = _items(inner)
    stage = _stage(fields, inner, items)
    if stage is None:
        return None
    code = _code(fields.get("code"), stage)
    message = first_text(fields.get("msg"), inner.get("errorMessage"), inner.get("error"))
    ended = stage if code == 200 else Stage.ERROR
    return Reading(ended, code, (message or "")[:LONGEST_TEXT], _task_id(fields, inner), items)


def report_of(reading: Reading, results: Results) -> Report:
    """What a callback means where such results are expected."""
    if reading.code == 200 and reading.stage is not Stage.ERROR:
        return results.report(reading.stage, reading.items, reading.task_id)
    return Failed(_failure(reading), reading.task_id)


def _task_id(fields: Fields, inner: Fields) -> str | None:
    return task_id_of(inner.get("taskId"), fields.get("taskId"))


def _failure(reading: Reading) -> Failure:
    # An `error` stage under code 200 does not tell its cause. It counts as a server error.
    code = 500 if reading.code == 200 else reading.code
    return failure_of(code, reading.message)


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
    if not clips:
        return None
    proofs = ((all_have_audio, Stage.COMPLETE), (all_play, Stage.FIRST))
    return next((stage for holds, stage in proofs if holds(clips)), None)


def _stage_by_code(fields: Fields) -> Stage | None:
    if "msg" not in fields:
        return None
    is_failure = _code(fields.get("code"), Stage.QUEUED) != 200
    return Stage.ERROR if is_failure else None


def _slowest(inner: Fields) -> str | None:
    """Shape 2 has its status, if any, on the clips: the list is as far as its slowest one."""
    told = (first_text(clip.get("status")) for clip in objects_of(inner.get("data")))
    named = {status.lower() for status in filter(None, told)}
    return min(named & _STAGES.keys(), key=lambda name: _STAGES[name].rank, default=None)


def _code(value: object, stage: Stage) -> int:
    """The code as told; without one, the code that fits the stage. Some send 0 for success."""
    code = code_of(value)
    if code is None and stage is Stage.ERROR:
        return 500
    return code or 200
