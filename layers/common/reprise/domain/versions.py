"""What a task brings and what it works on: clips in their places, the files that belong to them, and texts."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from reprise.domain.loudness import Loudness


class Asset(StrEnum):
    """A file that belongs to a version."""

    AUDIO = "audio"
    COVER = "cover"
    VIDEO = "video"
    WAV = "wav"
    VOCALS = "vocals"
    INSTRUMENTAL = "instrumental"
    BACKING_VOCALS = "backing_vocals"
    DRUMS = "drums"
    BASS = "bass"
    GUITAR = "guitar"
    PIANO = "piano"
    KEYBOARD = "keyboard"
    PERCUSSION = "percussion"
    STRINGS = "strings"
    SYNTH = "synth"
    FX = "fx"
    BRASS = "brass"
    WOODWINDS = "woodwinds"


SHOWN = frozenset({Asset.AUDIO, Asset.COVER, Asset.VIDEO})
"""What a version shows by a name of its own; everything else is in its list of files."""

STEMS = frozenset(Asset) - SHOWN - {Asset.WAV}
"""The voices and instruments of a song, each by itself."""


_ONLY_NOT_KEPT = frozenset((asset, "too_large") for asset in (Asset.COVER, Asset.VIDEO, Asset.WAV))
"""Refusals of what can be had at its provider's all the same. A song is never offered that we have refused."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What became of one asset: an object of ours, or a refusal for good."""

    asset: Asset
    key: str = ""
    """Where the object is in the bucket; empty when there is none."""
    size: int = 0
    sha256: str = ""
    """Of the whole object, in hex."""
    refusal: str = ""
    """Why there is no object, as a short code."""
    loudness: Loudness | None = None
    """Of audio that is played together with other songs, if it could be measured."""
    seconds: float | None = None
    """How long the file plays. It is told with a new copy and goes to the clip; a track keeps it nowhere else."""

    @property
    def stored(self) -> bool:
        """Whether this is an object."""
        return bool(self.key)

    @property
    def refused(self) -> bool:
        """Whether this is a refusal."""
        return bool(self.refusal)


@dataclass(frozen=True, slots=True)
class Clip:
    """One song as a provider reports it; a missing URL is None, never an empty or made-up one. Duration in seconds."""

    provider_audio_id: str | None = None
    audio_url: str | None = None
    stream_url: str | None = None
    cover_url: str | None = None
    video_url: str | None = None
    duration_seconds: float | None = None
    title: str | None = None
    lyrics: str | None = None
    model_name: str | None = None
    tags: str | None = None
    provider_created_at: str | None = None

    @property
    def plays(self) -> bool:
        """Whether there is anything to listen to."""
        return bool(self.audio_url or self.stream_url)


@dataclass(frozen=True, slots=True)
class File:
    """A file that a task of its own has made of a version, or found anew. `by` is that task's track."""

    asset: Asset
    url: str
    by: str = ""
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A clip with the files that came later, and with what was copied of both.

    Its place is its position in `Track.versions`, which is also the number of its folder in the bucket.
    """

    clip: Clip
    attempt: int
    copies: tuple[Copy, ...] = ()
    files: tuple[File, ...] = ()

    @property
    def plays(self) -> bool:
        """Whether there is anything to listen to, at its provider's or here."""
        return self.clip.plays or self.copy(Asset.AUDIO) is not None

    def wanted(self) -> dict[Asset, str]:
        """The assets that have a URL, with it."""
        urls = {
            Asset.AUDIO: self.clip.audio_url,
            Asset.COVER: self.clip.cover_url,
            Asset.VIDEO: self.clip.video_url,
        }
        told = {asset: url for asset, url in urls.items() if url}
        return told | {file.asset: file.url for file in self.files}

    def file(self, asset: Asset) -> File | None:
        """The file that a task of its own has brought."""
        return next((file for file in self.files if file.asset is asset), None)

    def with_file(self, file: File) -> Version:
        """The same version with this file, which nothing is known of yet. The order is the assets', as of copies."""
        others = (known for known in self.files if known.asset is not file.asset)
        return replace(self, files=_sorted((*others, file)), copies=self._copies_without({file.asset}))

    def without_files(self, gone: Container[File]) -> Version:
        """The same version without these files and what was copied of them."""
        assets = {file.asset for file in self.files if file in gone}
        left = tuple(file for file in self.files if file.asset not in assets)
        return replace(self, files=left, copies=self._copies_without(assets))

    def _copies_without(self, assets: Container[Asset]) -> tuple[Copy, ...]:
        return tuple(copy for copy in self.copies if copy.asset not in assets)

    def missing(self) -> dict[Asset, str]:
        """The assets that are neither stored nor refused yet, with their URL."""
        missing = self.wanted()
        for copy in self.copies:
            missing.pop(copy.asset, None)
        return missing

    def refused(self) -> list[Asset]:
        """The assets that are refused for good."""
        return [copy.asset for copy in self.copies if copy.refused]

    def outcome(self, asset: Asset) -> Copy | None:
        """What became of an asset: stored, refused, or None as long as it is missing."""
        return next((copy for copy in self.copies if copy.asset is asset), None)

    def copy(self, asset: Asset) -> Copy | None:
        """The stored object of an asset, if there is one."""
        outcome = self.outcome(asset)
        return outcome if outcome and outcome.stored else None

    def offered(self, asset: Asset) -> str | None:
        """Where an asset without an object can be had at its provider's; None where it was refused for good."""
        known = self.outcome(asset)
        may_be_seen = known is None or (asset, known.refusal) in _ONLY_NOT_KEPT
        return self.wanted().get(asset) if may_be_seen else None

    def with_copy(self, copy: Copy) -> Version:
        """The same version with this outcome of an asset. The order is the assets', whatever came first."""
        outcomes = {each.asset: each for each in (*self.copies, copy)}
        return replace(self, copies=tuple(outcomes[asset] for asset in sorted(outcomes)))


def _sorted(files: Iterable[File]) -> tuple[File, ...]:
    return tuple(sorted(files, key=lambda file: file.asset))


@dataclass(frozen=True, slots=True)
class Text:
    """Words for a song."""

    text: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a song, with the seconds between which it is sung."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Source:
    """A finished version that a task works on, and how it can be had. `model` is None for the provider's default."""

    track_id: str
    place: int
    task_id: str = ""
    audio_id: str = ""
    key: str = ""
    """Where its audio is in our bucket; empty as long as it is not stored."""
    url: str = ""
    """Where its audio is at its provider's."""
    model: str | None = None
    seconds: float | None = None
    title: str | None = None
    tags: str | None = None
    lyrics: str | None = None
