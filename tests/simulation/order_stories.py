"""What the walks of all orders are about: which task is called back, with what error, and how it goes on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from reprise.domain.operations import OPERATIONS
from tests.fakes.provider import Fate

STAGES = {
    "track": ("text", "first", "complete", "error"),
    "extend": ("text", "first", "complete", "error"),
    "lyrics": ("complete", "error"),
    "stems": ("complete", "error"),
    "recover": ("complete", "error"),
}
"""What is called back of each kind of task."""
LEDGERS = {
    "track": [("charge", -10), ("grant", 30)],
    "extend": [("charge", -10), ("charge", -5), ("grant", 30)],  # its source was a song
    "lyrics": [("charge", -1), ("grant", 30)],
    "stems": [("charge", -10), ("charge", -5), ("grant", 30)],
    "recover": [("charge", -10), ("grant", 30)],
}
DISTURBANCES = {"track": 1000, "extend": 1000, "lyrics": 100, "stems": 100, "recover": 100}
"""A walk tries more of them than this."""
OBJECTS = {"track": 4, "extend": 4, "lyrics": 0, "stems": 2, "recover": 2}
"""How many it brings; what its source has had before is not counted."""
_SONGS = {"versions": 2, "texts": 0, "files": 0}
BRINGS = {
    "track": _SONGS,
    "extend": _SONGS,
    "lyrics": {"versions": 0, "texts": 1, "files": 0},
    "stems": {"versions": 0, "texts": 0, "files": 2},
    "recover": _SONGS,
}
"""What a completed track holds."""
PERMANENT, RETRYABLE = 400, 500


@dataclass(frozen=True)
class Story:
    """What kind of error it is, how the attempts after it end, what was asked for; `early`: audio is copied at once."""

    code: int
    later: Fate
    operation: str = "track"
    early: bool = False

    def __str__(self) -> str:
        error = "permanent" if self.code == PERMANENT else f"retryable, then {self.later}"
        return f"{self.operation}: {error}" + ", copied early" * self.early

    @property
    def stages(self) -> tuple[str, ...]:
        """What is called back."""
        return STAGES[self.operation]

    @property
    def goes_on(self) -> bool:
        """Whether a new attempt after the error succeeds."""
        return (self.code, self.later) == (RETRYABLE, Fate.SUCCESS)

    @property
    def charged(self) -> list[tuple[str, int]]:
        """The ledger when it was paid for."""
        return LEDGERS[self.operation]

    @property
    def refunded(self) -> list[tuple[str, int]]:
        """The ledger when it was paid back."""
        cost = OPERATIONS[self.operation].cost
        return [*self.charged, ("refund", cost)] if cost else self.charged

    def notices(self, failure: str) -> list[tuple[str, str]]:
        """What its owner is told when it fails; of what was free, nothing."""
        return [("track.failed", failure)] if self.refunded != self.charged else []

    def track(self, end: Any) -> Any:
        """The track of the story in what is left; its source may be there, too."""
        (track,) = (track for track in end["tracks"] if track["task_type"] == self.operation)
        return track

    def objects(self, end: Any) -> list[str]:
        """What the story's own task has brought, by what is in it: every object holds the name of its task."""
        sources = {source for track in end["tracks"] for source in track["sources"]}
        return [body for _, body in end["objects"] if not any(source in body for source in sources)]


SONGS = (Story(PERMANENT, Fate.SUCCESS), Story(RETRYABLE, Fate.SUCCESS), Story(RETRYABLE, Fate.RETRYABLE))
# What is read and written of an extension is a song's, so one walk of it tells whether anything is forgotten there.
EXTENSION = replace(SONGS[1], operation="extend")
# What is copied before the end goes with a failure, or is the closed attempt's when another one has begun.
EARLY = tuple(replace(story, early=True) for story in SONGS[:2])
# What a task brings to another track: files of one version, and links of all of them.
BROUGHT = (*(replace(story, operation="stems") for story in SONGS), replace(SONGS[1], operation="recover"))
STORIES = (*SONGS, *(replace(story, operation="lyrics") for story in SONGS), EXTENSION, *EARLY, *BROUGHT)
