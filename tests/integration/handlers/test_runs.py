"""A run in its owner's hands: started, started again, told about, cancelled, deleted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reprise.domain.accounts import Plan
from reprise.domain.runs import Ended, RunStatus, apply
from reprise.domain.track import Status, Submission
from reprise.edge.clock import utc_now
from tests.integration.handlers import journeys
from tests.integration.handlers.journeys import SEGMENTS, call, created, found, kept, part, shown, started
from tests.integration.handlers.posting import LIMITS, USER, problem, rich
from tests.integration.handlers.world import World
from tests.unit.domain import make

SECRET = "Я боюсь завтрашнего дня"


def all_parts(world: World, run_id: str) -> list[tuple[Status, Submission]]:
    return [
        (track.status, track.submission)
        for track in (part(world, run_id, index) for index in range(len(kept(world, run_id).tracks)))
    ]


def fail(world: World, run_id: str) -> None:
    """As the state machine leaves a run whose first segment failed, when all has been cleared up."""
    journeys.ruin(world, part(world, run_id))
    before = kept(world, run_id)
    failed = apply(before, Ended(RunStatus.FAILED), utc_now())
    journeys.keep(world, failed)
    journeys.follow_run(world, before, failed)


class TestStarting:
    def test_all_segments_are_made_held_and_charged_at_once(self, world: World) -> None:
        rich(world)
        run_id = created(world)
        status, body, headers = call(world, "run", run_id)
        assert (status, body) == (202, {"runId": run_id, "executionId": f"{run_id}-1"})
        assert set(LIMITS) <= set(headers)
        assert all_parts(world, run_id) == [(Status.PENDING, Submission.HELD)] * SEGMENTS
        assert (world.profile(USER).balance, world.ledger(USER)) == (50, [-10] * SEGMENTS)
        assert (world.profile(USER).day_count, world.profile(USER).minute_count) == (SEGMENTS, 0)
        assert world.provider.creates == []
        assert world.waiting("SubmissionsQueue") == 0

    def test_one_that_runs_is_told_and_not_charged_again(self, world: World) -> None:
        rich(world)
        run_id = started(world)
        status, body, _ = call(world, "run", run_id)
        assert (status, body) == (200, {"runId": run_id, "executionId": f"{run_id}-1"})
        assert (world.profile(USER).balance, len(world.rows("TracksTable"))) == (50, SEGMENTS)

    @pytest.mark.parametrize("status", [RunStatus.READY, RunStatus.CANCELLED])
    def test_one_that_has_come_to_its_end_is_not_started_again(self, world: World, status: RunStatus) -> None:
        rich(world)
        run_id = started(world)
        journeys.keep(world, replace(kept(world, run_id), status=status, due_at=None))
        assert problem(call(world, "run", run_id)) == (409, "conflict")
        assert world.profile(USER).balance == 50

    def test_of_one_that_failed_only_what_is_not_complete_is_made_again(self, world: World) -> None:
        rich(world)
        run_id = started(world)
        whole = journeys.deliver(world, part(world, run_id, 1))
        first = kept(world, run_id).segments
        fail(world, run_id)
        balance = world.profile(USER).balance
        assert world.profile(USER).running == frozenset()
        status, body, _ = call(world, "run", run_id)
        run = kept(world, run_id)
        assert (status, body["executionId"], run.status) == (202, f"{run_id}-2", RunStatus.CREATING)
        assert run.segments[1] == whole.track_id
        assert not {*first} - {whole.track_id} & {*run.segments}
        assert (world.profile(USER).balance, run.charged) == (balance - 40, 90)
        assert world.profile(USER).running == frozenset({run_id})
        body = shown(world, run_id)
        assert (body["creditsCharged"], body["failedAt"]) == (9, None)
        assert [segment["status"] for segment in body["segments"]] == ["queued", "complete", *["queued"] * 3]

    def test_what_was_replaced_goes_with_the_run(self, world: World) -> None:
        run_id = started(world)
        fail(world, run_id)
        call(world, "run", run_id)
        assert len(world.rows("TracksTable")) == 2 * SEGMENTS
        call(world, "delete", run_id)
        assert (world.rows("TracksTable"), world.rows("RunsTable")) == ([], [])

    def test_a_slot_waits_for_what_was_replaced_too(self, world: World) -> None:
        run_id = started(world)
        fail(world, run_id)
        replaced = part(world, run_id)
        call(world, "run", run_id)
        world.keep(replace(replaced, lingers=True, due_at=utc_now()))
        call(world, "cancel", run_id)
        assert world.profile(USER).running == frozenset({run_id})

    def test_a_failed_run_that_nobody_has_cleared_up_yet_is_cleared_first(self, world: World) -> None:
        rich(world)
        run_id = started(world)
        busy = journeys.take(world, part(world, run_id, 1))
        journeys.ruin(world, part(world, run_id))
        journeys.keep(world, apply(kept(world, run_id), Ended(RunStatus.FAILED), utc_now()))
        assert call(world, "run", run_id)[0] == 202
        cancelled = world.track(busy.track_id)
        assert cancelled
        assert (cancelled.status, cancelled.lingers) == (Status.FAILED, True)
        assert busy.track_id not in kept(world, run_id).segments
        assert world.profile(USER).running == frozenset({run_id})
        # 50 for the first start, 40 came back (the first one's was only said to have), 50 again.
        assert world.profile(USER).balance == 100 - 50 + 40 - 50
        assert shown(world, run_id)["creditsRefunded"] == 5


class TestNotes:
    def test_they_are_readable_for_their_owner_and_nobody_else(
        self, world: World, caplog: pytest.LogCaptureFixture
    ) -> None:
        run_id = created(world, sudsStart=8)
        status, body, _ = call(world, "patch", run_id, body={"sudsMid": 5, "sudsEnd": 0, "notes": SECRET})
        assert (status, body["notes"], body["sudsMid"], body["sudsEnd"]) == (200, SECRET, "moderate", "at peace")
        assert shown(world, run_id)["notes"] == SECRET
        kept_of_it = [str(world.rows(table)) for table in ("RunsTable", "TracksTable", "AccountsTable")]
        run = kept(world, run_id)
        assert run.notes
        said = [str(vars(record)) for record in caplog.records]
        for text in (*kept_of_it, repr(run), *said):
            assert SECRET not in text
            assert SECRET.encode("unicode_escape").decode() not in text

    def test_4000_characters_fit_and_come_back(self, world: World) -> None:
        run_id, longest = created(world), "Тревога." * 500
        call(world, "patch", run_id, body={"notes": longest})
        assert shown(world, run_id)["notes"] == longest

    def test_what_is_not_told_stays_and_empty_notes_go(self, world: World) -> None:
        run_id = created(world)
        call(world, "patch", run_id, body={"sudsMid": 5, "notes": SECRET})
        _, body, _ = call(world, "patch", run_id, body={"sudsEnd": 2})
        assert (body["sudsMid"], body["sudsEnd"], body["notes"]) == ("moderate", "light", SECRET)
        _, body, _ = call(world, "patch", run_id, body={"notes": ""})
        assert (body["notes"], kept(world, run_id).notes) == (None, None)

    def test_notes_that_are_moved_to_another_run_cannot_be_read_there(self, world: World) -> None:
        run_id, other = created(world), created(world)
        call(world, "patch", run_id, body={"notes": SECRET})
        journeys.keep(world, replace(kept(world, other), notes=kept(world, run_id).notes))
        status, body, _ = call(world, "get", other)
        assert (status, body["code"]) == (500, "internal")

    def test_they_can_be_made_at_any_time(self, world: World) -> None:
        run_id = started(world)
        call(world, "cancel", run_id)
        assert call(world, "patch", run_id, body={"sudsEnd": 4})[0] == 200


class TestCancelling:
    def test_one_that_was_never_started_costs_nothing(self, world: World) -> None:
        rich(world)
        run_id = created(world)
        status, body, _ = call(world, "cancel", run_id)
        assert (status, body["status"], body["creditsRefunded"]) == (200, "cancelled", 0)
        assert body["cancelledAt"]
        assert (world.profile(USER).balance, world.ledger(USER)) == (100, [])

    def test_what_was_not_delivered_is_paid_back_and_what_plays_is_not(self, world: World) -> None:
        rich(world)
        run_id = started(world)
        journeys.deliver(world, part(world, run_id, 0))
        journeys.take(world, part(world, run_id, 1), versions=make.versions(make.STREAM_A), lead=0)
        journeys.take(world, part(world, run_id, 2))
        status, body, _ = call(world, "cancel", run_id)
        assert (status, body["status"], body["creditsCharged"], body["creditsRefunded"]) == (200, "cancelled", 5, 3)
        assert [segment["status"] for segment in body["segments"]] == ["complete", "first", *["failed"] * 3]
        assert (world.profile(USER).balance, sum(world.ledger(USER))) == (80, -20)

    def test_its_slot_is_free_when_its_last_task_has_ended(self, world: World) -> None:
        rich(world)
        run_id = started(world)
        busy = journeys.take(world, part(world, run_id))
        call(world, "cancel", run_id)
        assert world.profile(USER).running == frozenset({run_id})
        lingering = part(world, run_id)
        assert (lingering.lingers, lingering.due_at) == (True, busy.deadline_at)
        ended = replace(lingering, lingers=False, due_at=None)
        world.keep(ended)
        journeys.follow_track(world, lingering, ended)
        assert world.profile(USER).running == frozenset()
        assert kept(world, run_id).is_cleared

    def test_where_nothing_is_under_way_its_slot_is_free_at_once(self, world: World) -> None:
        rich(world, Plan.FREE)
        call(world, "cancel", started(world))
        assert world.profile(USER).running == frozenset()
        started(world)

    def test_twice_is_once(self, world: World) -> None:
        rich(world)
        run_id = started(world)
        first, second = (call(world, "cancel", run_id)[:2] for _ in range(2))
        assert first == second
        assert sorted(world.ledger(USER)) == [-10] * SEGMENTS + [10] * SEGMENTS

    @pytest.mark.parametrize("status", [RunStatus.READY, RunStatus.FAILED])
    def test_what_has_come_to_its_end_is_not_cancelled(self, world: World, status: RunStatus) -> None:
        run_id = started(world)
        journeys.keep(world, replace(kept(world, run_id), status=status, due_at=None))
        assert problem(call(world, "cancel", run_id)) == (409, "conflict")


class TestDeleting:
    def test_a_run_goes_with_its_tracks_objects_and_notes(self, world: World) -> None:
        run_id = started(world)
        call(world, "patch", run_id, body={"notes": SECRET})
        tracks = [journeys.deliver(world, part(world, run_id, index)) for index in range(SEGMENTS)]
        before = kept(world, run_id)
        journeys.keep(world, replace(before, status=RunStatus.READY, due_at=None))
        bucket, s3 = world.plan.buckets[0], world.surroundings.s3
        for key in (f"runs/{run_id}/{tracks[0].track_id}.mp3", f"runs/{run_id}/left.mp3", f"runs/{run_id}0/other.mp3"):
            s3.put_object(Bucket=bucket, Key=key, Body=b"x")
        assert call(world, "delete", run_id)[:2] == (204, None)
        assert (world.rows("RunsTable"), world.rows("TracksTable")) == ([], [])
        journeys.follow_run(world, before, None)
        left = [item["Key"] for item in s3.list_objects_v2(Bucket=bucket, Prefix="runs/").get("Contents", [])]
        s3.delete_object(Bucket=bucket, Key=f"runs/{run_id}0/other.mp3")
        assert left == [f"runs/{run_id}0/other.mp3"]

    @pytest.mark.parametrize("name", ["get", "delete", "patch", "run", "cancel"])
    def test_it_is_not_there_any_more(self, world: World, name: str) -> None:
        run_id = started(world)
        journeys.take(world, part(world, run_id))
        call(world, "delete", run_id)
        assert found(world, run_id) is not None
        assert problem(call(world, name, run_id)) == (404, "not_found")
        _, body, _ = world.http("parcours.list_parcours", USER, query={})
        assert body["items"] == []

    def test_a_running_one_is_cancelled_first(self, world: World) -> None:
        rich(world)
        run_id = started(world)
        journeys.deliver(world, part(world, run_id))
        assert call(world, "delete", run_id)[0] == 204
        assert (world.profile(USER).balance, world.profile(USER).running) == (90, frozenset())
        assert (world.rows("RunsTable"), world.rows("TracksTable")) == ([], [])

    def test_what_its_provider_works_on_goes_when_that_has_ended_and_its_notes_at_once(self, world: World) -> None:
        rich(world)
        run_id = started(world)
        call(world, "patch", run_id, body={"notes": SECRET})
        journeys.take(world, part(world, run_id))
        call(world, "delete", run_id)
        assert (kept(world, run_id).notes, world.profile(USER).running) == (None, frozenset({run_id}))
        (row,) = world.rows("TracksTable")
        lingering = world.track(row["track_id"])
        assert lingering
        ended = replace(lingering, lingers=False, due_at=None)
        world.keep(ended)
        journeys.follow_track(world, lingering, ended)
        assert (world.rows("TracksTable"), world.rows("RunsTable")) == ([], [])
        assert (world.profile(USER).balance, world.profile(USER).running) == (100, frozenset())

    def test_one_that_was_never_started_goes_at_once_and_frees_no_slot(self, world: World) -> None:
        rich(world, running=frozenset({"other"}))
        run_id = created(world)
        call(world, "delete", run_id)
        assert (world.rows("RunsTable"), world.profile(USER).running) == ([], frozenset({"other"}))


class TestAmongTracks:
    def test_segments_are_in_no_list_of_tracks(self, world: World) -> None:
        run_id = started(world)
        journeys.deliver(world, part(world, run_id))
        for query in ({}, {"taskType": "segment"}, {"status": "completed"}):
            _, body, _ = world.http("library.list_tracks", USER, query=query)
            assert body["items"] == []

    def test_a_segment_is_signed_by_its_id(self, world: World) -> None:
        run_id = started(world)
        for index, status in ((0, 200), (1, 409)):
            track = part(world, run_id, index)
            if status == 200:
                journeys.deliver(world, track)
            answer, body, _ = world.http("sign_track.post_sign_track", USER, body={"segmentId": track.track_id})
            assert answer == status
        assert (status, body["code"]) == (409, "conflict")

    @pytest.mark.parametrize("make_one", [journeys.deliver, journeys.take, journeys.ruin])
    def test_a_part_of_a_run_is_not_deleted_alone(self, world: World, make_one: object) -> None:
        run_id = started(world)
        track = part(world, run_id)
        assert callable(make_one)
        make_one(world, track)
        answer = world.http("library.delete_track", USER, path={"trackId": track.track_id})
        assert problem(answer) == (409, "conflict")
        assert world.track(track.track_id) is not None
        assert problem(world.http("library.delete_track", "user-2", path={"trackId": track.track_id}))[0] == 404
