"""What of a stored item the running code does not know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Unknown:
    """Fields of a later release as they were read; the next write puts them back, each where it stood."""

    attributes: Mapping[str, Any] = field(default_factory=dict)
    parts: Mapping[str, Any] = field(default_factory=dict)
    """What was packed with the item's parts."""


NOTHING = Unknown()
