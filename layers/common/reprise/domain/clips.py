"""How clips find their place among a track's versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

from reprise.domain.versions import Clip, Version

MOST_VERSIONS = 8
"""More than any provider makes in one task: a track is one item, and whoever calls back again and again fills it."""


def ids_of(versions: Sequence[Version]) -> list[str | None]:
    """The provider's ids of the clips, by place."""
    return [version.clip.provider_audio_id for version in versions]


def place(versions: tuple[Version, ...], clips: Sequence[Clip], attempt: int) -> tuple[Version, ...]:
    """Versions with the news in: a clip is found by its provider id, by position only while the place is empty."""
    if not clips:
        return versions
    kept = [version for version in versions if version.attempt == attempt]
    for position, clip in enumerate(clips):
        index = _place_of(kept, clip, position)
        if index == len(kept):
            kept.append(Version(Clip(), attempt))
        kept[index] = replace(kept[index], clip=_merged(kept[index].clip, clip))
    return tuple(kept[:MOST_VERSIONS])


def add_unknown(versions: tuple[Version, ...], clips: Sequence[Clip], attempt: int) -> tuple[Version, ...]:
    """Versions of a finished track with the clips that are new to it and have audio; the known stay as they are."""
    finished = [clip for clip in reversed(clips) if clip.audio_url]
    told_first = {clip.provider_audio_id: clip for clip in finished}
    new = [told_first[name] for name in _unknown_ids(versions, clips) if name in told_first]
    room = max(0, MOST_VERSIONS - len(versions))
    return (*versions, *(Version(clip, attempt) for clip in new[:room]))


def _unknown_ids(versions: Sequence[Version], clips: Sequence[Clip]) -> list[str | None]:
    """The ids among the clips that no version has, each once, in their order."""
    known = {*ids_of(versions), None}
    told = dict.fromkeys(clip.provider_audio_id for clip in clips)
    return [name for name in told if name not in known]


def _place_of(versions: Sequence[Version], clip: Clip, position: int) -> int:
    """The place of a clip. The place after the last one is for a new clip."""
    ids, after_the_last = ids_of(versions), len(versions)
    if clip.provider_audio_id is None:
        return min(position, after_the_last)
    if clip.provider_audio_id in ids:
        return ids.index(clip.provider_audio_id)
    is_empty = position < after_the_last and ids[position] is None
    return position if is_empty else after_the_last


def _merged(old: Clip, new: Clip) -> Clip:
    """Later news wins field by field; a field that the news lacks keeps what is known."""
    told = ((field.name, getattr(new, field.name)) for field in fields(Clip))
    news = {name: value for name, value in told if value is not None}
    # The moment a clip was made changes from callback to callback (providers 2.4): the first one told is kept.
    if old.provider_created_at:
        news.pop("provider_created_at", None)
    return replace(old, **news)
