"""Results of the operations that report once: lyrics, WAV, video, stems."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .clipviews import title_of
from .config import Json
from .tasks import Task

_LYRICS = (
    "[Verse]\n{0}, soft upon the water\nbreathing slow and deep\n\n[Chorus]\nStay, the night is kind",
    "[Verse]\nOver hills the morning listens\n{0} in every line\n\n[Chorus]\nEverything in time",
)


@dataclass(frozen=True)
class _LyricsNames:
    """What a provider calls the task, an item's error and a failure."""

    task: str
    error: str
    failed: str


# kie says `complete` even when it failed
_LYRICS_NAMES = {
    "sunoapi": _LyricsNames("taskId", "errorMessage", "error"),
    "kie": _LyricsNames("task_id", "error_message", "complete"),
}
_STEMS = {
    "separate_vocal": ("vocal", "instrumental"),
    "split_stem": ("backing_vocals", "bass", "brass", "drums", "fx", "guitar", "keyboard", "percussion",
                   "strings", "synth", "woodwinds"),
}  # fmt: skip


def callback_fields(task: Task, dialect: str) -> Json:
    """`data` of the one callback such an operation makes."""
    return _CALLBACKS[task.operation.kind](task, dialect)


def record_response(task: Task) -> Json:
    """`data.response` of its record-info."""
    return {"taskId": task.id} | _RECORDS[task.operation.kind](task)


def _audio(task: Task, name: str = "audio") -> str:
    return f"{task.base_url}/{name}/{task.clips[0].id}.mp3"


def _lyrics_items(task: Task) -> list[Json]:
    first_words = title_of(task)
    return [{"text": text.format(first_words), "title": first_words, "status": "complete"} for text in _LYRICS]


def _lyrics(task: Task, dialect: str) -> Json:
    names = _LYRICS_NAMES[dialect]
    if task.failure:
        return {"callbackType": names.failed, names.task: task.id, "data": None}
    items = [item | {names.error: ""} for item in _lyrics_items(task)]
    return {"callbackType": "complete", names.task: task.id, "data": items}


def _wav(task: Task, _dialect: str) -> Json:
    return {"task_id": task.id, "audioWavUrl": None if task.failure else _audio(task)}


def _video(task: Task, _dialect: str) -> Json:
    return {"task_id": task.id, "video_url": None if task.failure else _audio(task, "cdn")}


def _stem_names(task: Task) -> tuple[str, ...]:
    return _STEMS.get(str(task.request.get("type", "separate_vocal")), _STEMS["separate_vocal"])


def _stems(task: Task, dialect: str) -> Json:
    urls = {"origin_url": ""} | {f"{name}_url": _audio(task) for name in _stem_names(task)}
    field = "vocal_separation_info" if dialect == "kie" else "vocal_removal_info"
    return {"task_id": task.id, field: None if task.failure else urls}


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def _stems_record(task: Task) -> Json:
    return {"originUrl": None} | {_camel(f"{name}_url"): _audio(task) for name in _stem_names(task)}


_CALLBACKS: dict[str, Callable[[Task, str], Json]] = {
    "lyrics": _lyrics, "wav": _wav, "mp4": _video, "vocal-removal": _stems,
}  # fmt: skip
_RECORDS: dict[str, Callable[[Task], Json]] = {
    "lyrics": lambda task: {"data": [item | {"errorMessage": ""} for item in _lyrics_items(task)]},
    "wav": lambda task: {"audioWavUrl": _audio(task)},
    "mp4": lambda task: {"videoUrl": _audio(task, "cdn")},
    "vocal-removal": _stems_record,
}
