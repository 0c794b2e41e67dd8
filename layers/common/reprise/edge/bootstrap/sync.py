"""What `sync` is made of."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.edge.bootstrap import runs, sending, showing
from reprise.edge.logging import log_surprise
from reprise.edge.surroundings import Surroundings
from reprise.edge.views import Sign
from reprise.providers import pool
from reprise.usecases.syncing import Syncer


@dataclass(frozen=True)
class Settings(pool.AskingSettings, showing.SigningSettings, runs.RunSettings):
    """The function's environment."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the function works with."""

    syncer: Syncer
    sign: Sign


def build(settings: Settings, around: Surroundings) -> Parts:
    """The function's parts."""
    table = runs.runs(settings, around)
    asker = sending.asker(table.tracks, pool.to_ask(settings, log_surprise), around)
    return Parts(Syncer(table, asker, around.threads), showing.signer(settings, around))
