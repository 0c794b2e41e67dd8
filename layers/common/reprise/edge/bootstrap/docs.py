"""What `docs` is made of: files, and nothing of AWS."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from reprise.edge.surroundings import Surroundings

_PACKED = ".gz"


@dataclass(frozen=True)
class Settings:
    """The function's environment: it reads nothing of it."""


@dataclass(frozen=True, slots=True)
class Page:
    """One file as it is served: its name's ending, its bytes (gzip), and a tag that changes when they do."""

    suffix: str
    packed: bytes
    tag: str


@dataclass(frozen=True, slots=True)
class Parts:
    """What the function works with."""

    pages: Mapping[str, Page]


def build(folder: Path, _settings: Settings, _around: Surroundings) -> Parts:
    """The function's parts: every file of a folder by its name."""
    return Parts({path.name.removesuffix(_PACKED): _page(path) for path in folder.iterdir()})


def _page(path: Path) -> Page:
    raw = path.read_bytes()
    packed = raw if path.suffix == _PACKED else gzip.compress(raw, mtime=0)
    return Page(Path(path.name.removesuffix(_PACKED)).suffix, packed, f'W/"{sha256(packed).hexdigest()[:32]}"')
