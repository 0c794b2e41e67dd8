"""What is true of every run when everything has come to its end, whatever happened before."""

from __future__ import annotations

from reprise.domain.journeys import Parts, is_delivered, to_extend
from reprise.domain.runs import Run, RunStatus
from reprise.domain.states import Status
from reprise.domain.track import Track
from reprise.store.runs import run_of
from tests.simulation.world import World


def all_runs(world: World) -> list[Run]:
    """All runs that there are, the deleted ones that are still kept among them."""
    return [run_of(item) for item in world.runs.state.items.values()]


def check_runs(world: World, tracks: list[Track]) -> None:
    """Every run has ended or never begun, and has paid for what it delivered and for nothing else."""
    assert not world.runs.state.stream
    assert not world.cloud.stepfunctions.running, "an execution that nobody ends"
    by_id = {track.track_id: track for track in tracks if track.run_id}
    owned: set[str] = set()
    for run in all_runs(world):
        owned |= {*run.tracks, *run.replaced}
        _check_end(run, {track_id: by_id[track_id] for track_id in run.tracks})
    assert owned == set(by_id), "a run's track without its run"


def _check_end(run: Run, parts: Parts) -> None:
    assert not run.is_deleted, run
    assert run.is_cleared or run.execution == 0, run
    if run.execution == 0:
        assert (run.tracks, run.charged) == ((), 0), run
    else:
        _check_parts(run, parts)
        _CHECKS[run.status](run, parts)


def _check_parts(run: Run, parts: Parts) -> None:
    """What was not delivered was paid back, and nothing else."""
    assert all(track.settled and not track.lingers for track in parts.values()), parts
    delivered = filter(is_delivered, (parts[track_id] for track_id in run.segments))
    refunded = run.returned + sum(track.refunded for track in parts.values())
    assert run.charged - refunded == sum(track.charged for track in delivered), run


def _check_ready(run: Run, parts: Parts) -> None:
    assert to_extend(run, parts) is None, run
    assert parts[run.segments[0]].status is not Status.FAILED, run


def _check_failed(run: Run, parts: Parts) -> None:
    assert parts[run.segments[0]].status is Status.FAILED, run


def _check_cancelled(run: Run, _parts: Parts) -> None:
    assert run.cancelled_at is not None, run


_CHECKS = {
    RunStatus.READY: _check_ready,
    RunStatus.FAILED: _check_failed,
    RunStatus.CANCELLED: _check_cancelled,
}
