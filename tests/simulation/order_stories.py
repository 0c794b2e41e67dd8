"""What the walks of all orders are about: which task is called back, with what error, and how it goes on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reprise.domain.operations import OPERATIONS
from tests.fakes.provider import Fate

STAGES = {
    "track": ("text", "first", "complete", "error"),
    "extend": ("text", "first", "complete", "error"),
    "lyrics": ("complete", "error"),
}
"""What is called back of each kind of task."""
LEDGERS = {
    "track": [("charge", -10), ("grant", 30)],
    "extend": [("charge", -10), ("charge", -5), ("grant", 30)],  # its source was a song
    "lyrics": [("charge", -1), ("grant", 30)],
}
DISTURBANCES = {"track": 1000, "extend": 1000, "lyrics": 100}
"""A walk tries more of them than this."""
OBJECTS = {"track": 4, "extend": 4, "lyrics": 0}
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
        return [*self.charged, ("refund", OPERATIONS[self.operation].cost)]


SONGS = (Story(PERMANENT, Fate.SUCCESS), Story(RETRYABLE, Fate.SUCCESS), Story(RETRYABLE, Fate.RETRYABLE))
# What is read and written of an extension is a song's, so one walk of it tells whether anything is forgotten there.
EXTENSION = replace(SONGS[1], operation="extend")
# What is copied before the end goes with a failure, or is the closed attempt's when another one has begun.
EARLY = tuple(replace(story, early=True) for story in SONGS[:2])
STORIES = (*SONGS, *(replace(story, operation="lyrics") for story in SONGS), EXTENSION, *EARLY)
