"""Granting a wish: what is known before, what plan and balance allow, and what comes into being in one write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from reprise.domain.accounts import Profile, charged_for, opened
from reprise.domain.credits import Entry, Tenths, charge
from reprise.domain.errors import Conflict, FieldError, IdempotencyMismatch, InvalidInput, NotFound
from reprise.domain.gates import Gate
from reprise.domain.operations import Operation, Works
from reprise.domain.results import FILES
from reprise.domain.states import Status
from reprise.domain.track import Track
from reprise.domain.versions import Asset, Source, Version
from reprise.domain.wishes import IdempotencyRecord, SourceRef, Wish, record_of

_UNFINISHED = "version_unfinished"

_LACKS: dict[Works, tuple[Callable[[Source], bool], str]] = {
    Works.ON_SONG: (lambda source: not (source.task_id and source.audio_id), _UNFINISHED),
    Works.ON_RECORDING: (lambda source: not (source.key or source.url), _UNFINISHED),
    Works.ON_COPIES: (lambda source: not source.key, "not_stored"),
}
"""What a source may lack for each kind of work, and what its owner is told then."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known when a request comes in.

    At `gate` its first attempt would get a permit; `sources` are the tracks that it works on, by their ids.
    """

    record: IdempotencyRecord | None
    profile: Profile | None
    gate: Gate
    sources: Mapping[str, Track] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms wishes are granted: the time that a task may take, and a new user's first credits (tenths)."""

    timeout: timedelta
    signup_credits: Tenths


@dataclass(frozen=True, slots=True)
class Task:
    """What a wish comes to: the track's id, who makes it, and of what."""

    track_id: str
    provider: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Admission:
    """What a granted wish comes to: written together or not at all."""

    record: IdempotencyRecord
    profile: Profile
    entries: tuple[Entry, ...]
    track: Track


def made_before(standing: Standing, wish: Wish, now: datetime) -> IdempotencyRecord | None:
    """The record of the same request, if it was made before. Raises IdempotencyMismatch for another one."""
    record = standing.record
    if record is None:
        return None
    if not wish.key:
        return record if record.is_recent(now) else None
    if record.fingerprint != wish.fingerprint:
        raise IdempotencyMismatch
    return record


def sources_for(standing: Standing, wish: Wish) -> tuple[Source, ...]:
    """The versions that a wish works on. Raises NotFound, InvalidInput, or Conflict while one is not finished."""
    return tuple(_source_for(standing.sources.get(ref.track_id), ref, wish) for ref in wish.sources)


def _source_for(track: Track | None, ref: SourceRef, wish: Wish) -> Source:
    if track is None or track.deleted_at or track.user_id != wish.user_id:
        raise NotFound("track")
    if track.status is not Status.COMPLETED:  # before its versions are counted: they may be still to come
        raise Conflict(_UNFINISHED)
    if ref.variant_index >= len(track.versions):
        raise InvalidInput([FieldError("variantIndex", "versions", {"bound": len(track.versions)})])
    place = track.places[ref.variant_index]
    source = source_of(track, place)
    if wish.operation.works is not Works.ON_SONG:
        source = _with_audio(source, track.versions[place])
    return source


def check_sources(standing: Standing, wish: Wish, sources: tuple[Source, ...]) -> None:
    """Refuse versions that a task of this type cannot work on, whoever makes it. Raises Conflict."""
    for source in sources:
        _check(standing.sources[source.track_id], source, wish.operation)


def _with_audio(source: Source, version: Version) -> Source:
    """The source with where its audio can be had."""
    audio = version.copy(Asset.AUDIO)
    return replace(source, key=audio.key if audio else "", url=version.offered(Asset.AUDIO) or "")


def _check(track: Track, source: Source, operation: Operation) -> None:
    lacks, reason = _LACKS[operation.works]
    if lacks(source):
        raise Conflict(reason)
    if operation.result is FILES and track.run_id:
        raise Conflict("part_of_run")


def source_of(track: Track, place: int) -> Source:
    """What a provider has to know of a finished version to work on it."""
    clip = track.versions[place].clip
    return Source(
        track_id=track.track_id,
        place=place,
        task_id=track.task_id or "",
        audio_id=clip.provider_audio_id or "",
        model=track.model,
        seconds=clip.duration_seconds,
        title=clip.title or track.request.title,
        tags=clip.tags,
        lyrics=clip.lyrics,
    )


def provider_of(standing: Standing, wish: Wish) -> str | None:
    """The provider of the task: the wished one, else that which has made its source. None: any that can do it."""
    if wish.provider or wish.operation.works is not Works.ON_SONG:
        return wish.provider
    return next((track.provider for track in standing.sources.values()), None)


def admit(standing: Standing, wish: Wish, task: Task, terms: Terms, now: datetime) -> Admission:
    """The wish granted: charged, counted, and its track made. Raises RateLimited, InsufficientCredits."""
    record = record_of(wish, task.track_id, now)
    known, first = opened(standing.profile, wish.user_id, terms.signup_credits, now)
    slot = task.track_id if wish.operation.takes_slot else ""
    profile = charged_for(known, wish.operation, slot, now)
    track = Track(
        track_id=record.track_id,
        user_id=wish.user_id,
        request=wish.request,
        task_type=wish.operation.name,
        provider=task.provider,
        project_id=wish.project_id,
        sources=task.sources,
        charged=wish.operation.cost,
        created_at=now,
        updated_at=now,
        deadline_at=now + terms.timeout,
        lane=profile.plan.lane,
    )
    return Admission(record, profile, (*first, *_paid(track, now)), track)


def _paid(track: Track, now: datetime) -> tuple[Entry, ...]:
    """What is free is no line of the ledger."""
    if not track.charged:
        return ()
    return (charge(track.user_id, track.track_id, track.charged, track.task_type, now),)
