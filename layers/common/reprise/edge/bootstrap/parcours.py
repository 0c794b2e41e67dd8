"""What `parcours` is made of."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.edge.bootstrap import paging, runs
from reprise.edge.cursors import Cursors
from reprise.edge.logging import log_problem
from reprise.edge.rollout import Rollout, rollout
from reprise.edge.surroundings import Surroundings
from reprise.providers import pool, writers
from reprise.store.presets import Presets
from reprise.store.records import Records
from reprise.store.vault import Vault
from reprise.usecases.accounts import Bookkeeping
from reprise.usecases.creating import Creator
from reprise.usecases.journeys import Journeys
from reprise.usecases.transition import Clock
from reprise.usecases.wording import Wording


@dataclass(frozen=True)
class Settings(
    writers.WritingSettings, pool.CheckingSettings, runs.MeansSettings, runs.RunSettings, paging.PagingSettings
):
    """The function's environment."""

    idempotency_table: str
    notes_key: str
    features: str


@dataclass(frozen=True, slots=True)
class Parts:
    """What the function works with."""

    presets: Presets
    creator: Creator
    journeys: Journeys
    rollout: Rollout
    cursors: Cursors
    bookkeeping: Bookkeeping
    clock: Clock


def build(settings: Settings, around: Surroundings) -> Parts:
    """The function's parts."""
    providers, clearer, presets = around.pool or pool.to_check(settings), runs.clearer(settings, around), Presets()
    means = runs.means(settings, providers, around)
    writer = around.writer or writers.writer(settings)
    creator = Creator(
        runs=clearer.runs,
        records=Records(around.dynamodb, settings.idempotency_table),
        presets=presets,
        wording=Wording(writer, providers[providers.default], _unwritten),
        provider=providers.default,
        means=means,
        clock=around.clock,
    )
    vault = Vault(around.client("kms"), settings.notes_key)
    bookkeeping = Bookkeeping(clearer.runs.tracks.accounts, means.terms.signup_credits, around.clock, around.new_id)
    return Parts(
        presets=presets,
        creator=creator,
        journeys=Journeys(clearer.runs, vault, clearer, means, around.clock),
        rollout=rollout(settings.features, around),
        cursors=paging.cursors(settings, around),
        bookkeeping=bookkeeping,
        clock=around.clock,
    )


def _unwritten(reason: str) -> None:
    log_problem("brief_unwritten", reason=reason)
