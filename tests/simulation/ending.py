"""What is true when everything has come to its end, whatever happened before."""

from __future__ import annotations

from collections.abc import Iterator

from reprise.domain.operations import PERSONA, WORDS
from reprise.domain.results import FILES, TEXTS
from reprise.domain.track import Track
from reprise.domain.versions import Asset
from reprise.store.tracks import track_of
from tests.simulation.polled import holders
from tests.simulation.run_ending import check_runs
from tests.simulation.world import World


def all_tracks(world: World) -> list[Track]:
    """All tracks that there are."""
    return [track_of(item) for item in world.tracks.state.items.values()]


def finish(world: World) -> None:
    """Run the clock to the end: nothing waits for ever, and everything adds up."""
    world.run_to_end()
    _nothing_waits(world)
    tracks = all_tracks(world)
    for track in tracks:
        _check_end(world, track)
    _check_files(tracks)
    assert world.cloud.s3.keys() == _stored(tracks), "objects without a track, or the other way round"
    for provider in (world.cloud.provider, world.cloud.scripted):
        assert all(calls == 1 for calls in provider.submits.values())
    check_runs(world, tracks)
    assert holders(world) == [], "a permit that nobody gives back"


def _nothing_waits(world: World) -> None:
    assert set(world.waiting().values()) == {0}
    assert not world.tracks.state.stream
    assert not any(world.audit.books.running.values())


def _stored(tracks: list[Track]) -> list[str]:
    copies = (copy for track in tracks for version in track.versions for copy in version.copies)
    return sorted(copy.key for copy in copies if copy.key)


def _check_end(world: World, track: Track) -> None:
    assert track.ended, track
    assert not track.copies_missing, track
    assert _brought(track) or track.status == "failed", track
    refunded = (track.track_id, "refund") in world.audit.books.moves
    assert refunded is (track.status == "failed" and track.charged > 0), track


def _brought(track: Track) -> object:
    """What a task of this type brings."""
    by_name = {WORDS.name: track.words, PERSONA.name: track.persona_id}
    by_result = {FILES: track.files, TEXTS: track.texts}
    return by_name.get(track.task_type) or by_result.get(track.operation.result, track.versions)


def _check_files(tracks: list[Track]) -> None:
    """Every file belongs to tasks that are there, and what a task has brought is where it belongs."""
    known = {track.track_id: track for track in tracks}
    for track in tracks:
        assert set(_bringers(track)) <= known.keys(), f"{track.track_id} has files of deleted tasks"
        if track.operation.result is FILES and track.status == "completed":
            _check_delivered(track, known.get(track.sources[0].track_id))


def _bringers(track: Track) -> Iterator[str]:
    """The tasks that have brought the files of a track; audio that was found anew is its own."""
    for version in track.versions:
        for file in version.files:
            yield from file.tasks if file.asset is not Asset.AUDIO else ()


def _check_delivered(task: Track, source: Track | None) -> None:
    if source is None:
        return
    version = source.versions[task.sources[0].place]
    missing = {file.asset for file in task.files} - version.wanted().keys()
    assert not missing, f"{task.track_id} has brought {missing} to {source.track_id}, and they are not there"
