"""Files of songs on the disk of whoever tries the stack: saved, and read frame by frame."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4
from mutagen.wave import WAVE

from local.client import StackError
from local.processes import ROOT

_FILE_TYPES = {"audio/mpeg": (".mp3", MP3), "audio/wav": (".wav", WAVE), "video/mp4": (".mp4", MP4)}


@dataclass(frozen=True)
class Saved:
    """A song on the disk; `path` begins at the project's folder."""

    path: Path
    seconds: float
    media_type: str
    size: int


def saved(url: str, stem: Path) -> Saved:
    """The song behind a signed URL, saved under `stem` with the ending of its type. Raises StackError if none plays."""
    response = requests.get(url, timeout=30)
    response.raise_for_status()
    media_type = response.headers["Content-Type"]
    ending, reader = _FILE_TYPES[media_type]
    path = stem.with_name(stem.name + ending)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(response.content)
    audio: Any = reader(path)  # type: ignore[no-untyped-call]
    seconds = float(audio.info.length)
    if seconds <= 0:
        raise StackError(f"{path} is not audio that plays")
    return Saved(path.relative_to(ROOT), seconds, media_type, len(response.content))
