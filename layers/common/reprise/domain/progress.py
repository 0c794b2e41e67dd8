"""The rules of what an attempt brings: clips, the end, and the owner's own wishes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from reprise.domain import events as ev
from reprise.domain.attempts import is_current, is_stale
from reprise.domain.clips import add_unknown, ids_of, place
from reprise.domain.decision import COPY_PATIENCE, Decision, answer, bind, complete, fail
from reprise.domain.states import Stage, Status
from reprise.domain.track import Track
from reprise.domain.versions import Clip, Version

ASK_GAP = timedelta(seconds=0.4)
"""Providers answer three questions a second about a task (providers, section 1.3)."""


def progress(track: Track, event: ev.Progress, now: datetime) -> Decision:
    """News moves the track forward; older news than what is known changes nothing."""
    if track.ended:
        return Decision(_grown(track, event, now))
    if is_stale(track, event.task_id, event.attempt):
        return Decision(track)
    track = bind(track, event.task_id)
    if event.stage.rank < track.seen.rank:
        return Decision(track)
    return Decision(_advanced(track, event, now))


def finished(track: Track, event: ev.Finished, now: datetime) -> Decision:
    """The answer to the current attempt was the result: the track is completed by it."""
    if not is_current(track, event.attempt):
        return Decision(track)
    song = (Version(event.clip, event.attempt, event.copies),) if event.clip else ()
    brought = replace(
        bind(track, None), texts=event.texts, words=event.words, persona_id=event.persona_id, versions=song
    )
    return Decision(answer(complete(_dated(brought, now), now)))


def deadline_passed(track: Track, event: ev.DeadlinePassed, now: datetime) -> Decision:
    """With results the track is complete, rescued audio included; without, it failed."""
    usable = track.operation.result.usable(track, event.rescue)
    if usable is None:
        return fail(track, "timeout", now)
    lead = usable.places.index(track.lead) if track.lead in usable.places else None
    rescued = replace(track, versions=usable.versions, lead=lead)
    return Decision(complete(_dated(rescued, now), now))


def asked(track: Track, event: ev.Asked, now: datetime) -> Decision:
    """One at a time asks about a task, and only after a pause again. Without a task id nobody can ask."""
    if track.task_id is None or _was_just_asked(track, now):
        return Decision(track)
    return Decision(replace(track, asked_at=now, due_at=event.due_at or track.due_at))


def _was_just_asked(track: Track, now: datetime) -> bool:
    if track.asked_at is None:
        return False
    return now - track.asked_at < ASK_GAP


def revisit(track: Track, event: ev.Revisit, _now: datetime) -> Decision:
    """Only a track that the sweep still has to see can be seen later."""
    if track.due_at is None:
        return Decision(track)
    return Decision(replace(track, due_at=event.due_at))


def preferred(track: Track, event: ev.Preferred, _now: datetime) -> Decision:
    """One version at a time is preferred."""
    if event.variant_index >= len(track.versions):
        return Decision(track)
    return Decision(replace(track, preferred=track.places[event.variant_index]))


def _advanced(track: Track, event: ev.Progress, now: datetime) -> Track:
    brought = replace(
        track,
        versions=place(track.versions, event.clips, track.attempts),
        texts=event.texts or track.texts,
        files=event.files or track.files,
    )
    merged = _led(brought, event)
    if event.stage is Stage.COMPLETE and track.operation.result.whole(merged):
        return complete(_dated(merged, now), now)
    seen = _reached(merged, event.stage)
    return _dated(replace(merged, seen=seen, stage=merged.stage.at_least(seen)), now)


def _reached(track: Track, told: Stage) -> Stage:
    """How far an attempt has come. A `complete` that lacks what it announces is not the end: the sweep asks again."""
    if told is not Stage.COMPLETE:
        return told
    heard = Stage.FIRST if track.plays else Stage.TEXT
    return track.seen.at_least(heard)


def _dated(track: Track, now: datetime) -> Track:
    """The track with the first moment of each stage that it has reached, skipped ones included."""
    first_at = now if track.plays else None
    return replace(track, text_at=track.text_at or now, first_at=track.first_at or first_at)


def _led(track: Track, event: ev.Progress) -> Track:
    """The first clip of the first `first` leads, whenever that comes. So every order of callbacks has the same end."""
    if event.stage is not Stage.FIRST or track.lead is not None:
        return track
    return replace(track, lead=_first_place(track, event.clips))


def _first_place(track: Track, clips: tuple[Clip, ...]) -> int | None:
    """The place of the first of these clips, if it is known by its id."""
    ids = ids_of(track.versions)
    first = next(iter(clips), Clip()).provider_audio_id
    if not first or first not in ids:
        return None
    return ids.index(first)


def _grown(track: Track, event: ev.Progress, now: datetime) -> Track:
    """After the end a callback may bring one more clip, or say which one leads. Nothing that is known changes."""
    if track.status is not Status.COMPLETED or not _is_ours(track, event):
        return track
    if event.stage is Stage.COMPLETE:
        return _with_more(track, event, now)
    led = _led(track, event)
    return track if led.places == track.places else led


def _is_ours(track: Track, event: ev.Progress) -> bool:
    """Whether a report is about the attempt that made this track."""
    if event.attempt is None:
        return track.task_id == event.task_id
    return track.attempts == event.attempt


def _with_more(track: Track, event: ev.Progress, now: datetime) -> Track:
    """A provider that reports its clips one by one may bring another after the end."""
    grown = add_unknown(track.versions, event.clips, track.attempts)
    if grown == track.versions:
        return track
    more = replace(track, versions=grown)
    return replace(more, due_at=now + COPY_PATIENCE) if more.copies_missing else more
