"""Which files there are, whose they are, and how they are made: when they are first asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from .clipviews import title_of
from .containers import m4a, mp4, wav
from .cover import png
from .id3 import tag
from .melody import render, render_stem
from .stems import recorded_names, voices_of
from .tasks import Clip, Task, TaskStore

SONG_ASSETS = ("audio", "stream", "cover", "cdn")
MADE_ASSETS = ("wav", "video", "stem", "recovered")
"""Files that a task of their own made of a song."""


@dataclass(frozen=True)
class File:
    """Bytes and the type they are announced as."""

    body: bytes
    content_type: str


@dataclass(frozen=True)
class Piece:
    """A file that is there: of which task and clip, under which of the names, and how it is made."""

    task: Task
    clip: Clip
    asset: str
    name: str
    make: Callable[[], File]
    first: Callable[[], File]
    """The file that all of the task would be if they were identical."""


_Found: TypeAlias = "Piece | None"


def song(store: TaskStore, asset: str, name: str) -> _Found:
    """A file of a clip, named by the clip's id."""
    clip_id, _, ending = name.partition(".")
    clip = store.clips.get(clip_id)
    if clip is None:
        return None
    task = store.tasks[clip.task_id]
    shown = "cover" if ending == "png" else asset
    first = task.clips[0]
    return Piece(task, clip, shown, clip.id, lambda: _song(task, clip, shown), lambda: _song(task, first, shown))


def single(store: TaskStore, asset: str, name: str) -> _Found:
    """The WAV or the video of a task, named by the task's id."""
    task_id, _, ending = name.partition(".")
    task = _finished(store, task_id)
    if task is None or (asset, ending, task.operation.kind) not in _SINGLES:
        return None
    clip, make = task.sources[0], _SINGLES[asset, ending, task.operation.kind]
    return Piece(task, clip, asset, task.id, lambda: make(clip), lambda: make(clip))


def stem(store: TaskStore, task_id: str, name: str) -> _Found:
    """One stem of a task, named by the stem."""
    task, stem_name = _finished(store, task_id), name.removesuffix(".mp3")
    if task is None or task.operation.kind != "vocal-removal":
        return None
    names = recorded_names(task.request.get("type"))
    if stem_name not in names:
        return None
    clip = task.sources[0]
    return Piece(task, clip, "stem", stem_name, lambda: _stem(clip, stem_name), lambda: _stem(clip, names[0]))


def recovered(store: TaskStore, task_id: str, name: str) -> _Found:
    """A song that was made anew, named by its clip."""
    task, (clip_id, _, ending) = _finished(store, task_id), name.partition(".")
    if task is None or task.operation.kind != "recovery" or ending not in _RECOVERED:
        return None
    clip = next((clip for clip in task.sources if clip.id == clip_id), None)
    if clip is None or clip.id in task.missing:
        return None
    source, make, first = store.tasks[clip.task_id], _RECOVERED[ending], task.sources[0]
    return Piece(task, clip, "recovered", clip.id, lambda: make(source, clip), lambda: make(source, first))


def _finished(store: TaskStore, task_id: str) -> Task | None:
    task = store.tasks.get(task_id)
    return task if task and task.succeeded and task.sources else None


def _song(task: Task, clip: Clip, asset: str) -> File:
    if asset == "cover":
        return File(png(clip.id), "image/png")
    title = f"{title_of(task)} ({clip.variant + 1})"
    return File(tag(title, clip.id) + render(clip.tune).played(clip.seconds).mp3, "audio/mpeg")


def _stem(clip: Clip, name: str) -> File:
    melody = render_stem(clip.tune, voices_of(name))
    return File(tag(name, clip.id) + melody.played(clip.seconds).mp3, "audio/mpeg")


_SINGLES: dict[tuple[str, str, str], Callable[[Clip], File]] = {
    ("wav", "wav", "wav"): lambda clip: File(wav(clip), "audio/wav"),
    ("video", "mp4", "mp4"): lambda clip: File(mp4(clip), "video/mp4"),
}
_RECOVERED: dict[str, Callable[[Task, Clip], File]] = {
    "mp3": lambda task, clip: _song(task, clip, "audio"),
    "m4a": lambda _task, clip: File(m4a(clip), "audio/mp4"),
}
