"""Everything that can happen to a track. Whoever learns of it, it becomes one of these and goes through `apply`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from reprise.domain.states import Stage
from reprise.domain.track import Failure
from reprise.domain.versions import Clip, Copy, File, Text, Word


@dataclass(frozen=True, slots=True)
class Claimed:
    """Somebody is about to send the next attempt, with a callback token of this hash."""

    token_hash: str
    due_at: datetime
    permit: int | None = None
    """The permit that it holds, where permits have holders."""


@dataclass(frozen=True, slots=True)
class Released:
    """Its run lets it go: `waiter` is told when it is settled."""

    waiter: str
    deadline_at: datetime


@dataclass(frozen=True, slots=True)
class Rerouted:
    """What waits is to wait at another gate."""

    gate: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider took the attempt."""

    attempt: int
    task_id: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The provider's answer to the attempt is the result itself, with the copies of its one version if it is a song."""

    attempt: int
    texts: tuple[Text, ...] = ()
    words: tuple[Word, ...] = ()
    persona_id: str | None = None
    clip: Clip | None = None
    copies: tuple[Copy, ...] = ()


@dataclass(frozen=True, slots=True)
class Deferred:
    """The provider, or its quota, refused the attempt for now. `retry_after` is in seconds."""

    attempt: int
    retry_after: float = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """The provider refused the attempt for good."""

    attempt: int
    failure: Failure


@dataclass(frozen=True, slots=True)
class AnswerLost:
    """Nobody knows whether the provider took the attempt."""

    attempt: int


@dataclass(frozen=True, slots=True)
class Progress:
    """News of a stage with what it brought. `attempt` is known when the URL's token says so."""

    stage: Stage
    clips: tuple[Clip, ...] = ()
    task_id: str | None = None
    attempt: int | None = None
    texts: tuple[Text, ...] = ()
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """The provider gave up on an attempt that it had taken."""

    failure: Failure
    task_id: str | None = None
    attempt: int | None = None


@dataclass(frozen=True, slots=True)
class DeadlinePassed:
    """The time allowed is over. `rescue` says for audio ids at which URL their audio lies when nobody told it."""

    rescue: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody is about to ask the provider; the sweep need not look again before `due_at`, if that is given."""

    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Revisit:
    """The sweep looked and there is nothing new; look again then."""

    due_at: datetime


@dataclass(frozen=True, slots=True)
class Copied:
    """Assets were copied, or refused for good: by the place of their version."""

    copies: Mapping[int, tuple[Copy, ...]]
    last_try: bool = False
    """On the last try a song is taken even if it is the same as another variant's."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """Another task has brought files for versions of this track: by the provider's ids of their clips."""

    files: Mapping[str, tuple[File, ...]]


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The task that brought files is deleted: what `by` has brought goes."""

    by: str


@dataclass(frozen=True, slots=True)
class SoughtAnew:
    """A task has been made that asks for this track's dead links anew."""


@dataclass(frozen=True, slots=True)
class Preferred:
    """The owner likes this version best."""

    variant_index: int


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Its run is over: what nobody can hear yet is not wanted any more."""


@dataclass(frozen=True, slots=True)
class Deleted:
    """The owner wants the track gone. `refunds`: whether the owner may have the charge of an unheard one back."""

    refunds: bool = True


Report = Progress | Failed
"""What a provider says of a task, in a callback or when asked."""

Outcome = Accepted | Finished | Deferred | Refused | AnswerLost
"""How sending an attempt can end."""

Event = (
    Claimed
    | Released
    | Rerouted
    | Outcome
    | Report
    | DeadlinePassed
    | Asked
    | Revisit
    | Copied
    | Arrived
    | Withdrawn
    | SoughtAnew
    | Preferred
    | Cancelled
    | Deleted
)
