"""`POST /v1/tracks/{trackId}/recover`: dead links asked for anew, free, and nobody is told when there are none."""

from __future__ import annotations

from reprise.domain.versions import Asset, Copy, Version
from tests.integration.handlers.journeys import follow_track
from tests.integration.handlers.posting import LIMITS, USER, rich
from tests.integration.handlers.tasks import call_back, kept
from tests.integration.handlers.versions import SOURCE, finished_song, work
from tests.integration.handlers.world import World
from tests.unit.domain import make


def test_dead_links_are_asked_for_anew(world: World) -> None:
    rich(world)
    finished_song(world)
    status, body, headers = work(world, "recover")
    assert (status, body["trackId"], body["status"], set(LIMITS) <= set(headers)) == (202, SOURCE, "completed", True)
    (sent,) = world.provider.creates
    assert (sent["path"], sent["sunoTaskId"]) == ("/api/v1/suno/recovery", "task-1")
    profile = world.profile(USER)
    assert (profile.balance, profile.minute_count, profile.day_count, profile.running) == (100, 1, 0, frozenset())
    assert world.ledger(USER) == []
    assert work(world, "recover")[2]["idempotency-replayed"] == "true"


def search(world: World) -> str:
    """The id of the search that was made."""
    (task,) = (row["track_id"] for row in world.rows("TracksTable") if row["track_id"] != SOURCE)
    return str(task)


def test_a_link_that_is_found_takes_the_place_of_the_dead_one(world: World) -> None:
    rich(world)
    finished_song(world)
    work(world, "recover")
    task = search(world)
    before = kept(world, task)
    found = [{"id": "id-a", "audio_url": "https://f.example/anew.m4a", "status": "success"}]
    assert call_back(world, task_id="task-1", data=found)[0] == 200
    follow_track(world, before, kept(world, task))
    assert kept(world, SOURCE).versions[0].wanted()[Asset.AUDIO] == "https://f.example/anew.m4a"
    assert kept(world, SOURCE).versions[1].files == ()


def test_a_search_that_fails_tells_nobody(world: World) -> None:
    rich(world)
    finished_song(world)
    work(world, "recover")
    task = search(world)
    before, source = kept(world, task), kept(world, SOURCE)
    assert call_back(world, 400, task_id="task-1", callbackType="error")[0] == 200
    follow_track(world, before, kept(world, task))
    assert (kept(world, task).status, kept(world, SOURCE)) == ("failed", source)
    assert [row for row in world.rows("AccountsTable") if str(row["sk"]).startswith("note#")] == []


def test_of_a_song_that_is_stored_nobody_is_asked_for_anything(world: World) -> None:
    rich(world)
    copies = (Copy(Asset.AUDIO, "user-1/song/0/audio.mp3", 9, "sha"),)
    finished_song(world, versions=(Version(make.A, 1, copies), Version(make.B, 1, copies)))
    status, body, headers = work(world, "recover")
    assert (status, body["trackId"], set(LIMITS) <= set(headers)) == (202, SOURCE, True)
    assert (world.provider.creates, len(world.rows("TracksTable")), world.profile(USER).minute_count) == ([], 1, 1)
