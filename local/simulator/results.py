"""Results of the operations that report once: lyrics, WAV, video, stems."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from .clipviews import title_of
from .config import Json
from .stems import ALL_NAMES, KIE_RECORD_ONLY, names_of, recorded_names
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


def callback_fields(task: Task, dialect: str) -> Json:
    """`data` of the one callback such an operation makes."""
    return _CALLBACKS[task.operation.kind](task, dialect)


def record_response(task: Task, dialect: str) -> Json:
    """`data.response` of its record-info."""
    return {"taskId": task.id} | _RECORDS[task.operation.kind](task, dialect)


def _lyrics_items(task: Task) -> list[Json]:
    first_words = title_of(task)
    return [{"text": text.format(first_words), "title": first_words, "status": "complete"} for text in _LYRICS]


def _lyrics(task: Task, dialect: str) -> Json:
    names = _LYRICS_NAMES[dialect]
    if task.failure:
        return {"callbackType": names.failed, names.task: task.id, "data": None}
    items = [item | {names.error: ""} for item in _lyrics_items(task)]
    return {"callbackType": "complete", names.task: task.id, "data": items}


def _lyrics_record(task: Task, _dialect: str) -> Json:
    return {"data": [item | {"errorMessage": ""} for item in _lyrics_items(task)]}


def _wav_record(task: Task, _dialect: str) -> Json:
    return {"audioWavUrl": f"{task.base_url}/wav/{task.id}.wav"}


def _wav(task: Task, dialect: str) -> Json:
    return {"task_id": task.id, "audioWavUrl": None} | ({} if task.failure else _wav_record(task, dialect))


def _video_url(task: Task) -> str:
    return f"{task.base_url}/video/{task.id}.mp4"


def _video(task: Task, _dialect: str) -> Json:
    return {"task_id": task.id, "video_url": None if task.failure else _video_url(task)}


def _stem_url(task: Task, name: str) -> str:
    return f"{task.base_url}/stem/{task.id}/{name}.mp3"


def _stems(task: Task, dialect: str) -> Json:
    names = names_of(task.request.get("type"))
    urls = {"origin_url": ""} | {f"{name}_url": _stem_url(task, name) for name in names}
    field = "vocal_separation_info" if dialect == "kie" else "vocal_removal_info"
    return {"task_id": task.id, field: None if task.failure else urls}


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def _stems_record(task: Task, dialect: str) -> Json:
    """Every stem that there could be, null where it was not made."""
    kind, is_kie = task.request.get("type"), dialect == "kie"
    names = recorded_names(kind) if is_kie else names_of(kind)
    known = [name for name in ALL_NAMES if name != ("" if is_kie else KIE_RECORD_ONLY)]
    urls = {_camel(f"{name}_url"): _stem_url(task, name) if name in names else None for name in known}
    more = {"id": _stem_id(task, ""), "originData": _origin(task, names)} if is_kie else {}
    return {"originUrl": None} | urls | more


def _origin(task: Task, names: tuple[str, ...]) -> list[Json]:
    seconds = task.sources[0].seconds if task.sources else 0
    return [
        {"id": _stem_id(task, name), "duration": seconds, "audio_url": _stem_url(task, name),
         "stem_type_group_name": name.replace("_", " ").title()}
        for name in names
    ]  # fmt: skip


def _stem_id(task: Task, name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{task.id}/{name}"))


_CALLBACKS: dict[str, Callable[[Task, str], Json]] = {
    "lyrics": _lyrics, "wav": _wav, "mp4": _video, "vocal-removal": _stems,
}  # fmt: skip
_RECORDS: dict[str, Callable[[Task, str], Json]] = {
    "lyrics": _lyrics_record,
    "wav": _wav_record,
    "mp4": lambda task, _dialect: {"videoUrl": _video_url(task)},
    "vocal-removal": _stems_record,
}
