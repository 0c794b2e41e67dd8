"""What every provider can be asked, and what it says of itself. One object is one account at one provider."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from reprise.domain.errors import FieldError, InvalidInput, UnsupportedFeature
from reprise.domain.events import Outcome, Report
from reprise.domain.gates import Account
from reprise.domain.operations import Operation
from reprise.domain.requests import Request
from reprise.domain.states import Stage
from reprise.domain.versions import Source
from reprise.domain.webhooks import Delivery, Evidence, Proof

STOPPED = "provider_unavailable"
"""The failure of a track whose provider refuses our account: no money, or a wrong key."""


class Unanswered(Exception):
    """A provider was asked and did not answer. `reason` is a code or the kind of fault; `stopped`: our account is."""

    def __init__(self, reason: str, *, stopped: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.stopped = stopped


class Unproven(Exception):
    """A webhook call whose signature does not hold. `problem` is the contract's word."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Order:
    """All that a provider needs to start a task. `attempt` counts from 1."""

    operation: Operation
    request: Request
    sources: tuple[Source, ...]
    """What a provider has to fetch has its `url`."""
    track_id: str
    attempt: int
    callback_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """A row of the feature matrix (contract, section 1)."""

    prompt_generation: bool
    lyrics_generation: bool
    voice_personas: bool
    reference_audio: bool
    stem_separation: bool
    track_variants: int
    video_output: bool
    max_duration_seconds: int
    typical_latency_seconds: int


@dataclass(frozen=True, slots=True)
class Cadence:
    """When a provider that does not call back is asked: so long after it took a task, and then every so often."""

    first: timedelta
    every: timedelta


@dataclass(frozen=True, slots=True)
class Reading:
    """A callback, decoded once. `code` and `message` are the provider's own; `items` is what it brought, as sent."""

    stage: Stage
    code: int
    message: str
    task_id: str | None
    items: tuple[Mapping[str, Any], ...]
    surprises: tuple[str, ...] = ()
    """What of it no document has, as `code:599` or `field:newThing`: a few short words, none of them a user's."""


Surprised = Callable[[str, tuple[str, ...]], None]
"""Is told that a provider, by its name, has said what no document has."""


def unsurprised(_provider: str, _surprises: tuple[str, ...]) -> None:
    """Nobody is told."""


class Provider(Protocol):
    """One account at one provider."""

    @property
    def name(self) -> str:
        """What it is called by whoever wishes for it."""

    @property
    def account(self) -> Account:
        """The account, and how many calls or tasks it admits."""

    @property
    def operations(self) -> frozenset[str]:
        """The names of the task types that it can do."""

    @property
    def features(self) -> Features | None:
        """What users are told that it can do. None: they are told nothing of it."""

    @property
    def cadence(self) -> Cadence | None:
        """When it is asked about a task. None: it calls back."""

    def check(self, operation: Operation, request: Request, sources: tuple[Source, ...]) -> None:
        """Refuse what it would refuse, before anything is charged. Asks nobody. Raises InvalidInput."""

    def submit(self, order: Order) -> Outcome:
        """Send an attempt, once."""

    def ask(self, task_id: str, operation: Operation) -> Report | None:
        """What it says of a task; None when there is nothing new. Raises Unanswered."""

    def read(self, body: str) -> Reading | None:
        """The callback in a webhook call's body; None when it has no shape that it sends."""

    def verify(self, reading: Reading | None, delivery: Delivery, evidence: Evidence) -> Proof:
        """What a webhook call proves. Raises Unproven."""

    def report(self, reading: Reading, operation: Operation) -> Report:
        """What a callback means for a task of this type."""

    def boost(self, style: str) -> str:
        """A fuller text of a style. Raises Unanswered, and ProviderError where the style is refused for good."""

    def remaining(self) -> int | float:
        """What is left at the account, in the provider's own credits. Raises Unanswered."""

    def rescue_url(self, audio_id: str) -> str | None:
        """Where a song's audio lies when nobody told its URL, if that is known."""


@dataclass(frozen=True, slots=True)
class Pool:
    """The providers that this deployment has an account with, by name.

    `names` are all that a user may wish for; `default` is whom a request is for that names nobody.
    """

    providers: Mapping[str, Provider]
    names: frozenset[str]
    default: str

    def __getitem__(self, name: str) -> Provider:
        """The provider of a track. KeyError when this deployment has no account with it any more."""
        return self.providers[name]

    def get(self, name: str) -> Provider | None:
        """The provider of this name, if there is one."""
        return self.providers.get(name)

    def account_of(self, gate: str) -> Account | None:
        """The account that a gate belongs to, if this deployment has it still."""
        accounts = (provider.account for provider in self.providers.values())
        return next((account for account in accounts if account.owns(gate)), None)

    def wished(self, name: str | None, operation: Operation) -> Provider:
        """The same of a name that a user has given. Raises InvalidInput besides."""
        if name and name not in self.names:
            raise InvalidInput([FieldError("provider", "one_of", {"bound": ", ".join(sorted(self.names))})])
        return self.able(name, operation)

    def able(self, name: str | None, operation: Operation) -> Provider:
        """The provider of this name, else one that can do it. Raises UnsupportedFeature."""
        return self._checked(name, operation) if name else self._any(operation)

    def _any(self, operation: Operation) -> Provider:
        """The default one, if that can do it; else any, as what we do ourselves is done by nobody else."""
        able = (name for name, provider in self.providers.items() if operation.name in provider.operations)
        return self._checked(min(able, key=lambda name: name != self.default, default=self.default), operation)

    def _checked(self, name: str, operation: Operation) -> Provider:
        provider = self.providers.get(name)
        if provider is None:
            raise UnsupportedFeature("no_account", provider=name)
        if operation.name not in provider.operations:
            raise UnsupportedFeature("operation", provider=name, operation=operation.name)
        return provider
