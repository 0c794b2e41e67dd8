"""Creating a run: its words, and with `starts` all that sets it in motion in the same write."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from reprise.domain.accounts import charged_for, opened
from reprise.domain.departures import Means, depart
from reprise.domain.errors import Conflict, FieldError, IdempotencyMismatch, InvalidInput
from reprise.domain.feelings import Feeling
from reprise.domain.operations import SEGMENT
from reprise.domain.presets import Language, Preset
from reprise.domain.runs import Run
from reprise.domain.wishes import REPEAT_WINDOW
from reprise.store.dynamo import Lost
from reprise.store.presets import Presets
from reprise.store.records import Records
from reprise.store.runs import Runs
from reprise.usecases.transition import Clock, until_won
from reprise.usecases.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Plea:
    """What a person asks for when a journey is to be made, under which idempotency key."""

    user_id: str
    preset_key: str
    language: Language
    feeling: Feeling | None = None
    suds: int | None = None
    starts: bool = False
    key: str | None = None

    @property
    def fingerprint(self) -> str:
        """Tells one request from another; the reader's language is no part of it."""
        feeling = [self.feeling.emotion, self.feeling.intensity] if self.feeling else None
        told = [self.preset_key, feeling, self.suds, self.starts]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Created:
    """A run that a request made, or had made before."""

    run: Run
    replayed: bool


@dataclass(frozen=True, slots=True)
class Creator:
    """What creating needs. `provider` is whose music it will be."""

    runs: Runs
    records: Records
    presets: Presets
    wording: Wording
    provider: str
    means: Means
    clock: Clock

    def create(self, plea: Plea) -> Created:
        """The run of this request. Raises InvalidInput, RateLimited, InsufficientCredits, IdempotencyMismatch."""
        preset = self.presets.get(plea.preset_key, plea.language)
        if preset is None:
            raise InvalidInput([FieldError("presetKey", "preset")])
        ids = _ids_of(plea, self.clock())
        made = filter(None, (self._made(plea, run_id) for run_id in ids))
        before = next(filter(partial(self._answers, plea), made), None)
        return Created(before, replayed=True) if before else self._new(plea, preset, self._unused(plea, ids[0]))

    def _made(self, plea: Plea, run_id: str) -> Run | None:
        run = self.runs.get(run_id)
        if run is None or run.is_deleted:
            return None
        if run.fingerprint != plea.fingerprint:
            raise IdempotencyMismatch
        return run

    def _answers(self, plea: Plea, run: Run) -> bool:
        """Whether this run is the answer to the request: for ever under a key, else for a moment."""
        return bool(plea.key) or run.created_at > self.clock() - REPEAT_WINDOW

    def _unused(self, plea: Plea, run_id: str) -> str:
        """The id of a new run: never that of a deleted one, as its executions had names that nothing else may have.

        A key stands for one run for ever. Raises Conflict when that is deleted.
        """
        if not self.records.has_run(run_id):
            return run_id
        if plea.key:
            raise Conflict("key_run_deleted")
        return self.means.new_id()

    def _new(self, plea: Plea, preset: Preset, run_id: str) -> Created:
        if plea.starts:
            self._foresee(plea, preset)
        run = self._worded(plea, preset, run_id)
        return until_won(partial(self._write, plea, run), self.clock)

    def _foresee(self, plea: Plea, preset: Preset) -> None:
        """Refuse what could not be paid for, before words are ordered."""
        now, known = self.clock(), self.runs.tracks.accounts.profile(plea.user_id)
        profile, _ = opened(known, plea.user_id, self.means.terms.signup_credits, now)
        charged_for(profile, SEGMENT, "foreseen", now, len(preset.script.passages))

    def _worded(self, plea: Plea, preset: Preset, run_id: str) -> Run:
        feeling = plea.feeling.words if plea.feeling else None
        script, source = self.wording.words(preset, feeling, plea.language)
        now = self.clock()
        return Run(
            run_id=run_id,
            user_id=plea.user_id,
            preset_key=preset.key,
            provider=self.provider,
            title=script.title,
            brief=script.brief,
            brief_source=source,
            style_tags=preset.style_tags,
            passages=script.passages,
            fingerprint=plea.fingerprint,
            suds_start=plea.suds,
            created_at=now,
            updated_at=now,
        )

    def _write(self, plea: Plea, run: Run) -> Created:
        try:
            return Created(self._written(plea, run, self.clock()), replayed=False)
        except Lost:
            made = self._made(plea, run.run_id)  # by the same request, however long its words have taken here
            if made is None:
                raise
            return Created(made, replayed=True)

    def _written(self, plea: Plea, run: Run, now: datetime) -> Run:
        record = self.records.mark_run(run.run_id)
        if not plea.starts:
            self.runs.commit(None, run, record)
            return run
        known = self.runs.tracks.accounts.profile(run.user_id)
        departure = depart(run, {}, known, self.means, now)
        self.runs.depart(None, known, departure, record)
        return departure.run


def _ids_of(plea: Plea, now: datetime) -> tuple[str, ...]:
    """The ids that a run of this request may have, the first for a new one; so a second one cannot come into being.

    Under a key it is the same one for ever; else it is of the request and of these seconds, or of those before.
    """
    if plea.key:
        return (_hashed("run", plea.user_id, plea.key),)
    window = int(now.timestamp() // REPEAT_WINDOW.total_seconds())
    same = ("same run", plea.user_id, plea.fingerprint)
    return _hashed(*same, str(window)), _hashed(*same, str(window - 1))


def _hashed(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
