"""The steps of a run, as its state machine asks for them: release the next segment, make it longer, end it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from reprise.domain import events as ev
from reprise.domain.departures import Means, lengthen
from reprise.domain.journeys import Parts, being_copied, next_to_play, to_extend
from reprise.domain.run_events import Ended
from reprise.domain.runs import Run, RunStatus
from reprise.domain.track import Track
from reprise.store.machine import SUPERSEDED
from reprise.store.runs import Runs
from reprise.usecases.advancing import advance
from reprise.usecases.telling import Teller
from reprise.usecases.transition import Clock, transition, until_won


@dataclass(frozen=True, slots=True)
class Step:
    """What the state machine asks for: of which run, in which of its executions, and who waits for the answer."""

    run_id: str
    execution: int
    token: str = ""
    index: int = 0


@dataclass(frozen=True, slots=True)
class Stepper:
    """What the steps need. Each of them says in a word what it did; the state machine hears it from the waiter only."""

    runs: Runs
    teller: Teller
    means: Means
    clock: Clock

    def segment(self, step: Step) -> str:
        """Release a segment; its waiter is told when it is settled.

        If nobody answered for an earlier one in time, that one is still under way, and it is waited for first.
        """
        run = self._current(step)
        if run is None:
            return self._superseded(step)
        parts = self.runs.parts(run)
        own = parts.get(run.segments[step.index])
        track = own if own and own.settled else next_to_play(run, parts)
        return self._released(track, step) if track else self._answered(step, "no_room", again=True)

    def lengthen(self, step: Step) -> str:
        """Make a run longer; or ready, when it is long enough or cannot be made so."""
        run = self._current(step)
        if run is None:
            return self._superseded(step)
        extension = until_won(partial(self._extension, step), self.clock)
        if extension:
            return self._released(extension, step)
        advance(self.runs, run, Ended(RunStatus.READY, step.execution), self.clock)
        return self._answered(step, "ready", again=False)

    def broken(self, step: Step) -> str:
        """Without its first segment a run has failed."""
        run = self._current(step)
        if run is None:
            return "superseded"
        advance(self.runs, run, Ended(RunStatus.FAILED, step.execution), self.clock)
        return "failed"

    def _current(self, step: Step) -> Run | None:
        """The run, as long as it moves and this is its last execution."""
        run = self.runs.get(step.run_id)
        if run is None or run.execution != step.execution:
            return None
        return run if run.moves else None

    def _superseded(self, step: Step) -> str:
        self.teller.waiters.fail(step.token, SUPERSEDED)
        return "superseded"

    def _answered(self, step: Step, outcome: str, *, again: bool) -> str:
        self.teller.waiters.succeed(step.token, {"again": again})
        return outcome

    def _released(self, track: Track, step: Step) -> str:
        event = ev.Released(step.token, self.clock() + self.means.terms.timeout)
        moved = transition(self.runs.tracks, track, event, self.clock)
        if moved is None:
            return self._superseded(step)
        if not moved.track.settled:
            return "released"
        self.teller.tell(moved.track, step.token)
        return "settled"

    def _extension(self, step: Step) -> Track | None:
        """What is not settled yet, or a new extension; None when the run needs none. Raises Lost."""
        run = self._current(step)
        if run is None:
            return None
        parts = self.runs.parts(run)
        unsettled = next_to_play(run, parts) or being_copied(run, parts)
        return unsettled or self._new_extension(run, parts)

    def _new_extension(self, run: Run, parts: Parts) -> Track | None:
        source, profile = to_extend(run, parts), self.runs.tracks.accounts.profile(run.user_id)
        if source is None or profile is None:
            return None
        departure = lengthen(run, source, profile, self.means, self.clock())
        self.runs.depart(run, profile, departure)
        (extension,) = departure.tracks
        return extension
