"""Dead links are asked for anew once; whatever comes of that, and whenever it comes, no song is worse off for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reprise.domain.fetch_errors import TRIES
from reprise.domain.track import Track
from reprise.domain.versions import Asset, Copy
from tests.fakes.provider import Fate, Script, Task
from tests.simulation.bringing import MOMENTS, cut_short, delete, delivered, names, ordered, song, there
from tests.simulation.ending import all_tracks, finish
from tests.simulation.staging import USER, submitted, world
from tests.simulation.states import outcome
from tests.simulation.world import World

DEAD = ("status_404",) * 99
PAID = [("charge", -10), ("grant", 30), ("grant", 200)]


def audio_of(place: World, task: Task) -> Copy | None:
    return there(place, task).versions[0].outcome(Asset.AUDIO)


def searches(place: World) -> list[Track]:
    return [track for track in all_tracks(place) if track.task_type == "recover"]


def untold(place: World) -> bool:
    """Whether nobody has paid or heard anything but for the song."""
    left = outcome(place)
    return (sorted(left["ledger"]), left["notices"]) == (sorted(PAID), [])


def test_a_dead_link_is_asked_for_anew_by_itself_and_its_audio_is_kept_as_it_is() -> None:
    with song(*DEAD) as (place, source):
        (search,) = searches(place)
        audio = audio_of(place, source)
        assert audio
        assert (search.status, audio.key) == ("completed", f"{USER}/{source.track_id}/0/audio.m4a")
        assert untold(place)
        finish(place)


def fails(fate: Fate) -> Callable[[str, int], Script]:
    """The first task succeeds, any other one does not."""
    first: list[str] = []

    def script(track_id: str, _attempt: int) -> Script:
        first.append(track_id)
        return Script(fate=Fate.SUCCESS if track_id == first[0] else fate)

    return script


def test_when_that_fails_the_song_stays_as_it_was_and_nobody_is_told_or_asked_again() -> None:
    for fate in (Fate.PERMANENT, Fate.RETRYABLE, Fate.SILENCE):
        with world() as place:
            place.grant(USER, 20)
            place.cloud.provider.script = fails(fate)
            task = submitted(place)
            place.cloud.fetch.troubles[f"https://files.example/{task.task_id}-a.mp3"] = DEAD
            place.deliver(task, "complete")
            finish(place)
            assert [search.status for search in searches(place)] == ["failed"], fate
            audio = audio_of(place, task)
            assert audio
            assert audio.refusal == "status_404"
            assert names(there(place, task)) == {"audio.mp3", "cover.jpg"}  # the other version's, and both covers
            assert untold(place)


def last_try(place: World) -> Task:
    """A song whose dead link is about to be tried a last time."""
    task = submitted(place)
    place.cloud.fetch.troubles[f"https://files.example/{task.task_id}-a.mp3"] = DEAD
    place.deliver(task, "complete")
    while not any(message.receives == TRIES - 1 for message in place.cloud.sqs.waiting("DownloadsQueue")):
        place.run_until(place.next_moment() or place.cloud.clock.now)
    place.cloud.clock.reach(max(message.visible_at for message in place.cloud.sqs.waiting("DownloadsQueue")))
    return task


def test_a_link_that_comes_while_the_dead_one_is_being_tried_is_not_refused_for_it() -> None:
    for call, crash in MOMENTS:
        with world() as place:
            place.grant(USER, 20)
            place.move(USER, "premium")
            source = last_try(place)
            search = searched(place, source)
            place.cloud.provider.script = lambda _track, _attempt: Script(fate=Fate.PERMANENT)  # there is no third link
            if not cut_short(place, place.work, call, partial(tell, search=search), crash):
                return
            finish(place)
            audio = audio_of(place, source)
            assert audio
            assert audio.key, (call, crash)


def test_a_link_that_comes_while_a_living_one_is_copied_leaves_one_object() -> None:
    for call, crash in MOMENTS:
        with world() as place:
            place.grant(USER, 20)
            place.move(USER, "premium")
            source = submitted(place)
            place.deliver(source, "complete")
            search = searched(place, source)
            if not cut_short(place, place.work, call, partial(bring, search=search), crash):
                return
            finish(place)
            assert audio_of(place, source), (call, crash)
            assert sum("/0/audio" in key for _, key in place.cloud.s3.objects) == 1, (call, crash)


def tell(place: World, search: Task) -> None:
    """Its provider has found a link, and the song has taken it."""
    place.deliver(search, "complete")
    while place.follow():
        pass


def bring(place: World, search: Task) -> None:
    """Its provider has found a link, and all that follows is done before anything else goes on."""
    place.deliver(search, "complete")
    place.work()


def searched(place: World, source: Task) -> Task:
    """A task that asks for a song's links, which the provider has accepted."""
    track_id = place.post_task("recover", USER, source.track_id, key="search").body["trackId"]
    assert track_id == source.track_id
    (task,) = (task for task in place.cloud.provider.tasks.values() if task.operation == "recover")
    return task


def test_its_owner_may_ask_again_and_the_same_link_that_lives_again_is_taken() -> None:
    with world() as place:
        place.grant(USER, 20)
        place.cloud.provider.script = fails(Fate.PERMANENT)
        source = submitted(place)
        place.cloud.fetch.troubles[f"https://files.example/{source.task_id}-a.mp3"] = DEAD
        place.deliver(source, "complete")
        place.run_to_end()
        place.cloud.provider.script = lambda _track, _attempt: Script()
        assert place.post_task("recover", USER, source.track_id).status == 202
        place.work()
        delivered(place, list(place.cloud.provider.tasks.values())[-1])
        finish(place)
        audio = audio_of(place, source)
        assert audio
        assert audio.key.endswith("/0/audio.m4a")


def test_files_of_a_song_whose_link_is_still_to_be_asked_for_may_go_and_it_is_asked_for() -> None:
    with world() as place:
        place.grant(USER, 20)
        place.move(USER, "premium")
        source = submitted(place)
        place.cloud.fetch.troubles[f"https://files.example/{source.task_id}-a.mp3"] = ("status_410",)
        place.deliver(source, "complete")
        place.work()
        stems = ordered(place, source, "stems")
        delivered(place, stems)
        delete(place, stems)
        finish(place)
        (search,) = searches(place)
        assert search.status == "completed"
