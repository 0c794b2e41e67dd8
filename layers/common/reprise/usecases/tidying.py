"""What tries of copying leave behind that die between storing a file and telling of it."""

from __future__ import annotations

from itertools import filterfalse
from operator import methodcaller

from reprise.domain.track import Track
from reprise.domain.versions import Asset, Version
from reprise.store.keys import Keys


def left_behind(track: Track, lying: set[str]) -> set[str]:
    """The objects that the track will never take, of those that were there before it was read."""
    return set(filterfalse(methodcaller("startswith", _open(track)), lying - taken(track)))


def taken(track: Track) -> set[str]:
    """The keys of the objects that a track has."""
    return {copy.key for version in track.versions for copy in version.copies}


def _open(track: Track) -> tuple[str, ...]:
    """What the names of objects begin with that may still come, or that have still to be told of."""
    return tuple(
        f"{Keys.stem(track, place, asset)}." for place in track.places for asset in _lacks(track.versions[place])
    )


def _lacks(version: Version) -> set[Asset]:
    """What is wanted of a version and is no object yet; it may have been refused."""
    return version.wanted().keys() - set(filter(version.copy, Asset))
