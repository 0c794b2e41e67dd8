"""What must be true when a story has come to its end."""

from __future__ import annotations

from collections.abc import Iterable

from reprise.domain.operations import LYRICS
from reprise.domain.track import Track
from tests.simulation.polled import holders
from tests.simulation.world import World


def check_end(world: World, tracks: Iterable[Track]) -> None:
    """Nothing waits for ever, nothing is left over, and everything adds up."""
    _check_quiet(world)
    for provider in (world.cloud.provider, world.cloud.scripted):
        assert all(calls == 1 for calls in provider.submits.values())
    stored = []
    for track in tracks:
        _check_track(world, track)
        stored += [copy.key for version in track.versions for copy in version.copies if copy.key]
    assert world.cloud.s3.keys() == sorted(stored), "objects without a track, or the other way round"


def _check_quiet(world: World) -> None:
    assert set(world.waiting().values()) == {0}
    assert not world.tracks.state.stream
    assert not any(world.audit.books.running.values())
    assert holders(world) == [], "a permit that nobody gives back"


def _check_track(world: World, track: Track) -> None:
    assert track.ended, track
    assert not track.copies_missing, track
    brought = track.texts if track.operation is LYRICS else track.versions
    assert brought or track.status == "failed", track
    refunded = (track.track_id, "refund") in world.audit.books.moves
    assert refunded is (track.status == "failed"), track
