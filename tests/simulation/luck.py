"""What the providers and fate have in store for a story."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from zlib import crc32

from tests.fakes.provider import Fate, Reply, Script, Task

_REPLIES = (
    *(Reply.ACCEPTED,) * 12, *(Reply.BUSY,) * 2, Reply.MONEY, Reply.REFUSED, Reply.LOST, Reply.NEVER_ARRIVED,
)  # fmt: skip
_FATES = (Fate.SUCCESS,) * 6 + (Fate.PERMANENT, Fate.RETRYABLE, Fate.SILENCE)
_SOON = (Fate.SUCCESS,) * 24 + (Fate.PERMANENT, Fate.RETRYABLE) * 4 + (Fate.SILENCE,)
_SOON_SECONDS = 30
"""A song that is asked about every five seconds would fill a story if it took as long as others."""


@dataclass
class Luck:
    """What the provider and fate have in store: drawn from a seed, the same for the same question."""

    seed: int

    def script(self, track_id: str, attempt: int) -> Script:
        """What becomes of an attempt."""
        luck = Random(f"{self.seed}.{track_id}.{attempt}")
        return Script(luck.choice(_REPLIES), luck.choice(_FATES), luck.uniform(1, 700))

    def script_of_asked(self, track_id: str, attempt: int) -> Script:
        """What becomes of an attempt at the provider that is asked."""
        luck = Random(f"{self.seed}.asked.{track_id}.{attempt}")
        return Script(luck.choice(_REPLIES), luck.choice(_SOON), luck.uniform(1, _SOON_SECONDS))

    def calls_back(self, task: Task) -> bool:
        """Whether the provider's last callback of a task arrives by itself."""
        return crc32(task.task_id.encode()) % 3 > 0
