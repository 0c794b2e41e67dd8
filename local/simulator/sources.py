"""The songs that a request works on: they are known, finished and of that task, and some are worked on only once."""

from __future__ import annotations

from collections.abc import Callable

from .config import Json
from .dialects import Reason, Refusal
from .extending import misfit
from .operations import Operation
from .tasks import Clip, Task, TaskStore

_Check = Callable[[Operation, Json, TaskStore, str], Refusal | None]

_READERS = frozenset({
    "replace-section", "wav", "mp4", "vocal-removal", "recovery", "timestamped-lyrics", "persona",
})  # fmt: skip
_LARGEST_SHARE = 0.5
_WITHOUT_PERSONA = "V3_5"
_UNKNOWN = Refusal(Reason.INVALID, "The music record does not exist")
_UNFINISHED = Refusal(Reason.INVALID, "The music is not finished")
_CONFLICTS = {
    "wav": "The WAV record already exists",
    "mp4": "The music video record already exists",
    "persona": "The persona of this music already exists",
}


def unfit(operation: Operation, body: Json, store: TaskStore, dialect: str) -> Refusal | None:
    """Why a request does not fit the songs made here, or None."""
    if operation.name == "extend":
        return misfit(body, store)
    if not _reads_a_song(operation, body):
        return None
    found = _unready(body, store, dialect)
    return found or _CHECKS.get(operation.name, _no_more)(operation, body, store, dialect)


def clips_of(operation: Operation, body: Json, store: TaskStore, dialect: str) -> tuple[Clip, ...]:
    """The songs that a request which fits works on; none when it makes its own, or continues one."""
    if not _reads_a_song(operation, body):
        return ()
    task = _task(body, store)
    if operation.kind == "recovery":
        return task.clips if task else ()
    clip = _clip(body, store, dialect)
    return (clip,) if clip else ()


def _reads_a_song(operation: Operation, body: Json) -> bool:
    return operation.name in _READERS and bool({"taskId", "sunoTaskId"} & body.keys())


def _task(body: Json, store: TaskStore) -> Task | None:
    task = store.tasks.get(str(body.get("sunoTaskId") or body.get("taskId")))
    return task if task and task.operation.kind == "music" else None


def _clip(body: Json, store: TaskStore, dialect: str) -> Clip | None:
    """The song named by its id, or at sunoapi.org by its place; its task is the one that was named."""
    task = _task(body, store)
    clips = task.clips if task else ()
    if not body.get("audioId") and dialect == "sunoapi":
        place = body.get("musicIndex")
        return next((clip for clip in clips if clip.variant == place), None)
    return next((clip for clip in clips if clip.id == body.get("audioId")), None)


def _unready(body: Json, store: TaskStore, dialect: str) -> Refusal | None:
    task = _task(body, store)
    if task is None or ("sunoTaskId" not in body and _clip(body, store, dialect) is None):
        return _UNKNOWN
    return None if task.succeeded else _UNFINISHED


def _no_more(_operation: Operation, _body: Json, _store: TaskStore, _dialect: str) -> Refusal | None:
    return None


def _once(operation: Operation, body: Json, store: TaskStore, _dialect: str) -> Refusal | None:
    """A failed record is in nobody's way."""
    made = store.made.get((operation.name, body["audioId"]))
    if made is None or (made in store.tasks and store.tasks[made].failure):
        return None
    return Refusal(Reason.CONFLICT, _CONFLICTS[operation.name])


def _persona(operation: Operation, body: Json, store: TaskStore, dialect: str) -> Refusal | None:
    task = _task(body, store)
    if task and task.words.get("model") == _WITHOUT_PERSONA:
        return Refusal(Reason.INVALID, "The model does not support personas")
    return _once(operation, body, store, dialect)


def _section(_operation: Operation, body: Json, store: TaskStore, dialect: str) -> Refusal | None:
    clip = _clip(body, store, dialect)
    if clip is None:
        return None
    start, end = body["infillStartS"], body["infillEndS"]
    if end > clip.seconds:
        return Refusal(Reason.INVALID, "infillEndS must not be beyond the end of the music")
    if dialect == "sunoapi" and end - start > clip.seconds * _LARGEST_SHARE:
        return Refusal(Reason.INVALID, "The section must not exceed 50 % of the music")
    return None


_CHECKS: dict[str, _Check] = {
    "wav": _once, "mp4": _once, "persona": _persona, "replace-section": _section,
}  # fmt: skip
