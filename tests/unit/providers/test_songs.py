"""A request in Suno's own fields."""

from __future__ import annotations

from typing import Any

import pytest

from reprise.domain.requests import Song
from reprise.providers.suno.songs import fields_of, path_of

URL = "https://api.example/v1/webhooks/suno?track=t&token=x"
REFERENCE = "https://r.example/a.mp3"


def order(**fields: Any) -> dict[str, Any]:
    return fields_of(Song(**fields), URL)


@pytest.mark.parametrize(
    ("request_fields", "theirs"),
    [
        ({"prompt": "rain"}, {"customMode": False, "instrumental": False, "prompt": "rain"}),
        (
            {"prompt": "rain", "style_tags": ("lofi", "calm")},
            {"customMode": False, "instrumental": False, "prompt": "rain Style: lofi, calm"},
        ),
        (
            {"lyrics": "[Verse] la\nla", "style_tags": ("pop",)},
            {"customMode": True, "instrumental": False, "prompt": "[Verse] la\nla", "style": "pop",
             "title": "[Verse] la"},
        ),
        (
            {"lyrics": "la", "prompt": "a calm song", "title": "La"},
            {"customMode": True, "instrumental": False, "prompt": "la", "style": "a calm song", "title": "La"},
        ),
        (
            {"prompt": "words to sing", "custom_mode": True},
            {"customMode": True, "instrumental": False, "prompt": "words to sing", "style": "any style",
             "title": "words to sing"},
        ),
        (
            {"prompt": "rain", "custom_mode": True, "make_instrumental": True, "style_tags": ("piano",)},
            {"customMode": True, "instrumental": True, "style": "piano, rain", "title": "rain"},
        ),
        (
            {"lyrics": "la", "prompt": "a calm song", "style_tags": ("pop",)},
            {"customMode": True, "instrumental": False, "prompt": "la", "style": "pop, a calm song", "title": "la"},
        ),
        ({"prompt": "rain", "has_vocals": False}, {"customMode": False, "instrumental": True, "prompt": "rain"}),
        ({"prompt": "rain", "has_vocals": True}, {"customMode": False, "instrumental": False, "prompt": "rain"}),
        (
            {"prompt": "rain", "has_vocals": False, "make_instrumental": False},
            {"customMode": False, "instrumental": False, "prompt": "rain"},
        ),
    ],
)  # fmt: skip
def test_a_request_in_sunos_fields(request_fields: dict[str, Any], theirs: dict[str, Any]) -> None:
    assert order(**request_fields) == {"model": "V5", "callBackUrl": URL, **theirs}


def test_a_made_up_title_is_the_first_eighty_characters_of_the_first_line() -> None:
    assert order(lyrics="x" * 79 + " y\nsecond")["title"] == "x" * 79
    assert len(order(lyrics="x" * 81)["title"]) == 80


def test_what_tunes_a_song_goes_along_and_what_is_not_given_does_not() -> None:
    tuning = {
        "negative_tags": "metal", "vocal_gender": "f", "style_weight": 0.5, "weirdness_constraint": 0.0,
        "audio_weight": 1.0, "persona_id": "p",
    }  # fmt: skip
    assert order(prompt="rain", model_version="V4", **tuning) == {
        "model": "V4", "callBackUrl": URL, "customMode": False, "instrumental": False, "prompt": "rain",
        "negativeTags": "metal", "vocalGender": "f", "styleWeight": 0.5, "weirdnessConstraint": 0.0,
        "audioWeight": 1.0, "personaId": "p",
    }  # fmt: skip


def test_a_reference_recording_makes_it_a_cover() -> None:
    request = Song(prompt="rain", reference_audio_url=REFERENCE)
    assert path_of(request) == "/api/v1/generate/upload-cover"
    assert fields_of(request, URL)["uploadUrl"] == REFERENCE
    assert path_of(Song(prompt="rain")) == "/api/v1/generate"
    assert "uploadUrl" not in order(prompt="rain")
