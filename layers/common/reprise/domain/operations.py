"""What Reprise can be asked to make. A task type is one row of this table; nobody else asks for its name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, Flag, auto

from reprise.domain.credits import Tenths
from reprise.domain.requests import (
    AddInstrumental,
    AddVocals,
    Cover,
    Extend,
    Lyrics,
    Merge,
    Persona,
    Recover,
    Replace,
    Request,
    Song,
    Stems,
    Video,
    Wav,
    Words,
)
from reprise.domain.results import AT_ONCE, FILES, LEAD, LINKS, SONGS, TEXTS, Result


class Limit(Flag):
    """The limits of a plan that a task counts towards. A slot is one of those that the plan has at once."""

    MINUTE = auto()
    DAY = auto()
    SLOT = auto()


class Works(Enum):
    """What a task works on."""

    ON_NOTHING = auto()
    """It makes something of words."""
    ON_SONG = auto()
    """A version of another track that the task's provider has made and still knows by its ids."""
    ON_RECORDING = auto()
    """The audio of a version, wherever it comes from: it is handed over."""
    ON_COPIES = auto()
    """Our own copies of versions, two or more."""


_ALL = Limit.MINUTE | Limit.DAY | Limit.SLOT
_SIDE = Limit.MINUTE | Limit.SLOT


@dataclass(frozen=True, slots=True)
class Operation:
    """One task type (contract, sections 1 and 2)."""

    name: str
    cost: Tenths
    request: type[Request]
    result: Result
    limits: Limit = _ALL
    works: Works = Works.ON_NOTHING
    waits: bool = True
    """Whether it may wait in a line, and its outcome be told later. Else its provider answers at once, or it failed."""
    made_here: bool = False
    """Whether we make it ourselves: an attempt of it is work for a queue of ours."""
    in_run: bool = False
    """Whether a run makes it: it takes no slot beside the run's, and its audio lies in the run's folder."""
    format: int = 4
    """The format of tracks that first knew this task type; code that knows only older ones leaves it alone."""

    @property
    def takes_slot(self) -> bool:
        """Whether it takes one of the slots that its user has at once; a run has one for all of its tasks."""
        return Limit.SLOT in self.limits


TRACK = Operation("track", 10, Song, SONGS, format=1)
EXTEND = Operation("extend", 5, Extend, SONGS, works=Works.ON_SONG, format=2)
REPLACE = Operation("replace", 5, Replace, SONGS, works=Works.ON_SONG)
COVER = Operation("cover", 5, Cover, SONGS, works=Works.ON_RECORDING)
VOCALS = Operation("vocals", 5, AddVocals, SONGS, works=Works.ON_RECORDING)
INSTRUMENTAL = Operation("instrumental", 5, AddInstrumental, SONGS, works=Works.ON_RECORDING)
MERGE = Operation("merge", 5, Merge, SONGS, limits=_SIDE, works=Works.ON_COPIES, made_here=True)
STEMS = Operation("stems", 5, Stems, FILES, limits=_SIDE, works=Works.ON_SONG)
WAV = Operation("wav", 5, Wav, FILES, limits=_SIDE, works=Works.ON_SONG)
VIDEO = Operation("video", 5, Video, FILES, limits=_SIDE, works=Works.ON_SONG)
RECOVER = Operation("recover", 0, Recover, LINKS, limits=Limit.MINUTE, works=Works.ON_SONG)
LYRICS = Operation("lyrics", 1, Lyrics, TEXTS, limits=_SIDE, format=2)
WORDS = Operation("words", 0, Words, AT_ONCE, limits=Limit.MINUTE, works=Works.ON_SONG, waits=False)
PERSONA = Operation("persona", 0, Persona, AT_ONCE, limits=Limit.MINUTE, works=Works.ON_SONG, waits=False)
SEGMENT = Operation("segment", 10, Song, LEAD, limits=Limit.DAY, in_run=True, format=3)
EXTENSION = Operation("extension", 0, Extend, LEAD, limits=Limit.DAY, works=Works.ON_SONG, in_run=True, format=3)

OPERATIONS: dict[str, Operation] = {
    row.name: row
    for row in (
        TRACK,
        EXTEND,
        REPLACE,
        COVER,
        VOCALS,
        INSTRUMENTAL,
        MERGE,
        STEMS,
        WAV,
        VIDEO,
        RECOVER,
        LYRICS,
        WORDS,
        PERSONA,
        SEGMENT,
        EXTENSION,
    )
}

PARTS_FORMAT = 4
"""The format of tracks with files of versions, a search or a deletion: older code would lose them, or a slot."""

NEWEST_FORMAT = max(PARTS_FORMAT, *(row.format for row in OPERATIONS.values()))
"""The newest format of a track that this code may rewrite."""
