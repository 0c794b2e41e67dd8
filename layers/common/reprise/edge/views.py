"""What the API shows of domain values: camelCase, amounts as credits, texts in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from reprise.domain.credits import as_number
from reprise.domain.track import Track
from reprise.domain.versions import SHOWN, Asset, File, Version
from reprise.edge.bodies import (
    FaceView,
    FailureView,
    FileView,
    MomentsView,
    TextsView,
    TrackView,
    VersionView,
)
from reprise.edge.problems import pick_language, text

SignedUrl = tuple[str, datetime]
"""A URL that plays an object, and when it stops to."""

Sign = Callable[[str], SignedUrl]
"""Makes the URL of the object with this key."""


def moment(at: datetime) -> str:
    """A time as RFC 3339 UTC."""
    return at.isoformat().replace("+00:00", "Z")


def track_view(track: Track, sign: Sign, accept_language: str) -> TrackView:
    """A track as `GET /tracks/{trackId}` shows it."""
    versions = [_version_view(track, index, sign) for index in range(len(track.versions))]
    return {
        "trackId": track.track_id,
        "provider": track.provider,
        "taskType": track.task_type,
        "taskId": track.task_id,
        "status": track.status,
        "stage": track.stage,
        "title": _title(track),
        "prompt": track.request.prompt,
        "lyrics": _lyrics(track),
        "styleTags": list(track.request.style_tags),
        "projectId": track.project_id,
        **_face(versions),
        "stored": track.stored,
        "error": _failure_view(track, accept_language),
        "creditsCharged": as_number(track.charged),
        "creditsRefunded": as_number(track.refunded),
        "versions": versions,
        **_texts(track),
        **_moments(track),
    }


def _version_view(track: Track, index: int, sign: Sign) -> VersionView:
    place = track.places[index]
    version = track.versions[place]
    clip, audio = version.clip, version.copy(Asset.AUDIO)
    view: VersionView = {
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
        "sha256": audio.sha256 if audio else None,
        "files": [_file_view(version, file, sign) for file in version.files if file.asset not in SHOWN],
    }
    if problems := _copy_problems(version):
        view["copyProblems"] = problems
    return view


def _file_view(version: Version, file: File, sign: Sign) -> FileView:
    return {
        "asset": file.asset,
        "url": _url(version, file.asset, sign),
        "stored": version.copy(file.asset) is not None,
        "durationSeconds": file.seconds,
    }


def _copy_problems(version: Version) -> dict[Asset, str]:
    return {copy.asset: copy.refusal for copy in version.copies if copy.refusal}


def _url(version: Version, asset: Asset, sign: Sign) -> str | None:
    copy = version.copy(asset)
    if copy is None:
        return version.offered(asset)
    url, _ = sign(str(copy.key))
    return url


def _title(track: Track) -> str | None:
    return track.request.title or _first(version.clip.title for version in track.versions)


def _lyrics(track: Track) -> str | None:
    return track.request.lyrics or _first(version.clip.lyrics for version in track.versions)


def _first(values: Iterable[str | None]) -> str | None:
    return next(filter(None, values), None)


def _texts(track: Track) -> TextsView:
    if not track.texts:
        return {}
    return {"texts": [{"title": text.title, "text": text.text} for text in track.texts]}


def _face(versions: list[VersionView]) -> FaceView:
    for version in versions:
        if version["isPreferred"]:
            return {
                "durationSeconds": version["durationSeconds"],
                "audioUrl": version["audioUrl"],
                "coverUrl": version["coverUrl"],
                "videoUrl": version["videoUrl"],
            }
    return {"durationSeconds": None, "audioUrl": None, "coverUrl": None, "videoUrl": None}


def _failure_view(track: Track, accept_language: str) -> FailureView | None:
    if track.failure is None:
        return None
    return {"code": track.failure, "message": text(track.failure, pick_language(accept_language))}


def _moments(track: Track) -> MomentsView:
    return {
        "createdAt": moment(track.created_at),
        "updatedAt": moment(track.updated_at),
        "textAt": moment_of(track.text_at),
        "firstAt": moment_of(track.first_at),
        "completedAt": moment_of(track.completed_at),
        "failedAt": moment_of(track.failed_at),
    }


def moment_of(at: datetime | None) -> str | None:
    """The same of a moment that may not have come."""
    return None if at is None else moment(at)
