"""A user's runs: shown, started, told about, cancelled, deleted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from reprise.domain.departures import Means, depart
from reprise.domain.errors import Conflict, NotFound
from reprise.domain.journeys import Parts
from reprise.domain.run_events import Cancelled, Deleted, Event, Noted
from reprise.domain.runs import Run, RunStatus
from reprise.store.runs import Runs
from reprise.store.vault import Vault
from reprise.usecases.advancing import advance
from reprise.usecases.clearing import Clearer
from reprise.usecases.paging import Page, read_page
from reprise.usecases.transition import Clock, until_won


@dataclass(frozen=True, slots=True)
class Shown:
    """A run with its tracks, as its owner may see it. `notes` are readable."""

    run: Run
    parts: Parts
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class Diary:
    """What a person notes about a run; None leaves what is known."""

    suds_mid: int | None = None
    suds_end: int | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class Journeys:
    """The runs of all users, each shown to its owner only."""

    runs: Runs
    vault: Vault
    clearer: Clearer
    means: Means
    clock: Clock

    def show(self, user_id: str, run_id: str) -> Shown:
        """The user's run with its tracks. Raises NotFound for anybody else's."""
        return self._shown(self._get(user_id, run_id))

    def page(self, user_id: str, limit: int, before: str | None) -> Page[Shown]:
        """The user's runs, newest first, without their notes, and where the next page starts."""
        runs = read_page(self.runs, user_id, lambda run: not run.is_deleted, limit, before)
        tracks = self.runs.tracks.found([track_id for run, _ in runs.items for track_id in run.tracks])
        shown = [(Shown(run, _parts_of(run, tracks)), place) for run, place in runs.items]
        return Page(tuple(shown), runs.following)

    def start(self, user_id: str, run_id: str) -> tuple[Run, bool]:
        """Set a run in motion, and whether it was not. Raises Conflict, RateLimited, InsufficientCredits."""
        return until_won(partial(self._start, user_id, run_id), self.clock)

    def note(self, user_id: str, run_id: str, diary: Diary) -> Shown:
        """Keep what a person notes; the notes encrypted."""
        locked = self.vault.lock(diary.notes, user_id, run_id) if diary.notes else diary.notes
        noted = Noted(suds_mid=diary.suds_mid, suds_end=diary.suds_end, notes=locked)
        return self._shown(self._moved(user_id, run_id, noted))

    def cancel(self, user_id: str, run_id: str) -> Shown:
        """Stop a run; what was not delivered is paid back. Raises Conflict for one that has come to its end."""
        run = self._moved(user_id, run_id, Cancelled())
        if run.status is not RunStatus.CANCELLED:
            raise Conflict("run_is", status=run.status)
        return self._shown(self.clearer.clear(run) or run)

    def delete(self, user_id: str, run_id: str) -> None:
        """Delete a run with all that belongs to it; one that moves is cancelled with it."""
        self.clearer.clear(self._moved(user_id, run_id, Deleted()))

    def _start(self, user_id: str, run_id: str) -> tuple[Run, bool]:
        run = self._get(user_id, run_id)
        if run.moves:
            return run, False
        if run.status in (RunStatus.READY, RunStatus.CANCELLED):
            raise Conflict("run_stays", status=run.status)
        if not run.is_cleared:  # only what has ended may be replaced
            run = self.clearer.clear(run) or run
        known = self.runs.tracks.accounts.profile(user_id)
        departure = depart(run, self.runs.parts(run), known, self.means, self.clock())
        self.runs.depart(run, known, departure)
        return departure.run, True

    def _get(self, user_id: str, run_id: str) -> Run:
        run = self.runs.get(run_id)
        if run is None or run.user_id != user_id or run.is_deleted:
            raise NotFound("run")
        return run

    def _moved(self, user_id: str, run_id: str, event: Event) -> Run:
        moved = advance(self.runs, self._get(user_id, run_id), event, self.clock)
        if moved is None:
            raise NotFound("run")
        return moved

    def _shown(self, run: Run) -> Shown:
        notes = self.vault.unlock(run.notes, run.user_id, run.run_id) if run.notes else None
        return Shown(run, self.runs.parts(run), notes)


def _parts_of(run: Run, tracks: Parts) -> Parts:
    """Those of these tracks that are the run's."""
    return {track_id: tracks[track_id] for track_id in run.tracks if track_id in tracks}
