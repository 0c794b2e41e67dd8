"""What Reprise can be asked to make. A task type is one row of this table; nobody else asks for its name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag, auto

from reprise.domain.credits import Tenths
from reprise.domain.requests import Extend, Lyrics, Request, Song
from reprise.domain.results import LEAD, SONGS, TEXTS, Result


class Limit(Flag):
    """The limits of a plan that a task counts towards; every task takes one of the user's slots, or its run does."""

    MINUTE = auto()
    DAY = auto()


@dataclass(frozen=True, slots=True)
class Operation:
    """One task type (contract, sections 1 and 2)."""

    name: str
    cost: Tenths
    request: type[Request]
    result: Result
    limits: Limit = Limit.MINUTE | Limit.DAY
    works_on_version: bool = False
    """Whether its request names a finished version of another track, the source."""
    in_run: bool = False
    """Whether a run makes it: it takes no slot beside the run's, and its audio lies in the run's folder."""
    format: int = 2
    """The format of tracks that first knew this task type; code that knows only older ones leaves it alone."""


TRACK = Operation("track", 10, Song, SONGS, format=1)
EXTEND = Operation("extend", 5, Extend, SONGS, works_on_version=True)
LYRICS = Operation("lyrics", 1, Lyrics, TEXTS, limits=Limit.MINUTE)
SEGMENT = Operation("segment", 10, Song, LEAD, limits=Limit.DAY, in_run=True, format=3)
EXTENSION = Operation("extension", 0, Extend, LEAD, limits=Limit.DAY, works_on_version=True, in_run=True, format=3)

OPERATIONS: dict[str, Operation] = {row.name: row for row in (TRACK, EXTEND, LYRICS, SEGMENT, EXTENSION)}

DELETED_FORMAT = 4
"""The format of tracks that are deleted and linger: older code would show them, and never free their slots."""

NEWEST_FORMAT = max(DELETED_FORMAT, *(row.format for row in OPERATIONS.values()))
"""The newest format of a track that this code may rewrite."""
