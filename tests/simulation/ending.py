"""What is true when everything has come to its end, whatever happened before."""

from __future__ import annotations

from reprise.domain.operations import LYRICS
from reprise.domain.track import Track
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
    brought = track.texts if track.operation is LYRICS else track.versions
    assert brought or track.status == "failed", track
    refunded = (track.track_id, "refund") in world.audit.books.moves
    assert refunded is (track.status == "failed" and track.charged > 0), track
