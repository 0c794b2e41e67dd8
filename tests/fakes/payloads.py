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


def links(task: Task, *, whole: bool) -> list[dict[str, Any]]:
    """Where the songs of the task's source are now; before the end, of one of them only."""
    return [_link(task, letter, is_found=whole or letter == "a") for letter in "ab"]


def _link(task: Task, letter: str, *, is_found: bool) -> dict[str, Any]:
    name = f"{task.source}-{letter}"
    if not is_found:
        return {"id": name, "audio_url": "", "status": "failed", "error": "not found"}
    url = f"https://files.example/{task.task_id}-{letter}.m4a"
    return {"id": name, "audio_url": url, "status": "success", "error": None}


def files(task: Task, *, whole: bool) -> dict[str, Any]:
    """What a task has made of a song, by its fields in a callback; before the end there is nothing yet."""
    return {
        name: f"https://files.example/{task.task_id}{end}" if whole else None for name, end in _FILES[task.operation]
    }


_FILES = {
    "stems": (("vocal_url", "-vocals.mp3"), ("instrumental_url", "-instrumental.mp3")),
    "wav": (("audioWavUrl", ".wav"),),
    "video": (("video_url", ".mp4"),),
}
_ONE_SONG = {"replace"}


def _listed(task: Task, stage: str) -> list[dict[str, Any]]:
    """What a task that lists its results has brought at a stage."""
    if task.operation == "lyrics":
        return texts(task.task_id)
    if task.operation == "recover":
        return links(task, whole=stage == "complete")
    both = clips(task.task_id, stage, task.seconds)
    return both[:1] if task.operation in _ONE_SONG else both


def song(task_id: str) -> dict[str, Any]:
    """The body of the last callback of a song that nobody has to have ordered."""
    listed = clips(task_id, "complete")
    return _SUCCESS | {"data": {"callbackType": "complete", "task_id": task_id, "data": listed}}


_SUCCESS = {"code": 200, "msg": "All generated successfully."}


def callback(task: Task, stage: str, code: int = 200) -> dict[str, Any]:
    """The body of a callback; `error` comes with its code."""
    failed = stage == "error"
    said = {"code": code, "msg": _MESSAGES[code]} if failed else _SUCCESS
    if task.operation in _FILES:
        brought = files(task, whole=stage == "complete")
        return said | {"data": {"task_id": task.task_id, **_in_callback(task.operation, brought)}}
    listed = None if failed else _listed(task, stage)
    if task.operation == "recover":  # it tells no stage, and its task at the top
        return said | {"task_id": task.task_id, "data": listed}
    return said | {"data": {"callbackType": stage, "task_id": task.task_id, "data": listed}}


def _in_callback(operation: str, brought: dict[str, Any]) -> dict[str, Any]:
    return {"vocal_separation_info": brought} if operation == "stems" else brought


def record_info(task: Task, now: datetime) -> dict[str, Any] | None:
    """`data` of record-info; a silent task stays PENDING for ever."""
    pending = {"taskId": task.task_id, "status": "PENDING"}
    if task.fate == "silence":
        return pending
    if now >= task.ends_at:
        return _ended(task)
    done = (now - task.began_at) / (task.ends_at - task.began_at)
    if done < 1 / 3 or task.operation in {*_FILES, "lyrics", "recover"}:
        return pending
    stage, status = ("text", "TEXT_SUCCESS") if done < 2 / 3 else ("first", "FIRST_SUCCESS")
    return {"taskId": task.task_id, "status": status, "response": {"sunoData": _listed(task, stage)}}


def _ended(task: Task) -> dict[str, Any]:
    if task.fate == "success":
        return {"taskId": task.task_id, "status": "SUCCESS", "response": _response(task)}
    code = CODES[task.fate]
    failure = {"errorCode": code, "errorMessage": _MESSAGES[code]}
    return {"taskId": task.task_id, "status": "GENERATE_AUDIO_FAILED", **failure}


def _response(task: Task) -> dict[str, Any]:
    if task.operation in _FILES:
        return files(task, whole=True)
    return {"data" if task.operation in ("lyrics", "recover") else "sunoData": _listed(task, "complete")}
