"""What the provider says of a task, in callbacks and in record-info: the shapes of real ones, invented values."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fakes.provider import Task

DURATION_SECONDS = 181.2
CODES = {"permanent": 400, "retryable": 500}
_MESSAGES = {400: "Please rephrase your lyrics", 500: "Internal Error, Please try again later."}
_HEARD = {"text": 0, "first": 1, "complete": 2}
"""How many clips have their file at each stage."""


def clip(task_id: str, letter: str, *, whole: bool, seconds: float = DURATION_SECONDS) -> dict[str, Any]:
    """A clip; before it is whole its file's URL is an empty string, as in real callbacks."""
    name = f"{task_id}-{letter}"
    return {
        "id": name,
        "audio_url": f"https://files.example/{name}.mp3" if whole else "",
        "stream_audio_url": f"https://files.example/stream/{name}",
        "image_url": f"https://files.example/{name}.jpg",
        "prompt": "[Verse] made up",
        "model_name": "chirp-x",
        "title": "Made Up",
        "tags": "pop",
        "createTime": 1700000000123,
        **({"duration": seconds} if whole else {}),
    }


def clips(task_id: str, stage: str, seconds: float = DURATION_SECONDS) -> list[dict[str, Any]]:
    """Both clips as a stage knows them."""
    return [clip(task_id, letter, whole=place < _HEARD[stage], seconds=seconds) for place, letter in enumerate("ab")]


def texts(task_id: str) -> list[dict[str, Any]]:
    """The lyrics that a task has written."""
    return [{"title": "Made Up", "text": f"[Verse] {task_id}", "status": "complete", "error_message": ""}]


def results(task_id: str, stage: str, operation: str, seconds: float = DURATION_SECONDS) -> list[dict[str, Any]]:
    """What a task of this kind has brought at a stage."""
    return texts(task_id) if operation == "lyrics" else clips(task_id, stage, seconds)


def callback(
    task_id: str, stage: str, code: int = 200, operation: str = "track", seconds: float = DURATION_SECONDS
) -> dict[str, Any]:
    """The body of a callback; `error` comes with its code."""
    failed = stage == "error"
    brought = None if failed else results(task_id, stage, operation, seconds)
    return {
        "code": code,
        "msg": _MESSAGES[code] if failed else "All generated successfully.",
        "data": {"callbackType": stage, "task_id": task_id, "data": brought},
    }


def record_info(task: Task, now: datetime) -> dict[str, Any] | None:
    """`data` of record-info; a silent task stays PENDING for ever."""
    if task.fate == "silence":
        return {"taskId": task.task_id, "status": "PENDING"}
    if now >= task.ends_at:
        return _ended(task)
    done = (now - task.began_at) / (task.ends_at - task.began_at)
    if done < 1 / 3:
        return {"taskId": task.task_id, "status": "PENDING"}
    if task.operation == "lyrics":
        return {"taskId": task.task_id, "status": "PENDING"}
    stage, status = ("text", "TEXT_SUCCESS") if done < 2 / 3 else ("first", "FIRST_SUCCESS")
    return {
        "taskId": task.task_id,
        "status": status,
        "response": {"sunoData": clips(task.task_id, stage, task.seconds)},
    }


def _ended(task: Task) -> dict[str, Any]:
    if task.fate == "success":
        name = "data" if task.operation == "lyrics" else "sunoData"
        found = {name: results(task.task_id, "complete", task.operation, task.seconds)}
        return {"taskId": task.task_id, "status": "SUCCESS", "response": found}
    code = CODES[task.fate]
    failure = {"errorCode": code, "errorMessage": _MESSAGES[code]}
    return {"taskId": task.task_id, "status": "GENERATE_AUDIO_FAILED", **failure}
