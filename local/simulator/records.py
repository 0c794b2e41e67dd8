"""record-info: the state of a task as a poller sees it."""

from __future__ import annotations

import json

from .clipviews import camel
from .config import Config, Json
from .results import record_response
from .tasks import Status, Task


def record(task: Task, config: Config) -> Json:
    """`data` of record-info; `param` is a JSON string, errors are null while there are none."""
    shown: Json = {"taskId": task.id, "param": json.dumps(task.request, ensure_ascii=False)}
    details = _music(task, config.style) if task.operation.kind == "music" else _single(task, config.dialect)
    return shown | details | _error(task)


def _error(task: Task) -> Json:
    if task.failure is None:
        return {"errorCode": None, "errorMessage": None}
    return {"errorCode": task.failure.code, "errorMessage": task.failure.message}


def _music(task: Task, style: str) -> Json:
    return {
        "parentMusicId": str(task.request["audioId"]) if task.operation.name == "extend" else "",
        "response": _songs(task, style),
        "status": task.status,
        "type": "GENERATE",
        "operationType": task.operation.record_type,
    }


def _songs(task: Task, style: str) -> Json | None:
    if task.status not in (Status.TEXT_SUCCESS, Status.FIRST_SUCCESS) and not task.succeeded:
        return None
    return {"taskId": task.id, "sunoData": _clips(task, style)}


def _clips(task: Task, style: str) -> list[Json]:
    """All clips at the end; before it what is ready, and in real replies the streams too."""
    ready = {Status.TEXT_SUCCESS: 0, Status.FIRST_SUCCESS: 1}.get(task.status, len(task.clips))
    shown = task.clips if style == "real" else task.clips[:ready]
    return [camel(task, clip, style, ready=clip.variant < ready) for clip in shown]


def _single(task: Task, dialect: str) -> Json:
    flag = "status" if task.operation.kind == "lyrics" else "successFlag"
    response = record_response(task, dialect) if task.succeeded else None
    shown: Json = {flag: task.status, "response": response, "createTime": int(task.accepted_at * 1000)}
    return shown | ({"musicId": task.sources[0].id} if task.sources else {})
