"""What nobody told us is asked for: by the sweep every minute, by a user at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reprise.domain.states import Status
from reprise.domain.track import Track
from reprise.edge.clock import utc_now
from reprise.store.attributes import to_item
from reprise.store.tracks import fields_of
from tests.integration.handlers.aging import ID, aged, begin, now_is, record, suno
from tests.integration.handlers.provider import Told
from tests.integration.handlers.world import World, sample
from tests.unit.domain import make


class TestSweep:
    def _sweep(self, world: World, seconds_left: float = 60) -> dict[str, int]:
        answer: dict[str, int] = world.invoke("sweep", sample("sweep.minute"), seconds_left)
        return answer

    def test_nothing_due_nothing_done(self, world: World) -> None:
        begin(world, aged(make.accepted(), 10, due_at=utc_now() + timedelta(minutes=5)))
        assert self._sweep(world) == {"seen": 0}
        assert world.provider.asked == []

    def test_a_stuck_track_is_asked_about_and_moves(self, world: World) -> None:
        begin(world, aged(make.accepted(), 301))
        world.provider.records["task-1"] = record("SUCCESS", suno("a"), suno("b"))
        assert self._sweep(world) == {"seen": 1}
        track = now_is(world)
        assert (track.status, len(track.versions), world.provider.asked) == (Status.COMPLETED, 2, ["task-1"])
        assert world.profile("user-1").running == frozenset()

    def test_a_track_without_news_is_looked_at_later(self, world: World) -> None:
        begin(world, aged(make.accepted(), 301))
        self._sweep(world)
        track = now_is(world)
        assert track.status is Status.PROCESSING
        assert track.due_at
        assert track.due_at > utc_now()
        assert self._sweep(world) == {"seen": 0}

    def test_a_sensitive_word_ends_the_wait(self, world: World) -> None:
        begin(world, aged(make.accepted(), 301))
        world.provider.records["task-1"] = record("SENSITIVE_WORD_ERROR")
        self._sweep(world)
        assert (now_is(world).failure, world.profile("user-1").balance) == ("moderation", 60)

    def test_a_callback_exception_with_results_is_no_failure(self, world: World) -> None:
        begin(world, aged(make.accepted(), 301))
        world.provider.records["task-1"] = record("CALLBACK_EXCEPTION", suno("a"), suno("b"))
        self._sweep(world)
        assert now_is(world).status is Status.COMPLETED

    def test_at_the_deadline_results_are_rescued_from_the_cdn(self, world: World) -> None:
        begin(world, aged(make.playable(), 601))
        self._sweep(world)
        track = now_is(world)
        assert track.status is Status.COMPLETED
        assert track.versions[0].clip.audio_url == "https://cdn1.suno.ai/id-a.mp3"

    @pytest.mark.parametrize("made", [make.accepted(), make.sending(), make.queued(), make.waiting()])
    def test_at_the_deadline_a_track_without_results_fails_and_is_refunded(self, world: World, made: Track) -> None:
        begin(world, aged(made, 601))
        self._sweep(world)
        profile = world.profile("user-1")
        assert (now_is(world).failure, profile.balance, profile.running) == ("timeout", 60, frozenset())
        assert self._sweep(world) == {"seen": 0}
        assert world.ledger("user-1") == [10]

    @pytest.mark.parametrize("gate", [None, "suno:main#0"])
    def test_a_forgotten_submission_is_woken(self, world: World, gate: str | None) -> None:
        begin(world, aged(make.queued(), 60, gate=gate))
        self._sweep(world)
        assert world.waiting("SubmissionsQueue") == 1

    def test_forgotten_copies_are_queued_again(self, world: World) -> None:
        begin(world, aged(make.completed(), 400, completed_at=utc_now() - timedelta(seconds=400)))
        self._sweep(world)
        assert world.bodies("DownloadsQueue") == [
            {"user_id": "user-1", "track_id": ID, "places": [0, 1], "run_id": None}
        ]

    def test_a_track_that_cannot_be_seen_keeps_no_other_from_being_seen(
        self, world: World, caplog: pytest.LogCaptureFixture
    ) -> None:
        bad = to_item(fields_of(aged(make.accepted(), 700)) | {"track_id": "f" * 32, "status": "unheard of"})
        world.surroundings.dynamodb.put_item(TableName=world.table("TracksTable"), Item=bad)
        begin(world, aged(make.accepted(), 601))
        assert self._sweep(world) == {"seen": 2}
        assert now_is(world).status is Status.FAILED
        (line,) = (vars(one) for one in caplog.records if one.message == "visit_failed")
        assert (line["track_id"], line["levelname"]) == ("f" * 32, "ERROR")

    @pytest.mark.parametrize(
        ("told", "reason", "outcome"),
        [
            (Told("<html>", 502), "502", "provider_unanswered"),
            (Told({"code": 401, "msg": "no"}), "401", "provider_stopped"),
            (Told('{"code": 1' + "0" * 5000 + "}"), "200", None),
        ],
    )
    def test_a_provider_that_does_not_answer_is_named_and_the_deadline_runs_on(
        self, world: World, caplog: pytest.LogCaptureFixture, told: Told, reason: str, outcome: str | None
    ) -> None:
        begin(world, aged(make.accepted(), 601))
        world.provider.record_answers.append(told)
        self._sweep(world)
        assert now_is(world).failure == "timeout"
        lines = [vars(one) for one in caplog.records if one.message in ("provider_unanswered", "provider_stopped")]
        assert [(line["message"], line["reason"]) for line in lines] == ([(outcome, reason)] if outcome else [])

    def test_beyond_its_deadline_a_track_is_asked_about_once(self, world: World) -> None:
        begin(world, aged(make.accepted(), 700, asked_at=utc_now() - timedelta(seconds=60)))
        self._sweep(world)
        assert (world.provider.asked, now_is(world).failure) == ([], "timeout")

    @pytest.mark.parametrize(("age", "failure"), [(601, None), (719, None), (721, "timeout")])
    def test_without_time_to_ask_the_overdue_wait_a_little_and_then_end(
        self, world: World, age: int, failure: str | None
    ) -> None:
        begin(world, aged(make.accepted(), age))
        assert self._sweep(world, seconds_left=20) == {"seen": 1}
        assert (now_is(world).failure, world.provider.asked) == (failure, [])

    def test_without_any_time_nothing_is_begun(self, world: World) -> None:
        begin(world, aged(make.accepted(), 601))
        assert self._sweep(world, seconds_left=5) == {"seen": 0}
        assert now_is(world).status is Status.PROCESSING

    @pytest.mark.parametrize(("age", "failure"), [(479, None), (481, "timeout")])
    def test_what_was_never_sent_ends_when_it_is_too_late_to_send_it(
        self, world: World, age: int, failure: str | None
    ) -> None:
        begin(world, aged(make.queued(), age))
        self._sweep(world)
        assert now_is(world).failure == failure
        assert world.waiting("SubmissionsQueue") == (failure is None)


class TestSync:
    def test_the_unfinished_are_listed_without_asking(self, world: World) -> None:
        begin(world, aged(make.accepted(), 10))
        status, body, _ = world.http("sync.get_sync", "user-1")
        assert (status, body["count"], body["generations"][0]["trackId"]) == (200, 1, ID)
        assert world.provider.asked == []

    @pytest.mark.parametrize(("tasks", "moved"), [(None, 1), (["task-1"], 1), (["other"], 0), ([], 0)])
    def test_the_provider_is_asked_now(self, world: World, tasks: list[str] | None, moved: int) -> None:
        begin(world, aged(make.accepted(), 10))
        world.provider.records["task-1"] = record("SUCCESS", suno("a"), suno("b"))
        status, body, _ = world.http("sync.post_sync", "user-1", body={"taskIds": tasks} if tasks is not None else "")
        assert (status, body["syncedCount"], len(body["generations"])) == (200, moved, moved)
        assert (now_is(world).status is Status.COMPLETED) is bool(moved)

    def test_however_often_a_user_asks_the_provider_is_asked_no_more_than_it_allows(self, world: World) -> None:
        begin(world, aged(make.accepted(), 10))
        for _ in range(5):
            world.http("sync.post_sync", "user-1", body="")
        assert world.provider.asked == ["task-1"]

    def test_a_look_in_between_does_not_put_off_the_sweep(self, world: World) -> None:
        begin(world, aged(make.accepted(), 301))
        due_at = now_is(world).due_at
        world.http("sync.post_sync", "user-1", body="")
        assert now_is(world).due_at == due_at

    def test_somebody_elses_tasks_are_left_alone(self, world: World) -> None:
        begin(world, aged(make.accepted(), 10))
        _, body, _ = world.http("sync.post_sync", "other", body={"taskIds": ["task-1"]})
        assert body == {"generations": [], "syncedCount": 0}
        assert world.http("sync.post_sync", "user-1", body={"taskIds": "x"})[0] == 400
