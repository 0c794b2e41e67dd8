"""Recovery: dead links of a finished task are made anew, under a task and shapes of their own."""

from __future__ import annotations

from .clipviews import title_of
from .config import Json
from .dialects import envelope
from .tasks import Clip, Task

_RUNNING = 201
_FAILED = 500
_LOST = "The audio could not be recovered."


def record(task: Task, file_format: str) -> Json:
    """The whole answer of its record-info: the code in the envelope is the state."""
    if not task.over:
        return envelope(_RUNNING, "The task is being processed")
    code, words = (_FAILED, "Audio recovery failed") if is_lost(task) else (200, "success")
    return envelope(code, words, _items(task, file_format))


def callback(task: Task, file_format: str) -> Json:
    """The one callback; its task id stands beside the code and the list."""
    code, words = (_FAILED, "Audio recovery failed") if is_lost(task) else (200, "Audio recovered successfully.")
    return envelope(code, words, _items(task, file_format)) | {"task_id": task.id}


def is_lost(task: Task) -> bool:
    """Whether nothing came back."""
    return task.failure is not None or task.missing >= {clip.id for clip in task.sources}


def _items(task: Task, file_format: str) -> list[Json]:
    return [_item(task, clip, file_format) for clip in task.sources]


def _item(task: Task, clip: Clip, file_format: str) -> Json:
    shown: Json = {"id": clip.id, "title": title_of(task)}
    if task.failure or clip.id in task.missing:
        error = task.failure.message if task.failure else _LOST
        return shown | {"audio_url": None, "status": "failed", "error": error}
    url = f"{task.base_url}/recovered/{task.id}/{clip.id}.{file_format}"
    return shown | {"audio_url": url, "status": "success", "error": None}
