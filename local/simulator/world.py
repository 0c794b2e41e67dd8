"""Everything the simulator remembers; a reset makes a new one."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any

from .config import Config, Json
from .faults import Faults, Rule, text_of
from .limits import Credits, SlidingWindow
from .tasks import Task, TaskStore

_REQUESTS_KEPT = 10_000


class World:
    """Settings, tasks, faults, limits and the log of create requests."""

    def __init__(self, config: Config) -> None:
        self._initial = config
        self.reset()

    def reset(self) -> None:
        """Back to the settings of the start, and nothing remembered."""
        self.config = self._initial
        self.store = TaskStore()
        self.faults = Faults()
        self.creates = SlidingWindow()
        self.looks = SlidingWindow()
        self.credits = Credits(self.config.credits)
        self.requests: deque[Json] = deque(maxlen=_REQUESTS_KEPT)
        self.attempts = 0
        self.scripts = 0

    def configure(self, changes: Mapping[str, Any]) -> None:
        """Change settings; new `credits` are everybody's new balance."""
        self.config = self.config.patched(changes)
        if "credits" in changes:
            self.credits = Credits(self.config.credits)

    def fault(self, kind: str, task: Task, stage: str = "") -> Rule | None:
        """The fault of this kind that hits a task (at a stage), if any."""
        return self.faults.find(kind, task.number, text_of(task.operation.path, task.request), stage)

    def next_attempt(self) -> int:
        """Create requests are numbered from 1, refused ones too."""
        self.attempts += 1
        return self.attempts

    def next_script(self) -> int:
        """Requests for scripts are numbered from 1, refused ones too."""
        self.scripts += 1
        return self.scripts
