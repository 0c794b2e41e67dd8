"""Bodies of callbacks: one shape per operation, stage and style."""

from __future__ import annotations

from collections.abc import Callable

from .clipviews import snake
from .config import Config, Json
from .dialects import envelope
from .recovery import callback as recovered
from .results import callback_fields
from .tasks import Failure, Task

_WORDS = {
    "text": "Text generated successfully.",
    "first": "First audio generated successfully.",
    "complete": "All generated successfully.",
}


def callback(task: Task, stage: str, config: Config, now: float) -> Json:
    """The callback of one stage; `error` reports the task's failure."""
    if task.operation.kind == "recovery":
        return recovered(task, config.recovery_format)
    if task.operation.kind != "music":
        return _single(task, config)
    if stage == "error":
        return _music_error(task)
    data = {"callbackType": stage, "task_id": task.id, "data": _STAGES[stage](task, config.style, now)}
    return envelope(200, _WORDS[stage], data)


def _text(task: Task, style: str, now: float) -> list[Json] | None:
    if style == "null":
        return None
    return [snake(task, clip, style, now, ready=False) for clip in task.clips] if style == "real" else []


def _first(task: Task, style: str, now: float) -> list[Json]:
    return [snake(task, task.clips[0], style, now)]


def _complete(task: Task, style: str, now: float) -> list[Json]:
    return [snake(task, clip, style, now) for clip in task.clips]


_STAGES: dict[str, Callable[[Task, str, float], list[Json] | None]] = {
    "text": _text, "first": _first, "complete": _complete,
}  # fmt: skip


def _music_error(task: Task) -> Json:
    failure = task.failure or Failure.of({}, task.operation.kind)
    head: Json = {"callbackType": "error", "task_id": task.id}
    # null, an empty list, or a word under another name: it depends on the operation's page
    empty: dict[str, Json] = {
        "null": {"data": None}, "list": {"data": []}, "absent": {"error": failure.message},
    }  # fmt: skip
    return envelope(failure.code, failure.message, head | empty[task.operation.failed_data])


def _single(task: Task, config: Config) -> Json:
    failure = task.failure
    fields = callback_fields(task, config.dialect)
    if failure:
        return envelope(failure.code, failure.message, fields)
    # kie's description of videos says 0, its page and its real callbacks say 200
    is_video_of_kie = (task.operation.kind, config.dialect) == ("mp4", "kie")
    return envelope(config.video_code if is_video_of_kie else 200, _WORDS["complete"], fields)
