"""What `follow` is made of."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.domain.copies import any_copy_job, new_copy_job
from reprise.domain.runs import Run
from reprise.domain.timings import Timing
from reprise.domain.track import Track
from reprise.edge.bootstrap import gates, runs, showing, tables
from reprise.edge.logging import log
from reprise.edge.surroundings import Surroundings
from reprise.providers import pool
from reprise.store.notifications import Notifications
from reprise.store.queues import Queue
from reprise.usecases.delivering import Deliverer
from reprise.usecases.following import Follower
from reprise.usecases.journeying import RunFollower


@dataclass(frozen=True)
class Settings(pool.QuotaSettings, gates.WakerSettings, runs.RunSettings):
    """The function's environment."""

    audio_bucket: str
    downloads_queue_url: str
    asks_queue_url: str
    merges_queue_url: str
    parcours_machine: str
    copy_from_first: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """What follows from changes of tracks, and of runs."""

    tracks: Follower
    runs: RunFollower


def build(settings: Settings, around: Surroundings) -> Parts:
    """What does that which follows from commits."""
    providers = around.pool or pool.to_follow(settings)
    objects, clearer = showing.objects(settings.audio_bucket, around), runs.clearer(settings, around)
    follower = Follower(
        downloads=Queue(around.sqs, settings.downloads_queue_url),
        waker=gates.waker(settings, providers, around),
        asks=Queue(around.sqs, settings.asks_queue_url),
        merges=Queue(around.sqs, settings.merges_queue_url),
        pool=providers,
        notifications=Notifications(tables.accounts(settings.accounts_table, around)),
        objects=objects,
        teller=runs.teller(around),
        clearer=clearer,
        deliverer=Deliverer(clearer.runs.tracks, objects, around.clock),
        timed=_segment_timed,
        copy_job=any_copy_job if settings.copy_from_first else new_copy_job,
    )
    return Parts(follower, RunFollower(runs.machine(settings.parcours_machine, around), clearer, objects, _run_timed))


def _segment_timed(track: Track, timing: Timing) -> None:
    log(timing.outcome, run_id=track.run_id, track_id=track.track_id, seconds=timing.seconds, reason=timing.reason)


def _run_timed(run: Run, timing: Timing) -> None:
    log(timing.outcome, run_id=run.run_id, preset=run.preset_key, seconds=timing.seconds)
