"""Runs to begin with."""

from __future__ import annotations

from datetime import timedelta

from reprise.domain.runs import Run
from reprise.domain.track import Track
from reprise.store.runs import run_of
from reprise.store.tracks import track_of
from tests.fakes.provider import Script
from tests.simulation.staging import USER
from tests.simulation.world import World

SECONDS = 60.0
"""How long the provider takes for a song."""


def setting_out(place: World, seconds: float = 200) -> None:
    """A user who can pay for journeys, and a provider that makes songs of this length within a minute and tells."""
    place.move(USER, "premium")
    place.grant(USER, 100)
    place.calls_back = lambda _task: True
    place.cloud.provider.script = lambda _track, _attempt: Script(seconds=SECONDS)
    place.cloud.provider.length = lambda _order: seconds


def departed(place: World, seconds: float = 200) -> str:
    """A run that is started as it is made; its id."""
    setting_out(place, seconds)
    answer = place.post_parcours(USER, starts=True)
    assert answer.status == 201, answer
    return str(answer.body["runId"])


def goes_on(place: World, seconds: float) -> None:
    """So much time passes, with all that is due in it."""
    place.run_until(place.cloud.clock.now + timedelta(seconds=seconds))


def run_of_user(place: World, run_id: str) -> Run:
    """A run as it is kept."""
    return run_of(place.runs.state.items[run_id,])


def parts_of(place: World, run_id: str) -> list[Track]:
    """The tracks of a run, in their order."""
    kept = place.tracks.state.items
    return [track_of(kept[track_id,]) for track_id in run_of_user(place, run_id).tracks]
