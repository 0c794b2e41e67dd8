"""The rules of what an attempt brings: clips, the end, and the owner's own wishes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from reprise.domain import events as ev
from reprise.domain.attempts import is_current, is_stale
from reprise.domain.clips import add_unknown, place
from reprise.domain.decision import COPY_PATIENCE, Decision, answer, bind, complete, fail
from reprise.domain.track import Stage, Status, Track

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
    brought = replace(bind(track, None), texts=event.texts)
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
    """A task is asked about by one at a time, and not at once again; one that nobody knows by name cannot be."""
    if track.task_id is None or (track.asked_at and now - track.asked_at < ASK_GAP):
        return Decision(track)
    return Decision(replace(track, asked_at=now, due_at=event.due_at or track.due_at))


def revisit(track: Track, event: ev.Revisit, _now: datetime) -> Decision:
    """Only a track that the sweep still has to see can be seen later."""
    return Decision(replace(track, due_at=event.due_at) if track.due_at else track)


def preferred(track: Track, event: ev.Preferred, _now: datetime) -> Decision:
    """One version at a time is preferred."""
    if event.variant_index >= len(track.versions):
        return Decision(track)
    return Decision(replace(track, preferred=track.places[event.variant_index]))


def deleted(track: Track, _event: ev.Deleted, now: datetime) -> Decision:
    """A running track is cancelled first; its charge goes back only if there was nothing to hear."""
    unheard = not track.ended and not any(version.clip.plays for version in track.versions)
    return replace(fail(track, "cancelled", now) if unheard else Decision(track), deletes=True)


def _advanced(track: Track, event: ev.Progress, now: datetime) -> Track:
    brought = replace(
        track,
        versions=place(track.versions, event.clips, track.attempts),
        texts=event.texts or track.texts,
    )
    merged = _led(brought, event)
    if event.stage is Stage.COMPLETE and track.operation.result.whole(merged):
        return complete(_dated(merged, now), now)
    # A `complete` that lacks what it announces is not the end: the provider is asked again.
    seen = event.stage if event.stage is not Stage.COMPLETE else track.seen.at_least(_heard(merged))
    return _dated(replace(merged, seen=seen, stage=merged.stage.at_least(seen)), now)


def _heard(track: Track) -> Stage:
    return Stage.FIRST if any(version.clip.plays for version in track.versions) else Stage.TEXT


def _dated(track: Track, now: datetime) -> Track:
    """The track with the first moment of each stage it has reached, skipped ones included."""
    plays = any(version.clip.plays for version in track.versions)
    return replace(track, text_at=track.text_at or now, first_at=track.first_at or (now if plays else None))


def _led(track: Track, event: ev.Progress) -> Track:
    """The first clip of the first `first` leads, whenever that comes: every order of callbacks ends in one order."""
    lead = event.clips[0].provider_audio_id if event.stage is Stage.FIRST and event.clips else None
    places = [at for at, version in enumerate(track.versions) if version.clip.provider_audio_id == lead]
    return replace(track, lead=places[0]) if lead and places and track.lead is None else track


def _grown(track: Track, event: ev.Progress, now: datetime) -> Track:
    """A provider that reports its clips one by one may bring another after the end; nothing that is known changes."""
    ours = track.task_id == event.task_id if event.attempt is None else track.attempts == event.attempt
    if track.status is not Status.COMPLETED or not ours:
        return track
    if event.stage is not Stage.COMPLETE:
        led = _led(track, event)
        return track if led.places == track.places else led
    grown = add_unknown(track.versions, event.clips, track.attempts)
    return track if grown == track.versions else replace(track, versions=grown, due_at=now + COPY_PATIENCE)
