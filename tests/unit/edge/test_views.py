"""What the API shows: exactly the contract's fields, amounts in credits, times in UTC, the reader's language."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from reprise.domain.accounts import Plan, Profile
from reprise.domain.requests import Song
from reprise.domain.track import Track
from reprise.domain.versions import Asset, Clip, Copy, Version
from reprise.edge.account_views import entry_view, notice_view, profile_view
from reprise.edge.bodies import TrackView
from reprise.edge.cursors import decode_id
from reprise.edge.problems import text
from reprise.edge.views import moment, track_view
from tests.unit.domain import make
from tests.unit.domain.make import STREAM_B, A

# The contract's own lists.
TRACK = """trackId provider taskType taskId status stage title prompt lyrics styleTags projectId durationSeconds
    audioUrl coverUrl videoUrl stored error creditsCharged creditsRefunded versions createdAt updatedAt textAt firstAt
    completedAt failedAt"""
VERSION = """variantIndex providerAudioId isPrimary isPreferred audioUrl streamUrl coverUrl videoUrl storagePath stored
    durationSeconds lyrics modelName tags providerCreatedAt sha256 files"""
COVERED = replace(A, cover_url="https://f.example/a.jpg", lyrics="la", model_name="chirp", tags="pop", title="Told",
                  provider_created_at="2026-01-01T00:00:00+00:00")  # fmt: skip
REQUEST = Song(prompt="rain", title="Rain", style_tags=("lofi",))


def signed(key: str) -> tuple[str, datetime]:
    return f"https://signed.example/{key}", make.NOW


def shown(track: Track, language: str = "") -> TrackView:
    return track_view(track, signed, language)


def stored_track() -> Track:
    copies = (Copy(Asset.AUDIO, "u/t/0/audio.mp3", 9, "s"), Copy(Asset.COVER, refusal="too_large"))
    return make.completed(versions=(Version(COVERED, 1, copies), Version(STREAM_B, 1)), request=REQUEST, project_id="p")


def test_a_track_has_the_contracts_fields_and_no_others() -> None:
    assert set(shown(make.queued())) == set(TRACK.split())


def test_a_version_has_the_contracts_fields_and_what_went_wrong_with_its_copies_if_anything_did() -> None:
    refused, other = shown(stored_track())["versions"]
    assert (set(refused), set(other)) == ({*VERSION.split(), "copyProblems"}, {*VERSION.split()})


def test_a_waiting_track() -> None:
    assert shown(make.queued()) == {
        "trackId": "track-1", "provider": "suno", "taskType": "track", "taskId": None, "status": "pending",
        "stage": "queued", "title": None, "prompt": "rain", "lyrics": None, "styleTags": [], "projectId": None,
        "durationSeconds": None, "audioUrl": None, "coverUrl": None, "videoUrl": None, "stored": False, "error": None,
        "creditsCharged": 1, "creditsRefunded": 0, "versions": [], "createdAt": "2026-01-02T03:04:05Z",
        "updatedAt": "2026-01-02T03:04:05Z", "textAt": None, "firstAt": None, "completedAt": None, "failedAt": None,
    }  # fmt: skip


def test_a_stored_version_plays_from_our_copy_and_another_from_its_stream() -> None:
    view = shown(stored_track())
    first, second = view["versions"]
    assert first == {
        "variantIndex": 0, "providerAudioId": "id-a", "isPrimary": True, "isPreferred": True,
        "audioUrl": "https://signed.example/u/t/0/audio.mp3", "streamUrl": "https://files.example/a",
        "coverUrl": "https://f.example/a.jpg", "videoUrl": None, "storagePath": "u/t/0/audio.mp3", "stored": True,
        "durationSeconds": 120.5, "lyrics": "la", "modelName": "chirp", "tags": "pop",
        "providerCreatedAt": "2026-01-01T00:00:00+00:00", "copyProblems": {"cover": "too_large"},
        "sha256": "s", "files": [],
    }  # fmt: skip
    assert (second["audioUrl"], second["stored"], second["storagePath"]) == ("https://files.example/b", False, None)
    assert (second["variantIndex"], second["isPrimary"], second["isPreferred"]) == (1, False, False)
    assert (view["audioUrl"], view["durationSeconds"], view["stored"]) == (first["audioUrl"], 120.5, False)


def test_the_preferred_version_is_the_tracks_face() -> None:
    view = shown(replace(stored_track(), preferred=1))
    assert view["audioUrl"] == "https://files.example/b"
    assert [version["isPreferred"] for version in view["versions"]] == [False, True]
    assert shown(make.completed(preferred=9))["audioUrl"] == make.A.audio_url


def test_the_version_that_leads_is_variant_0() -> None:
    first, second = shown(make.completed(lead=1))["versions"]
    assert [version["providerAudioId"] for version in (first, second)] == ["id-b", "id-a"]
    assert [version["variantIndex"] for version in (first, second)] == [0, 1]
    assert (first["isPrimary"], first["isPreferred"], second["isPrimary"]) == (True, True, False)


def test_title_and_lyrics_are_the_owners_else_the_providers() -> None:
    assert shown(stored_track())["title"] == "Rain"
    told = replace(stored_track(), request=Song(prompt="rain"))
    assert (shown(told)["title"], shown(told)["lyrics"]) == ("Told", "la")
    own = replace(told, request=Song(lyrics="mine"))
    assert shown(own)["lyrics"] == "mine"


@pytest.mark.parametrize(("wish", "language"), [("", "en"), ("fr", "fr"), ("ru-RU", "ru")])
def test_a_failure_is_told_in_the_readers_language(wish: str, language: str) -> None:
    view = shown(make.failed(failure="copyrighted"), wish)
    assert view["error"] == {"code": "copyrighted", "message": text("copyrighted", language)}
    assert (view["creditsCharged"], view["creditsRefunded"]) == (1, 1)


def test_a_moment_is_utc_with_a_z() -> None:
    assert moment(datetime(2026, 1, 2, 3, 4, 5, 6000, tzinfo=UTC)) == "2026-01-02T03:04:05.006000Z"


def test_an_account() -> None:
    now = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    day = now.replace(hour=0, minute=0, second=0)
    profile = Profile("u", Plan.PREMIUM, 95, now, 2, day, 7, 35, frozenset({"a", "b"}))
    assert profile_view(profile, now) == {
        "plan": "premium", "remaining": 9.5, "usedToday": 3.5, "generationsToday": 7, "running": 2,
        "limits": {"perMinute": 30, "perDay": None, "concurrent": 10},
    }  # fmt: skip
    tomorrow = profile_view(profile, now + timedelta(days=1))
    assert (tomorrow["usedToday"], tomorrow["generationsToday"], tomorrow["remaining"]) == (0, 0, 9.5)


def test_a_ledger_entry() -> None:
    entry = {"entry_id": "e", "amount": -10, "type": "charge", "reason": "track", "balance": 85, "created_at": "now"}
    expected = {
        "id": "e",
        "amount": -1,
        "type": "charge",
        "trackId": None,
        "reason": "track",
        "balance": 8.5,
        "createdAt": "now",
    }
    assert entry_view(entry) == expected
    assert entry_view(entry | {"track_id": "t"}) == expected | {"trackId": "t"}


def test_a_notice_is_found_again_by_its_id() -> None:
    notice = {"sk": "note#2026#n1", "type": "track.failed", "code": "timeout", "created_at": "now", "track_id": "t"}
    view = notice_view(notice, "en")
    assert decode_id(view["id"]) == "2026#n1"
    assert view == {
        "id": view["id"], "type": "track.failed", "code": "timeout", "trackId": "t", "createdAt": "now", "readAt": None,
        "message": "The provider did not deliver in time; your credits were returned. Try again.",
    }  # fmt: skip


def test_what_plays_is_never_an_empty_text() -> None:
    track = make.accepted(versions=make.versions(Clip(title="words")))
    assert shown(track)["audioUrl"] is None


REFUSED = (Copy(Asset.AUDIO, refusal="content"), Copy(Asset.COVER, refusal="address"))


@pytest.mark.parametrize("streams", [True, False])
def test_what_was_refused_for_good_is_offered_to_nobody(streams: bool) -> None:
    clip = COVERED if streams else replace(COVERED, stream_url=None)
    view = shown(make.completed(versions=(Version(clip, 1, REFUSED),)))
    (version,) = view["versions"]
    for face in (view, version):
        assert (face["audioUrl"], face["coverUrl"]) == (clip.stream_url, None)
    assert version["copyProblems"] == {"audio": "content", "cover": "address"}
