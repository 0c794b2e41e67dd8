"""Making the tracks of a run, held until their turn comes: all that it lacks, charged and counted, or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from reprise.domain.accounts import Profile, charged_for, counted_for, opened
from reprise.domain.admission import Terms, source_of
from reprise.domain.credits import Entry, charge
from reprise.domain.journeys import Parts
from reprise.domain.operations import EXTENSION, SEGMENT, Operation
from reprise.domain.presets import Passage
from reprise.domain.requests import Extend, Request, Song
from reprise.domain.run_events import Extended, Started
from reprise.domain.run_lifecycle import apply
from reprise.domain.runs import Run
from reprise.domain.states import Lane, Status, Submission
from reprise.domain.track import Track
from reprise.domain.versions import Source


@dataclass(frozen=True, slots=True)
class Means:
    """What tracks are made with. `gate_of` says at which gate the track of an id waits."""

    terms: Terms
    new_id: Callable[[], str]
    gate_of: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Departure:
    """What is written together: the run as it becomes, its owner's account, and the new tracks with their charges."""

    run: Run
    profile: Profile
    entries: tuple[Entry, ...]
    tracks: tuple[Track, ...]


def depart(run: Run, parts: Parts, known: Profile | None, means: Means, now: datetime) -> Departure:
    """A run that starts, or starts again: what failed is made anew. Raises RateLimited, InsufficientCredits."""
    segments = _segments(run, parts, means)
    new = [index for index, track_id in enumerate(segments) if track_id not in run.segments]
    profile, first = opened(known, run.user_id, means.terms.signup_credits, now)
    paid = charged_for(profile, SEGMENT, run.run_id, now, len(new))
    hold = _Holding(run, paid.plan.lane, means, now)
    tracks = tuple(hold.segment(segments[index], index) for index in new)
    returned = sum(parts[track_id].refunded for track_id in run.segments if track_id not in segments)
    started = apply(run, Started(segments, SEGMENT.cost * len(new), returned), now)
    return Departure(started, paid, (*first, *map(hold.charge, tracks)), tracks)


def lengthen(run: Run, source: Track, profile: Profile, means: Means, now: datetime) -> Departure:
    """One more track makes a run longer. It is counted, whatever the limits: nobody may have to solve that."""
    extension = _Holding(run, profile.plan.lane, means, now).extension(means.new_id(), source)
    extended = apply(run, Extended(extension.track_id), now)
    return Departure(extended, counted_for(profile, EXTENSION, now), (), (extension,))


def song_of(passage: Passage, style_tags: tuple[str, ...]) -> Song:
    """What the provider is asked for."""
    return Song(prompt=passage.prompt, title=passage.title, style_tags=style_tags, make_instrumental=True)


def _segments(run: Run, parts: Parts, means: Means) -> tuple[str, ...]:
    """The tracks of a run's passages from now on: those that there are, but for what failed."""
    stay = {track_id for track_id in run.segments if parts[track_id].status is not Status.FAILED}
    known = run.segments or [""] * len(run.passages)
    return tuple(track_id if track_id in stay else means.new_id() for track_id in known)


@dataclass(frozen=True, slots=True)
class _Holding:
    """Makes the tracks of a run, held."""

    run: Run
    lane: Lane
    means: Means
    now: datetime

    def segment(self, track_id: str, index: int) -> Track:
        """The track of a passage."""
        song = song_of(self.run.passages[index], self.run.style_tags)
        return self._held(track_id, SEGMENT, song, index)

    def extension(self, track_id: str, source: Track) -> Track:
        """A track that goes on where another ends. It comes after all there is."""
        index = len(self.run.tracks)
        return self._held(track_id, EXTENSION, Extend(), index, (source_of(source, source.places[0]),))

    def charge(self, track: Track) -> Entry:
        """What a track costs, as a line of the ledger."""
        return charge(track.user_id, track.track_id, track.charged, track.task_type, self.now)

    def _held(
        self, track_id: str, operation: Operation, request: Request, index: int, sources: tuple[Source, ...] = ()
    ) -> Track:
        return Track(
            track_id=track_id,
            user_id=self.run.user_id,
            request=request,
            task_type=operation.name,
            provider=self.run.provider,
            sources=sources,
            run_id=self.run.run_id,
            run_index=index,
            submission=Submission.HELD,
            charged=operation.cost,
            created_at=self.now,
            updated_at=self.now,
            deadline_at=self.now + self.means.terms.timeout,
            lane=self.lane,
            gate=self.means.gate_of(track_id),
        )
