"""What a task brings and what it works on: clips in their places, the files that we keep of them, and texts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from reprise.domain.loudness import Loudness


class Asset(StrEnum):
    """A file that belongs to a version."""

    AUDIO = "audio"
    COVER = "cover"
    VIDEO = "video"


_ONLY_NOT_KEPT = frozenset({(Asset.COVER, "too_large"), (Asset.VIDEO, "too_large")})
"""Refusals of what can be seen at its provider's all the same. A song is never offered that we have refused."""


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
class Version:
    """A clip with what was copied of it.

    Its place is its position in `Track.versions`, which is also the number of its folder in the bucket.
    """

    clip: Clip
    attempt: int
    copies: tuple[Copy, ...] = ()

    def wanted(self) -> dict[Asset, str]:
        """The assets that have a URL, with it."""
        urls = {
            Asset.AUDIO: self.clip.audio_url,
            Asset.COVER: self.clip.cover_url,
            Asset.VIDEO: self.clip.video_url,
        }
        return {asset: url for asset, url in urls.items() if url}

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


@dataclass(frozen=True, slots=True)
class Text:
    """Words for a song."""

    text: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A finished version that a task works on, as its provider knows it. `model` is None for the provider's default."""

    track_id: str
    place: int
    task_id: str
    audio_id: str
    model: str | None = None
    seconds: float | None = None
    title: str | None = None
    tags: str | None = None
    lyrics: str | None = None
