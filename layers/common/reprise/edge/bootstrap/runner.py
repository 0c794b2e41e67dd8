"""What `runner` is made of."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.edge.surroundings import Surroundings


@dataclass(frozen=True)
class Settings:
    """The function's environment."""

    tracks_table: str
    accounts_table: str
    runs_table: str


def build(settings: Settings, _around: Surroundings) -> Settings:
    """The function's parts: none yet."""
    return settings
