"""What a task can bring, songs or texts: when that is whole, and what there is to rescue at the deadline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from reprise.domain.versions import Asset, Version

if TYPE_CHECKING:
    from reprise.domain.track import Track


class Result(Protocol):
    """A kind of result. `assets` are the files of a version that are copied to us."""

    @property
    def assets(self) -> frozenset[Asset]:
        """What is copied; a task without assets has nothing left to do once it is completed."""

    def whole(self, track: Track) -> bool:
        """Whether a `complete` is believed: all that it announces has come with it, or before."""

    def rescued(self, track: Track, urls: Mapping[str, str]) -> Track | None:
        """The track with what can be used of it at its deadline; None when that is nothing."""


@dataclass(frozen=True, slots=True)
class Songs:
    """Versions of the track, each with audio."""

    assets: frozenset[Asset] = frozenset(Asset)

    def whole(self, track: Track) -> bool:
        """Every clip of the current attempt has audio; clips that are left of an older attempt do not count."""
        audio = [version.clip.audio_url for version in track.versions if version.attempt == track.attempts]
        return bool(audio) and all(audio)

    def rescued(self, track: Track, urls: Mapping[str, str]) -> Track | None:
        """The versions that have audio or an id; `urls` has, by id, the URLs of audio that no report named."""
        found = {place: version for place, version in enumerate(track.versions) if _is_usable(track, version, urls)}
        if not found:
            return None
        versions = tuple(_with_audio(version, urls) for version in found.values())
        new_places: dict[int | None, int] = {place: new for new, place in enumerate(found)}
        return replace(track, versions=versions, lead=new_places.get(track.lead))


@dataclass(frozen=True, slots=True)
class Texts:
    """Words only: nothing to hear, nothing to copy."""

    assets: frozenset[Asset] = frozenset()

    def whole(self, track: Track) -> bool:
        """One text is there."""
        return bool(track.texts)

    def rescued(self, track: Track, _urls: Mapping[str, str]) -> Track | None:
        """The track as it is, if it has a text."""
        return track if track.texts else None


SONGS, TEXTS = Songs(), Texts()


def _is_usable(track: Track, version: Version, urls: Mapping[str, str]) -> bool:
    is_open = version.attempt > track.closed_attempt
    return is_open and bool(version.clip.audio_url or version.clip.provider_audio_id in urls)


def _with_audio(version: Version, urls: Mapping[str, str]) -> Version:
    clip = version.clip
    rescued = clip.audio_url or urls[clip.provider_audio_id or ""]
    return replace(version, clip=replace(clip, audio_url=rescued))
