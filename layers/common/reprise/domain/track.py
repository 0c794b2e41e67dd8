"""A track: one generation, from the request to stored audio. Every change to it goes through `lifecycle.apply`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from reprise.domain.credits import Tenths
from reprise.domain.operations import OPERATIONS, PARTS_FORMAT, Operation
from reprise.domain.patience import sendable_for
from reprise.domain.requests import Request
from reprise.domain.states import SENT, Answer, Lane, Stage, Status, Submission
from reprise.domain.unknown import NOTHING, Unknown
from reprise.domain.versions import Asset, Clip, File, Source, Text, Version, Word


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a track failed; `code` is also the key of the message shown to its owner."""

    code: str
    retryable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """The whole state of a generation. `rev` counts commits and is the condition of the next one."""

    track_id: str
    user_id: str
    request: Request
    task_type: str
    provider: str
    project_id: str | None = None
    sources: tuple[Source, ...] = ()
    """What the task works on."""
    run_id: str | None = None
    """The run that it is a part of."""
    run_index: int | None = None
    """Which part of the run it is, from 0."""
    waiter: str | None = None
    """The token of who waits for it to be settled."""
    released_at: datetime | None = None
    """When its run released it."""
    lingers: bool = False
    """Whether it was cancelled while its provider worked on it, and the provider's task has not ended yet."""
    deleted_at: datetime | None = None
    """When its owner deleted it; it is there only until its provider is done with it, and for nobody to see."""
    status: Status = Status.PENDING
    stage: Stage = Stage.QUEUED
    charged: Tenths
    refunded: Tenths = 0
    created_at: datetime
    updated_at: datetime
    deadline_at: datetime
    lane: Lane = Lane.STANDARD
    gate: str | None = None
    """Where its attempts get their permits; None in tracks that are older than gates."""
    permit: int | None = None
    """Which of its gate's permits its attempt holds, where permits have holders."""
    submission: Submission = Submission.QUEUED
    submit_at: datetime | None = None
    due_at: datetime | None = None
    attempts: int = 0
    """How many times the provider was called; attempt n used the n-th token."""
    closed_attempt: int = 0
    """The last attempt that the provider itself reported as failed; its later callbacks change nothing."""
    resubmissions: int = 0
    deferrals: int = 0
    asked_at: datetime | None = None
    """When the provider was last asked about it."""
    token_hashes: tuple[str, ...] = ()
    task_id: str | None = None
    seen: Stage = Stage.QUEUED
    """How far the current attempt has come; `stage` never falls back to it."""
    versions: tuple[Version, ...] = ()
    texts: tuple[Text, ...] = ()
    files: tuple[File, ...] = ()
    """What it has brought for a version of its source."""
    words: tuple[Word, ...] = ()
    """When each word of its source is sung."""
    persona_id: str | None = None
    """The voice that it made of its source."""
    searches: int = 0
    """How often its dead links were asked for anew without its owner's wish."""
    lead: int | None = None
    """The place of the clip that `first` brought. It is variant 0, whatever its place is."""
    preferred: int | None = None
    """The place of the version that the owner likes best; without a word from the owner it is variant 0."""
    failure: str | None = None
    answer: Answer | None = None
    text_at: datetime | None = None
    first_at: datetime | None = None
    completed_at: datetime | None = None
    failed_at: datetime | None = None
    rev: int = 0
    unknown: Unknown = field(default=NOTHING, compare=False)

    @property
    def format(self) -> int:
        """The oldest code that may rewrite this track's item, by the number of its format."""
        has_parts = self.searches or self.deleted_at or any(version.files for version in self.versions)
        return PARTS_FORMAT if has_parts else self.operation.format

    @property
    def operation(self) -> Operation:
        """Its row in the table of task types."""
        return OPERATIONS[self.task_type]

    @property
    def model(self) -> str | None:
        """The provider's model that was asked for, else the source's if there is one; None for the default."""
        source = next(iter(self.sources), None)
        return self.request.model_version or (source.model if source else None)

    @property
    def ended(self) -> bool:
        """Whether the generation is over, one way or the other."""
        return self.status in (Status.COMPLETED, Status.FAILED)

    @property
    def waits(self) -> bool:
        """Whether the next attempt waits in the queue."""
        return self.submission is Submission.QUEUED and not self.ended

    @property
    def last_call_at(self) -> datetime:
        """From then on no attempt is sent: its song would be paid for and come too late."""
        begun_at = self.released_at or self.created_at
        return begun_at + sendable_for(self.deadline_at - begun_at)

    @property
    def plays(self) -> bool:
        """Whether there is anything to listen to."""
        return any(version.plays for version in self.versions)

    @property
    def is_held(self) -> bool:
        """Whether its run has still to release it."""
        return self.submission is Submission.HELD and not self.ended

    @property
    def is_under_way(self) -> bool:
        """Whether it is on its way to its end: released, if a run holds its tracks, and not over."""
        return not (self.is_held or self.ended)

    @property
    def is_out(self) -> bool:
        """Whether its provider may be at work on it."""
        return self.lingers or (self.submission in SENT and not self.ended)

    @property
    def settled(self) -> bool:
        """Whether nothing is to be waited for any more: it failed, or what is kept of it is stored or refused."""
        return self.ended and not self.copies_missing

    @property
    def copies_missing(self) -> bool:
        """Whether a finished track still has assets only at the provider."""
        return self.status is Status.COMPLETED and any(map(self.missing, self.copied_places))

    def missing(self, place: int) -> dict[Asset, str]:
        """What is to be copied of a version and is neither stored nor refused yet, with its URL."""
        if place not in self.copied_places:
            return {}
        kept = self.operation.result.assets
        return {asset: url for asset, url in self.versions[place].missing().items() if asset in kept}

    @property
    def copied_places(self) -> tuple[int, ...]:
        """The places of the versions that are copied."""
        return self.places[: self.operation.result.copied_versions]

    @property
    def places(self) -> tuple[int, ...]:
        """The places of the versions in the order of their variant index."""
        places = tuple(range(len(self.versions)))
        if self.lead is None:
            return places
        return (self.lead, *(place for place in places if place != self.lead))

    def variant(self, index: int) -> Version:
        """The version of this variant index; an empty one where there is none. Variant 0 leads."""
        if index >= len(self.versions):
            return Version(Clip(), self.attempts)
        return self.versions[self.places[index]]

    @property
    def favourite(self) -> int | None:
        """The place of the version that is played when none is asked for; None while there is none."""
        return self.preferred if self.preferred in self.places else next(iter(self.places), None)

    @property
    def stored(self) -> bool:
        """Whether every version's audio is an object of ours."""
        return bool(self.versions) and all(self.versions[place].copy(Asset.AUDIO) for place in self.copied_places)

    def with_version(self, place: int, version: Version) -> Track:
        """The same track with one version replaced."""
        return replace(self, versions=(*self.versions[:place], version, *self.versions[place + 1 :]))
