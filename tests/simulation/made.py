"""What is asked for of a finished song, and what comes of it."""

from __future__ import annotations

from typing import Any

from tests.fakes.provider import Task

TROUBLES = ((),) * 20 + (
    ("empty", "empty"),
    ("twin",),
    ("twin",) * 6,
    ("html",),
    ("http_503",) * 9,
    ("duration",) * 7,
    ("status_404",) * 9,
)
"""What may go wrong with a file, fetch by fetch; mostly nothing."""
TASKS = ("stems", "wav", "video", "recover", "replace", "cover", "vocals", "instrumental", "words", "persona")
BODIES: dict[str, dict[str, Any]] = {
    "replace": {"startAt": 10, "endAt": 40, "prompt": "another middle"},
    "cover": {"prompt": "the same, but slow"},
    "vocals": {"prompt": "somebody hums"},
    "persona": {"name": "Nobody", "description": "a voice that nobody has"},
}
"""What is asked for where something has to be."""


def made_of(task: Task) -> tuple[str, ...]:
    """The files that are made of a song, if the task makes any."""
    ends = {"stems": ("-vocals.mp3", "-instrumental.mp3"), "wav": (".wav",), "video": (".mp4",), "recover": ("-a.m4a",)}
    return tuple(f"{task.task_id}{end}" for end in ends.get(task.operation, ()))
