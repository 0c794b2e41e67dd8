"""What every provider can be asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from reprise.domain.events import Outcome, Report
from reprise.domain.requests import Song

STOPPED = "provider_unavailable"
"""The failure of a track whose provider refuses our account: no money, or a wrong key."""


class Unanswered(Exception):
    """A provider was asked and did not answer. `reason` is a code or the kind of fault; `stopped`: our account is."""

    def __init__(self, reason: str, *, stopped: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.stopped = stopped


class Provider(Protocol):
    """One account at one provider."""

    def check(self, request: Song) -> None:
        """Refuse what the provider would refuse, before anything is charged."""

    def submit(self, request: Song, callback_url: str, attempt: int) -> Outcome:
        """Send an attempt, once."""

    def ask(self, task_id: str) -> Report | None:
        """What the provider says of a task; None when there is nothing new. Raises Unanswered."""


Providers = Mapping[str, Provider]
"""The providers that this deployment has an account with, by name."""
