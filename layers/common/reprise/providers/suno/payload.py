"""What Suno's resellers tell us, in callbacks and record-info, as events. Every shape of contract section 3 is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reprise.domain.codes import failure_of
from reprise.domain.events import Failed, Progress, Report
from reprise.domain.track import Failure, Stage
from reprise.domain.versions import Clip
from reprise.providers.suno.clips import clip_of

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
MOST_CLIPS = 10
"""More than any provider makes in one task."""

_LONGEST_ID = 128

_WORD_START = re.compile(r"_(\w)")
_DIGITS = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Callback:
    """A callback that was understood."""

    stage: Stage
    report: Report
    code: int
    task_id: str | None


def parse_callback(body: object) -> Callback | None:
    """The callback in a decoded body, or None when it has no shape that we know."""
    if not isinstance(body, Mapping):
        return None
    fields = _camel(body)
    data = fields.get("data")
    inner = data if isinstance(data, Mapping) else fields
    clips = _clips(inner)
    stage = _stage(fields, inner, clips)
    return None if stage is None else _callback(fields, inner, stage, clips)


def clips_of(items: object) -> tuple[Clip, ...]:
    """The clips of a list of them."""
    listed = items[:MOST_CLIPS] if isinstance(items, list) else []
    clips = (clip_of(_camel(item)) for item in listed if isinstance(item, Mapping))
    return tuple(clip for clip in clips if clip != Clip())


def is_task_id(text: str) -> bool:
    """Whether a text can be a task's id: short and printable, as a key of an index has to be."""
    return 0 < len(text) <= _LONGEST_ID and text.isprintable()


def code_of(value: object) -> int | None:
    """A code as a number; some are sent as text."""
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _callback(fields: Mapping[str, Any], inner: Mapping[str, Any], stage: Stage, clips: tuple[Clip, ...]) -> Callback:
    code = _code(fields.get("code"), stage)
    named = _first_text(inner.get("taskId"), fields.get("taskId"))
    task_id = named if named and is_task_id(named) else None
    message = _first_text(fields.get("msg"), inner.get("errorMessage"), inner.get("error")) or ""
    if code == 200 and stage is not Stage.ERROR:
        return Callback(stage, Progress(stage, clips, task_id), code, task_id)
    return Callback(Stage.ERROR, Failed(_failure(code, message), task_id), code, task_id)


def _failure(code: int, message: str) -> Failure:
    # An `error` stage under code 200 says nothing of its cause: taken for a server error.
    return failure_of(500 if code == 200 else code, message)


def _clips(inner: Mapping[str, Any]) -> tuple[Clip, ...]:
    listed = inner.get("data")
    return clips_of(listed) if isinstance(listed, list) else clips_of([inner])


def _stage(fields: Mapping[str, Any], inner: Mapping[str, Any], clips: tuple[Clip, ...]) -> Stage | None:
    named = _first_text(inner.get("callbackType"), inner.get("stage"), inner.get("status"), _clip_status(inner))
    if named is not None:
        return _STAGES.get(named.lower())
    if clips and all(clip.plays for clip in clips):
        return Stage.COMPLETE if all(clip.audio_url for clip in clips) else Stage.FIRST
    is_failure = "msg" in fields and _code(fields.get("code"), Stage.QUEUED) != 200
    return Stage.ERROR if is_failure else None


def _clip_status(inner: Mapping[str, Any]) -> str | None:
    """Shape 2 has its status, if any, on the clips: the list is as far as its slowest one."""
    listed = inner.get("data")
    clips = [clip for clip in listed if isinstance(clip, Mapping)] if isinstance(listed, list) else []
    names = [str(clip.get("status")).lower() for clip in clips]
    return min((name for name in names if name in _STAGES), key=lambda name: _STAGES[name].rank, default=None)


def _code(value: object, stage: Stage) -> int:
    code = code_of(value)
    if code is None:
        return 500 if stage is Stage.ERROR else 200
    return 200 if code == 0 else code


def _first_text(*values: object) -> str | None:
    return next((value for value in values if isinstance(value, str) and value), None)


def _camel(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The same object with camelCase names, one level deep and under `data`."""
    named = {_WORD_START.sub(lambda match: match[1].upper(), str(name)): value for name, value in fields.items()}
    if isinstance(named.get("data"), Mapping):
        named["data"] = _camel(named["data"])
    return named
