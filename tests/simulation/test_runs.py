"""A journey from its words to its last segment, and the short ways out of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from reprise.providers.provider import Order
from tests.fakes.provider import Fate, Script
from tests.simulation.departing import departed, goes_on, parts_of, run_of_user, setting_out
from tests.simulation.ending import all_tracks, finish
from tests.simulation.outside import Answer
from tests.simulation.staging import USER, world
from tests.simulation.world import World


def entered(place: World) -> list[str]:
    """The states that the one execution has entered."""
    (execution,) = place.cloud.stepfunctions.over.values()
    return list(execution.course.entered)


def test_a_run_plays_its_five_segments_and_is_made_longer_by_one_extension() -> None:
    with world() as place:
        run_id = departed(place)
        finish(place)
        run = place.get_run(USER, run_id).body
        assert (run["status"], run["creditsCharged"], run["creditsRefunded"]) == ("ready", 5, 0)
        assert [one["status"] for one in run["segments"]] == ["complete"] * 6
        assert run["durationSeconds"] == 6 * 200
        assert entered(place) == [*("Segments", *["Segment"] * 5), *("Lengthen", "LongEnough") * 2, "Ready"]
        assert place.cloud.s3.keys() == sorted(one["storagePath"] for one in run["segments"])
        assert all(place.sign_segment(USER, one["segmentId"]).ok for one in run["segments"])


def holds_its_source(order: Order) -> float:
    """A song of two minutes; an extension goes on for two more."""
    return 120 + sum(source.seconds or 0 for source in order.sources)


def test_an_extension_that_holds_its_source_takes_its_place() -> None:
    with world() as place:
        run_id = departed(place)
        place.cloud.provider.length = holds_its_source
        finish(place)
        run = place.get_run(USER, run_id).body
        assert [one["durationSeconds"] for one in run["segments"]] == [120, 120, 120, 120, 480]
        assert len(parts_of(place, run_id)) == 5 + 3
        assert run["status"] == "ready"


def test_what_would_be_too_long_is_returned() -> None:
    with world() as place:
        run_id = departed(place, seconds=390)
        finish(place)
        run = place.get_run(USER, run_id).body
        assert [one["status"] for one in run["segments"]] == ["complete"] * 3 + ["failed"] * 2
        assert (run["status"], run["durationSeconds"], run["creditsRefunded"]) == ("ready", 3 * 390, 2)


def test_a_run_without_its_first_segment_fails_and_is_started_again_with_new_ones() -> None:
    with world() as place:
        run_id = departed(place)
        place.cloud.provider.script = lambda _track, _attempt: Script(fate=Fate.PERMANENT)
        finish(place)
        run = place.get_run(USER, run_id).body
        assert (run["status"], run["creditsCharged"], run["creditsRefunded"]) == ("failed", 5, 5)
        setting_out(place)
        assert place.start_run(USER, run_id).status == 202
        finish(place)
        again = place.get_run(USER, run_id).body
        assert (again["status"], again["creditsCharged"], again["creditsRefunded"]) == ("ready", 10, 5)
        ids = [{one["segmentId"] for one in shown["segments"]} for shown in (run, again)]
        assert not ids[0] & ids[1]
        place.delete_run(USER, run_id)
        finish(place)
        assert all_tracks(place) == []


@pytest.mark.parametrize("seconds", [0, 30, 65, 200])
def test_a_run_that_is_deleted_leaves_nothing(seconds: float) -> None:
    with world() as place:
        run_id = departed(place)
        place.patch_run(USER, run_id, sudsMid=4, notes="lighter")
        goes_on(place, seconds)
        assert place.get_run(USER, run_id).body["notes"] == "lighter"
        assert place.delete_run(USER, run_id).status == 204
        assert place.get_run(USER, run_id).status == 404
        finish(place)
        assert (all_tracks(place), place.runs.state.items, place.cloud.s3.keys()) == ([], {}, [])


def test_a_run_whose_execution_dies_goes_on_in_another_and_makes_nothing_twice() -> None:
    with world() as place:
        run_id = departed(place)
        goes_on(place, 90)
        (arn,) = place.cloud.stepfunctions.running
        place.cloud.stepfunctions.kill(arn)
        finish(place)
        run = run_of_user(place, run_id)
        assert (run.status, run.execution, len(run.tracks)) == ("ready", 2, 6)
        assert set(place.cloud.provider.submits.values()) == {1}


@pytest.mark.parametrize("stop", [World.cancel_run, World.delete_run])
def test_a_run_that_is_stopped_keeps_its_slot_until_its_provider_is_done(stop: Callable[..., Answer]) -> None:
    with world() as place:
        run_id = departed(place)
        goes_on(place, 90)
        assert stop(place, USER, run_id).ok
        goes_on(place, 20)
        assert place.audit.books.running[USER] == {run_id}
        assert [track.lingers for track in all_tracks(place)].count(True) == 1
        goes_on(place, 15)
        assert place.audit.books.running[USER] == frozenset()
        finish(place)


def test_the_runner_of_an_execution_that_died_is_told_that_another_has_taken_over() -> None:
    with world() as place:
        departed(place)
        goes_on(place, 90)
        (arn,) = place.cloud.stepfunctions.running
        place.cloud.stepfunctions.kill(arn)
        late = place.stepped[-1]
        goes_on(place, 6 * 60)
        tracks = [track.rev for track in all_tracks(place)]
        for step in ({}, {"step": "lengthen"}, {"step": "broken"}):
            assert place.invoke("runner", late | step) == {"outcome": "superseded"}
        assert [track.rev for track in all_tracks(place)] == tracks


def test_after_a_silence_of_everything_but_executions_one_track_at_a_time_is_at_the_provider() -> None:
    with world() as place:
        run_id = departed(place)
        goes_on(place, 30)
        for _ in range(4):  # nobody tells, nobody sweeps, and the execution goes on when it has waited long enough
            place.cloud.clock.advance(timedelta(minutes=16).total_seconds())
            while place.carry_on():
                pass
        finish(place)
        assert run_of_user(place, run_id).status == "ready"
