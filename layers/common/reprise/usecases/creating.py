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
from reprise.store.dynamo import Lost
from reprise.store.keys import Keys
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
        run_id = _id_under(plea) or self.means.new_id()
        return self._before(plea, run_id) or self._new(plea, preset, run_id)

    def _before(self, plea: Plea, run_id: str) -> Created | None:
        if plea.key is None:
            return None
        run = self.runs.get(run_id)
        if run is None or run.is_deleted:
            self._check_not_deleted(run_id)
            return None
        if run.fingerprint != plea.fingerprint:
            raise IdempotencyMismatch
        return Created(run, replayed=True)

    def _check_not_deleted(self, run_id: str) -> None:
        """A key stands for one run for ever: its executions have names that are never used again."""
        if self.records.has(Keys.run_record(run_id)):
            raise Conflict("key_run_deleted")

    def _new(self, plea: Plea, preset: Preset, run_id: str) -> Created:
        if plea.starts:
            self._foresee(plea, preset)
        run = self._worded(plea, preset, run_id)
        return until_won(partial(self._write, plea, run), self.clock)

    def _foresee(self, plea: Plea, preset: Preset) -> None:
        """Refuse what could not be paid for, before words are ordered."""
        now, known = self.clock(), self.runs.tracks.accounts.profile(plea.user_id)
        profile, _ = opened(known, plea.user_id, self.means.terms.signup_credits, now)
        charged_for(profile, SEGMENT, "", now, len(preset.script.passages))

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
            made = self._before(plea, run.run_id)
            if made is None:
                raise
            return made

    def _written(self, plea: Plea, run: Run, now: datetime) -> Run:
        record = [self.records.mark(Keys.run_record(run.run_id))] if plea.key else []
        if not plea.starts:
            self.runs.commit(None, run, *record)
            return run
        known = self.runs.tracks.accounts.profile(run.user_id)
        departure = depart(run, {}, known, self.means, now)
        self.runs.depart(None, known, departure, *record)
        return departure.run


def _id_under(plea: Plea) -> str | None:
    """The id of the run that is made under a key: the same for ever, so a second one cannot come into being."""
    if plea.key is None:
        return None
    return hashlib.sha256(json.dumps(["run", plea.user_id, plea.key]).encode()).hexdigest()[:32]
