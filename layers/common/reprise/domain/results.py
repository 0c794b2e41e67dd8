"""What a task can bring: when that is whole, and what there is to rescue at the deadline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from reprise.domain.versions import Asset, File, Text, Version


class Work(Protocol):
    """What a result is judged by: as much of a track as it takes."""

    @property
    def attempts(self) -> int:
        """The number of the current attempt."""

    @property
    def closed_attempt(self) -> int:
        """The last attempt that was given up."""

    @property
    def versions(self) -> tuple[Version, ...]:
        """The songs so far."""

    @property
    def texts(self) -> tuple[Text, ...]:
        """The texts so far."""

    @property
    def files(self) -> tuple[File, ...]:
        """The files so far that are another track's."""


class Result(Protocol):
    """A kind of result. `assets` are the files of a version that are copied to us."""

    @property
    def assets(self) -> frozenset[Asset]:
        """What is copied; a task without assets has nothing left to do once it is completed."""

    @property
    def copied_versions(self) -> int | None:
        """How many versions are copied, counted from the lead, which is fixed at the end then; None is all."""

    def whole(self, work: Work) -> bool:
        """Whether a `complete` is believed: all that it announces has come with it, or before."""

    def usable(self, work: Work, urls: Mapping[str, str]) -> Usable | None:
        """What there is to be had of it at its deadline; None when that is nothing."""


@dataclass(frozen=True, slots=True)
class Usable:
    """What is kept at the deadline: the places of versions, and those versions with all the audio that is known of."""

    places: tuple[int, ...] = ()
    versions: tuple[Version, ...] = ()


@dataclass(frozen=True, slots=True)
class Songs:
    """Versions of the track, each with audio."""

    assets: frozenset[Asset] = frozenset(Asset)
    copied_versions: int | None = None

    def whole(self, work: Work) -> bool:
        """Every clip of the current attempt has audio; clips that are left of an older attempt do not count."""
        audio = [version.clip.audio_url for version in work.versions if version.attempt == work.attempts]
        return bool(audio) and all(audio)

    def usable(self, work: Work, urls: Mapping[str, str]) -> Usable | None:
        """The versions that have audio or an id; `urls` says for the ids where audio lies that nobody told us of."""
        places = tuple(
            place for place, version in enumerate(work.versions) if _is_usable(version, work.closed_attempt, urls)
        )
        versions = tuple(_with_audio(work.versions[place], urls) for place in places)
        return Usable(places, versions) if places else None


@dataclass(frozen=True, slots=True)
class Texts:
    """Words only: nothing to hear, nothing to copy."""

    assets: frozenset[Asset] = frozenset()
    copied_versions: int | None = None

    def whole(self, work: Work) -> bool:
        """One text is there."""
        return bool(work.texts)

    def usable(self, work: Work, _urls: Mapping[str, str]) -> Usable | None:
        """The texts, if there are any."""
        return Usable() if work.texts else None


@dataclass(frozen=True, slots=True)
class Files:
    """Files of a version of another track, which takes them, and where they are copied."""

    assets: frozenset[Asset] = frozenset()
    copied_versions: int | None = None

    def whole(self, work: Work) -> bool:
        """One file is there."""
        return bool(work.files)

    def usable(self, work: Work, _urls: Mapping[str, str]) -> Usable | None:
        """The files, if there are any."""
        return Usable() if work.files else None


@dataclass(frozen=True, slots=True)
class Links:
    """Where the audio of another track's versions is now: that track takes what it lacks."""

    assets: frozenset[Asset] = frozenset()
    copied_versions: int | None = None

    def whole(self, work: Work) -> bool:
        """One link is there."""
        return any(version.clip.audio_url for version in work.versions)

    def usable(self, work: Work, _urls: Mapping[str, str]) -> Usable | None:
        """The links, if there are any."""
        return Usable((), work.versions) if self.whole(work) else None


@dataclass(frozen=True, slots=True)
class AtOnce:
    """Something that the provider's answer to the one call is. Nothing comes later."""

    assets: frozenset[Asset] = frozenset()
    copied_versions: int | None = None

    def whole(self, _work: Work) -> bool:
        """No report is an end of it."""
        return False

    def usable(self, _work: Work, _urls: Mapping[str, str]) -> Usable | None:
        """Nothing: without the answer there is none."""
        return None


SONGS, TEXTS, FILES, LINKS, AT_ONCE = Songs(), Texts(), Files(), Links(), AtOnce()
LEAD = Songs(frozenset({Asset.AUDIO}), copied_versions=1)
"""One song to listen to: of what the provider makes besides, nothing is kept."""


def _is_usable(version: Version, closed_attempt: int, urls: Mapping[str, str]) -> bool:
    is_open = version.attempt > closed_attempt
    return is_open and bool(version.clip.audio_url or version.clip.provider_audio_id in urls)


def _with_audio(version: Version, urls: Mapping[str, str]) -> Version:
    clip = version.clip
    rescued = clip.audio_url or urls[clip.provider_audio_id or ""]
    return replace(version, clip=replace(clip, audio_url=rescued))
