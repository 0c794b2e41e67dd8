"""What a task brings and what it works on: clips in their places, the files that we keep of them, and texts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Asset(StrEnum):
    """A file that belongs to a version."""

    AUDIO = "audio"
    COVER = "cover"
    VIDEO = "video"


@dataclass(frozen=True, slots=True)
class Copy:
    """What became of one asset: an object of ours (`key`), or refused for good (`refusal`)."""

    asset: Asset
    key: str | None = None
    size: int = 0
    sha256: str = ""
    refusal: str | None = None


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
    """A clip in its slot: the position in `Track.versions`, which is the number of its folder in the bucket."""

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
        settled = {copy.asset for copy in self.copies}
        return {asset: url for asset, url in self.wanted().items() if asset not in settled}

    def copy(self, asset: Asset) -> Copy | None:
        """The stored object of an asset, if there is one."""
        return next((copy for copy in self.copies if copy.asset is asset and copy.key), None)


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
