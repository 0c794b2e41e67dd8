"""How clips find their place among a track's versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

from reprise.domain.versions import Clip, Version


def place(versions: tuple[Version, ...], clips: Sequence[Clip], attempt: int) -> tuple[Version, ...]:
    """Versions with the news in: a clip is found by its provider id, by position only while the place is empty."""
    kept = tuple(version for version in versions if version.attempt == attempt) if clips else versions
    for position, clip in enumerate(clips):
        index = _place_of(kept, clip, position)
        known = kept[index] if index < len(kept) else Version(Clip(), attempt)
        kept = (*kept[:index], replace(known, clip=_merged(known.clip, clip)), *kept[index + 1 :])
    return kept


def add_unknown(versions: tuple[Version, ...], clips: Sequence[Clip], attempt: int) -> tuple[Version, ...]:
    """Versions of a finished track with the clips that are new to it and have audio; the known stay as they are."""
    known = {version.clip.provider_audio_id for version in versions}
    new = [clip for clip in clips if clip.provider_audio_id not in {*known, None} and clip.audio_url]
    return (*versions, *(Version(clip, attempt) for clip in new))


def _place_of(versions: tuple[Version, ...], clip: Clip, position: int) -> int:
    ids = [version.clip.provider_audio_id for version in versions]
    if clip.provider_audio_id in ids and clip.provider_audio_id is not None:
        return ids.index(clip.provider_audio_id)
    empty = position >= len(ids) or None in (ids[position], clip.provider_audio_id)
    return min(position, len(ids)) if empty else len(ids)


def _merged(old: Clip, new: Clip) -> Clip:
    """Later news wins field by field; a field that the news lacks keeps what is known."""
    news = {field.name: value for field in fields(Clip) if (value := getattr(new, field.name)) is not None}
    # The moment a clip was made changes from callback to callback (providers 2.4): the first one told is kept.
    if old.provider_created_at:
        news.pop("provider_created_at", None)
    return replace(old, **news)
