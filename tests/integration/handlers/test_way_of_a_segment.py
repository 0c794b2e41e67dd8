"""The whole way of a segment, from its release to its stored audio."""

from __future__ import annotations

from reprise.domain.states import Status
from reprise.domain.track import Track
from tests.integration.handlers import journeys
from tests.integration.handlers.journeys import part, shown, started, step
from tests.integration.handlers.posting import USER
from tests.integration.handlers.tasks import call_back
from tests.integration.handlers.world import World, sample

AGAIN = {"again": True}


class TestTheWholeWay:
    """Released, sent, called back at its own URL, and its waiter told when its audio is stored."""

    def sent(self, world: World) -> str:
        run_id = started(world)
        step(world, "segment", run_id, token="mine")
        assert world.invoke("submit", sample("submit.submissions")) == {"batchItemFailures": []}
        return run_id

    def called_back(self, world: World) -> Track:
        track = part(world, self.sent(world))
        clips = [{"id": name, "audio_url": f"https://f.example/{name}.mp3", "duration": 200} for name in "ab"]
        told = call_back(world, callbackType="complete", task_id="task-1", data=clips)
        assert told == (200, {"ok": True, "stage": "complete"})
        completed = world.track(track.track_id)
        assert completed
        journeys.follow_track(world, track, completed)
        return completed

    def test_it_is_sent_as_music_without_words_and_called_back_as_a_segment(self, world: World) -> None:
        track = part(world, self.sent(world))
        (sent,) = world.provider.creates
        assert sent["instrumental"] is True
        assert sent["prompt"].startswith(str(track.request.prompt))
        assert f"?segment={track.track_id}&token=" in sent["callBackUrl"]

    def test_of_what_comes_back_one_song_is_copied_and_nobody_is_told_yet(self, world: World) -> None:
        track = self.called_back(world)
        job = {"user_id": USER, "track_id": track.track_id, "places": [0], "run_id": track.run_id}
        assert (track.status, track.settled) == (Status.COMPLETED, False)
        assert world.bodies("DownloadsQueue") == [job]
        assert world.machine.told == []
        assert shown(world, str(track.run_id))["segments"][0]["status"] == "first"

    def test_when_it_is_stored_its_waiter_is_told(self, world: World) -> None:
        track = self.called_back(world)
        journeys.follow_track(world, track, journeys.deliver(world, track))
        assert world.machine.told == [("mine", AGAIN)]
        assert shown(world, str(track.run_id))["segments"][0]["status"] == "complete"
