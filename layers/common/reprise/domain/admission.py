"""Granting a wish: what is known before, what plan and balance allow, and what comes into being in one write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from reprise.domain.accounts import Profile, charged_for, opened
from reprise.domain.credits import Entry, Tenths, charge
from reprise.domain.errors import Conflict, FieldError, IdempotencyMismatch, InvalidInput, NotFound
from reprise.domain.gates import Gate
from reprise.domain.states import Status
from reprise.domain.track import Track
from reprise.domain.versions import Source
from reprise.domain.wishes import IdempotencyRecord, Wish, record_of

_UNFINISHED = "version_unfinished"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known when a request comes in.

    At `gate` its first attempt would get a permit; `source` is the track that it works on, if there is one.
    """

    record: IdempotencyRecord | None
    profile: Profile | None
    gate: Gate
    source: Track | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms wishes are granted: the time that a task may take, and a new user's first credits (tenths)."""

    timeout: timedelta
    signup_credits: Tenths


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
    """The version that a wish works on. Raises NotFound, InvalidInput, or Conflict while it is not finished."""
    if wish.source is None:
        return ()
    track = standing.source
    if track is None or track.deleted_at or track.user_id != wish.user_id:
        raise NotFound("track")
    if track.status is not Status.COMPLETED:  # before its versions are counted: they may be still to come
        raise Conflict(_UNFINISHED)
    if wish.source.variant_index >= len(track.versions):
        raise InvalidInput([FieldError("variantIndex", "versions", {"bound": len(track.versions)})])
    return (source_of(track, track.places[wish.source.variant_index]),)


def source_of(track: Track, place: int) -> Source:
    """What a provider has to know of a finished version to work on it. Raises Conflict where it cannot be told."""
    clip = track.versions[place].clip
    if track.task_id is None or clip.provider_audio_id is None:
        raise Conflict(_UNFINISHED)
    return Source(
        track_id=track.track_id,
        place=place,
        task_id=track.task_id,
        audio_id=clip.provider_audio_id,
        model=track.model,
        seconds=clip.duration_seconds,
        title=clip.title or track.request.title,
        tags=clip.tags,
        lyrics=clip.lyrics,
    )


def provider_of(standing: Standing, wish: Wish) -> str | None:
    """The provider of the task: the wished one, else that of the source track. None: neither says it."""
    source = standing.source
    return wish.provider or (source.provider if source else None)


def admit(
    standing: Standing, wish: Wish, sources: tuple[Source, ...], terms: Terms, track_id: str, now: datetime
) -> Admission:
    """The wish granted: charged, counted, and its track made. Raises RateLimited, InsufficientCredits."""
    record = record_of(wish, track_id, now)
    known, first = opened(standing.profile, wish.user_id, terms.signup_credits, now)
    profile = charged_for(known, wish.operation, record.track_id, now)
    track = Track(
        track_id=record.track_id,
        user_id=wish.user_id,
        request=wish.request,
        task_type=wish.operation.name,
        provider=str(provider_of(standing, wish)),
        project_id=wish.project_id,
        sources=sources,
        charged=wish.operation.cost,
        created_at=now,
        updated_at=now,
        deadline_at=now + terms.timeout,
        lane=profile.plan.lane,
    )
    paid = charge(wish.user_id, track.track_id, wish.operation.cost, wish.operation.name, now)
    return Admission(record, profile, (*first, paid), track)
