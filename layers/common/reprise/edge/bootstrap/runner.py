"""What `runner` is made of."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.edge.bootstrap import runs
from reprise.edge.surroundings import Surroundings
from reprise.providers import pool
from reprise.usecases.steps import Stepper


@dataclass(frozen=True)
class Settings(pool.QuotaSettings, runs.MeansSettings, runs.RunSettings):
    """The function's environment."""


def build(settings: Settings, around: Surroundings) -> Stepper:
    """What does the steps of runs."""
    providers = around.pool or pool.to_follow(settings)
    means = runs.means(settings, providers, around)
    return Stepper(runs.runs(settings, around), runs.teller(around), means, around.clock)
