"""A user's tracks: shown, listed, preferred, deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reprise.domain.errors import Conflict, FieldError, Forbidden, InvalidInput, NotFound
from reprise.domain.events import Preferred
from reprise.domain.track import Track
from reprise.domain.versions import Asset
from reprise.store.tracks import Tracks
from reprise.usecases.paging import Page, read_page
from reprise.usecases.transition import Clock, transition


@dataclass(frozen=True, slots=True)
class Library:
    """The tracks of all users, each shown to its owner only."""

    tracks: Tracks
    clock: Clock

    def get(self, user_id: str, track_id: str) -> Track:
        """The user's track. Raises NotFound for anybody else's."""
        track = self.tracks.kept(track_id)
        if track is None or track.user_id != user_id:
            raise NotFound("track")
        return track

    def stored(self, user_id: str, track_id: str) -> Track | None:
        """The user's track, if all its audio is ours."""
        track = self.tracks.kept(track_id)
        return track if track and track.user_id == user_id and track.stored else None

    def page(self, user_id: str, wanted: Callable[[Track], bool], limit: int, before: str | None) -> Page[Track]:
        """The user's wanted tracks, newest first, and where the next page starts."""
        return read_page(self.tracks, user_id, lambda track: wanted(track) and not track.deleted_at, limit, before)

    def prefer(self, user_id: str, track_id: str, variant_index: int) -> Track:
        """Record the version that the owner likes best. Raises InvalidInput when there is none of that index."""
        track = self.get(user_id, track_id)
        if variant_index >= len(track.versions):
            raise InvalidInput([FieldError("variantIndex", "versions", {"bound": len(track.versions)})])
        moved = transition(self.tracks, track, Preferred(variant_index), self.clock)
        if moved is None or moved.track.deleted_at:
            raise NotFound("track")
        return moved.track

    def stored_key(self, user_id: str, track_id: str, variant_index: int, asset: Asset) -> str:
        """Where a version's asset is. Raises NotFound, Forbidden, or Conflict while it is not stored."""
        track = self.tracks.kept(track_id)
        if track is None:
            raise NotFound("track")
        if track.user_id != user_id:
            raise Forbidden("track")
        version = track.variant(variant_index)
        copy = version.copy(asset)
        if copy:
            return copy.key
        may_come = asset in version.missing() and asset in track.operation.result.assets
        if track.ended and not may_come:
            raise NotFound("asset", asset=asset)
        raise Conflict("not_stored")
