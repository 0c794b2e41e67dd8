"""What the API shows of domain values: camelCase, amounts as credits, texts in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from reprise.domain.accounts import Profile
from reprise.domain.credits import as_number
from reprise.domain.requests import camel
from reprise.domain.track import Track
from reprise.domain.versions import Asset, Version
from reprise.edge.cursors import encode_cursor
from reprise.edge.problems import pick_language, text

SignedUrl = tuple[str, datetime]
"""A URL that plays an object, and when it stops to."""

Sign = Callable[[str], SignedUrl]
"""Makes the URL of the object with this key."""


def moment(at: datetime | None) -> str | None:
    """A time as RFC 3339 UTC."""
    return at.isoformat().replace("+00:00", "Z") if at else None


def track_view(track: Track, sign: Sign, accept_language: str) -> dict[str, Any]:
    """A track as `GET /tracks/{trackId}` shows it."""
    versions = [_version_view(track, index, sign) for index in range(len(track.versions))]
    shown: dict[str, Any] = next((version for version in versions if version["isPreferred"]), {})
    return {
        "trackId": track.track_id,
        "provider": track.request.provider,
        "taskType": track.task_type,
        "taskId": track.task_id,
        "status": track.status,
        "stage": track.stage,
        "title": track.request.title or _first(version.clip.title for version in track.versions),
        "prompt": track.request.prompt,
        "lyrics": track.request.lyrics or _first(version.clip.lyrics for version in track.versions),
        "styleTags": list(track.request.style_tags),
        "projectId": track.request.project_id,
        **{name: shown.get(name) for name in ("durationSeconds", "audioUrl", "coverUrl", "videoUrl")},
        "stored": track.stored,
        "error": _error(track, accept_language),
        "creditsCharged": as_number(track.charged),
        "creditsRefunded": as_number(track.refunded),
        "versions": versions,
        **{camel(name): moment(getattr(track, name)) for name in _MOMENTS},
    }


_MOMENTS = ("created_at", "updated_at", "text_at", "first_at", "completed_at", "failed_at")


def profile_view(profile: Profile, now: datetime) -> dict[str, Any]:
    """An account as `GET /credits` shows it to its owner."""
    current, limits = profile.at(now), profile.limits
    return {
        "plan": profile.plan,
        "remaining": as_number(profile.balance),
        "usedToday": as_number(current.day_used),
        "generationsToday": current.day_count,
        "running": len(profile.running),
        "limits": {"perMinute": limits.per_minute, "perDay": limits.per_day, "concurrent": limits.concurrent},
    }


def entry_view(entry: Mapping[str, Any]) -> dict[str, Any]:
    """A ledger entry."""
    return {
        "id": entry["entry_id"],
        "amount": as_number(entry["amount"]),
        "type": entry["type"],
        "trackId": entry.get("track_id"),
        "reason": entry["reason"],
        "balance": as_number(entry["balance"]),
        "createdAt": entry["created_at"],
    }


def notice_view(notice: Mapping[str, Any], accept_language: str) -> dict[str, Any]:
    """A notification; its id is its place, so that it is found without looking for it."""
    return {
        "id": encode_cursor(str(notice["sk"]).partition("#")[2]),
        "type": notice["type"],
        "code": notice["code"],
        "message": text(notice["code"], pick_language(accept_language)),
        "trackId": notice.get("track_id"),
        "createdAt": notice["created_at"],
        "readAt": notice.get("read_at"),
    }


def _version_view(track: Track, index: int, sign: Sign) -> dict[str, Any]:
    place = track.places[index]
    version = track.versions[place]
    clip, audio = version.clip, version.copy(Asset.AUDIO)
    problems = {copy.asset: copy.refusal for copy in version.copies if copy.refusal}
    return {
        "variantIndex": index,
        "providerAudioId": clip.provider_audio_id,
        "isPrimary": index == 0,
        "isPreferred": place == track.favourite,
        "audioUrl": _url(version, Asset.AUDIO, sign) or clip.stream_url,
        "streamUrl": clip.stream_url,
        "coverUrl": _url(version, Asset.COVER, sign),
        "videoUrl": _url(version, Asset.VIDEO, sign),
        "storagePath": audio.key if audio else None,
        "stored": audio is not None,
        "durationSeconds": clip.duration_seconds,
        "lyrics": clip.lyrics,
        "modelName": clip.model_name,
        "tags": clip.tags,
        "providerCreatedAt": clip.provider_created_at,
        **({"copyProblems": problems} if problems else {}),
    }


def _url(version: Version, asset: Asset, sign: Sign) -> str | None:
    copy = version.copy(asset)
    return sign(copy.key)[0] if copy and copy.key else version.wanted().get(asset)


def _error(track: Track, accept_language: str) -> dict[str, str] | None:
    if track.failure is None:
        return None
    return {"code": track.failure, "message": text(track.failure, pick_language(accept_language))}


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)
