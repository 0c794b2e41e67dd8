"""What nobody told us is asked for: by the sweep every minute, by a user at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reprise.domain.track import Status, Track
from reprise.edge.clock import utc_now
from tests.integration.handlers.aging import ID, aged, begin, now_is, record, suno
from tests.integration.handlers.world import World, sample
from tests.unit.domain import make


class TestSweep:
    def _sweep(self, world: World) -> dict[str, int]:
        answer: dict[str, int] = world.invoke("sweep", sample("sweep.minute"))
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

    def test_a_forgotten_submission_is_woken(self, world: World) -> None:
        begin(world, aged(make.queued(), 60))
        self._sweep(world)
        assert world.waiting("SubmissionsQueue") == 1

    def test_forgotten_copies_are_queued_again(self, world: World) -> None:
        begin(world, aged(make.completed(), 400, completed_at=utc_now() - timedelta(seconds=400)))
        self._sweep(world)
        assert world.waiting("DownloadsQueue") == 2


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

    def test_somebody_elses_tasks_are_left_alone(self, world: World) -> None:
        begin(world, aged(make.accepted(), 10))
        _, body, _ = world.http("sync.post_sync", "other", body={"taskIds": ["task-1"]})
        assert body == {"generations": [], "syncedCount": 0}
        assert world.http("sync.post_sync", "user-1", body={"taskIds": "x"})[0] == 400
