"""A clip as it is shown: in callbacks (snake_case) and in record-info (camelCase)."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from .config import Json
from .tasks import Clip, Task

_NAMES = {
    "audio_url": "audioUrl",
    "source_audio_url": "sourceAudioUrl",
    "stream_audio_url": "streamAudioUrl",
    "source_stream_audio_url": "sourceStreamAudioUrl",
    "image_url": "imageUrl",
    "source_image_url": "sourceImageUrl",
    "model_name": "modelName",
}
_MODEL_NAMES = {"V3_5": "chirp-v3-5", "V4": "chirp-v4", "V5": "chirp-crow"}


def snake(task: Task, clip: Clip, style: str, now: float, *, ready: bool = True) -> Json:
    """A clip in a callback; before it is ready real callbacks hold a stream, an empty URL and no duration."""
    shown = _urls(clip) | _words(task) | {"id": clip.id, "createTime": moment(style, now)}
    if ready:
        return shown | {"duration": clip.seconds}
    del shown["source_audio_url"]
    return shown | {"audio_url": ""}


def camel(task: Task, clip: Clip, style: str, *, ready: bool) -> Json:
    """The same clip in record-info."""
    shown = snake(task, clip, style, task.accepted_at, ready=ready)
    return {_NAMES.get(name, name): value for name, value in shown.items()}


def _urls(clip: Clip) -> Json:
    base = clip.base_url
    return {
        "audio_url": f"{base}/audio/{clip.id}.mp3",
        "source_audio_url": f"{base}/cdn/{clip.id}.mp3",
        "stream_audio_url": f"{base}/stream/{clip.id}.mp3",
        "source_stream_audio_url": f"{base}/stream/{clip.id}.mp3?source=1",
        "image_url": f"{base}/cover/{clip.id}.png",
        "source_image_url": f"{base}/cdn/{clip.id}.png",
    }


def _words(task: Task) -> Json:
    request = task.words
    model = str(request.get("model", "V4_5PLUS"))
    return {
        "prompt": str(request.get("prompt") or ""),
        "title": title_of(task),
        "tags": str(request.get("style") or request.get("tags") or "ambient, calm"),
        "model_name": _MODEL_NAMES.get(model, "chirp-" + model.lower().replace("_", "-")),
    }


def title_of(task: Task) -> str:
    """The title asked for, or one made from the first words of the prompt."""
    asked = task.words
    if asked.get("title"):
        return str(asked["title"])
    return " ".join(str(asked.get("prompt") or "Untitled").split()[:4])


def moment(style: str, now: float) -> str | int:
    """The documents show a text in UTC, real callbacks hold epoch milliseconds."""
    if style == "real":
        return int(now * 1000)
    return datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%d %H:%M:%S")


def current() -> float:
    """The wall clock, epoch seconds."""
    return time.time()
