"""What goes over the wire for each task type, in both dialects (providers, sections 1.5 and 10)."""

from __future__ import annotations

from typing import Any

import pytest

from reprise.domain.operations import OPERATIONS
from reprise.domain.requests import (
    AddInstrumental,
    AddVocals,
    Cover,
    Extend,
    Lyrics,
    Persona,
    Recover,
    Replace,
    Request,
    Song,
    Stems,
    Video,
    Wav,
    Words,
)
from reprise.providers.suno.provider import Suno
from tests.unit.providers.talking import BACK, BOTH, Reseller

IDS = {"taskId": "task-0", "audioId": "audio-0"}
CALLED_BACK = {"callBackUrl": BACK}
OURS = {"uploadUrl": "https://ours.example/a.mp3"}

CASES: list[tuple[str, Request, str, dict[str, Any]]] = [
    ("track", Song(prompt="rain"), "/api/v1/generate",
     {"customMode": False, "instrumental": False, "model": "V5", "prompt": "rain"} | CALLED_BACK),
    ("extend", Extend(), "/api/v1/generate/extend",
     {"defaultParamFlag": False, "audioId": "audio-0", "model": "V5"} | CALLED_BACK),
    ("lyrics", Lyrics(prompt="rain"), "/api/v1/lyrics", {"prompt": "rain"} | CALLED_BACK),
    ("cover", Cover(prompt="rain"), "/api/v1/generate/upload-cover",
     {"customMode": False, "instrumental": False, "model": "V5", "prompt": "rain"} | OURS | CALLED_BACK),
    ("cover", Cover(lyrics="la", title="T", style_tags=("pop",), model_version="V4", persona_id="p", audio_weight=0.5),
     "/api/v1/generate/upload-cover",
     {"customMode": True, "instrumental": False, "model": "V4", "prompt": "la", "style": "pop", "title": "T",
      "personaId": "p", "audioWeight": 0.5} | OURS | CALLED_BACK),
    ("replace", Replace(start_at=10, end_at=25.128), "/api/v1/generate/replace-section",
     IDS | {"infillStartS": 10, "infillEndS": 25.13, "prompt": "like the rest of the song", "tags": "jazz",
            "title": "Old", "fullLyrics": "old words"} | CALLED_BACK),
    ("replace", Replace(start_at=10, end_at=25, prompt="softer", lyrics="new words", title="New",
                        style_tags=("pop", "slow"), negative_tags="drums"), "/api/v1/generate/replace-section",
     IDS | {"infillStartS": 10, "infillEndS": 25, "prompt": "softer", "tags": "pop, slow", "title": "New",
            "fullLyrics": "new words", "negativeTags": "drums"} | CALLED_BACK),
    ("vocals", AddVocals(prompt="sing of rain"), "/api/v1/generate/add-vocals",
     {"prompt": "sing of rain", "title": "Old", "style": "jazz", "negativeTags": "noise", "model": "V5"}
     | OURS | CALLED_BACK),
    ("vocals", AddVocals(prompt="la", title="New", style_tags=("pop", "slow"), negative_tags="metal",
                         vocal_gender="f"), "/api/v1/generate/add-vocals",
     {"prompt": "la", "title": "New", "style": "pop, slow", "negativeTags": "metal", "vocalGender": "f", "model": "V5"}
     | OURS | CALLED_BACK),
    ("instrumental", AddInstrumental(), "/api/v1/generate/add-instrumental",
     {"title": "Old", "tags": "jazz", "negativeTags": "noise", "model": "V5"} | OURS | CALLED_BACK),
    ("instrumental", AddInstrumental(title="New", style_tags=("pop",), negative_tags="metal", vocal_gender="m"),
     "/api/v1/generate/add-instrumental",
     {"title": "New", "tags": "pop", "negativeTags": "metal", "vocalGender": "m", "model": "V5"} | OURS | CALLED_BACK),
    ("stems", Stems(), "/api/v1/vocal-removal/generate", IDS | {"type": "separate_vocal"} | CALLED_BACK),
    ("stems", Stems(mode="all"), "/api/v1/vocal-removal/generate", IDS | {"type": "split_stem"} | CALLED_BACK),
    ("wav", Wav(), "/api/v1/wav/generate", IDS | CALLED_BACK),
    ("video", Video(), "/api/v1/mp4/generate", IDS | CALLED_BACK),
    ("video", Video(author="Somebody", domain_name="a.example"), "/api/v1/mp4/generate",
     IDS | {"author": "Somebody", "domainName": "a.example"} | CALLED_BACK),
    ("words", Words(), "/api/v1/generate/get-timestamped-lyrics", IDS),
    ("persona", Persona(name="N", description="warm"), "/api/v1/generate/generate-persona",
     IDS | {"name": "N", "description": "warm"}),
]  # fmt: skip


@pytest.mark.parametrize("dialect", BOTH)
@pytest.mark.parametrize(("name", "request_", "path", "body"), CASES)
def test_a_task_is_ordered_so(
    reseller: Reseller, dialect: str, name: str, request_: Request, path: str, body: dict[str, Any]
) -> None:
    assert reseller.order(name, request_, dialect) == (path, body)


def test_dead_links_are_asked_for_anew_by_the_songs_task(reseller: Reseller) -> None:
    assert reseller.order("recover", Recover()) == (
        "/api/v1/suno/recovery",
        {"sunoTaskId": "task-0", "callBackUrl": BACK},
    )


def test_only_one_reseller_makes_dead_links_anew_and_nobody_of_them_merges() -> None:
    everything = OPERATIONS.keys() - {"merge"}
    assert Suno(dialect="sunoapi").operations == everything
    assert Suno(dialect="kie").operations == everything - {"recover"}


@pytest.mark.parametrize(
    ("dialect", "model", "used"),
    [
        ("sunoapi", "V5", "V5"), ("sunoapi", "V4_5PLUS", "V4_5PLUS"), ("sunoapi", "V5_5", "V4_5PLUS"),
        ("sunoapi", "V4", "V4_5PLUS"), ("kie", "V5_5", "V5_5"), ("kie", "V6", "V4_5PLUS"), ("kie", None, "V5"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("request_", [AddVocals(prompt="la"), AddInstrumental()])
def test_what_is_added_is_made_by_the_songs_model_if_that_can(
    reseller: Reseller, dialect: str, model: str | None, used: str, request_: Request
) -> None:
    name = "vocals" if isinstance(request_, AddVocals) else "instrumental"
    assert reseller.order(name, request_, dialect, model=model)[1]["model"] == used


@pytest.mark.parametrize(
    ("name", "request_", "fields"),
    [
        ("replace", Replace(start_at=1, end_at=20), {"tags": "any style", "title": "Untitled",
                                                     "fullLyrics": "[Instrumental]"}),
        ("vocals", AddVocals(prompt="la"), {"style": "any style", "title": "Untitled"}),
        ("instrumental", AddInstrumental(), {"tags": "any style", "title": "Untitled"}),
        ("extend", Extend(continue_at=3), {"style": "any style", "title": "Untitled", "prompt": "go on"}),
    ],
)  # fmt: skip
def test_where_the_source_tells_nothing_something_neutral_is_said(
    reseller: Reseller, name: str, request_: Request, fields: dict[str, str]
) -> None:
    _, body = reseller.order(name, request_, title=None, tags=None, lyrics=None)
    assert {field: body[field] for field in fields} == fields


def test_what_the_source_gives_is_cut_to_what_its_model_takes(reseller: Reseller) -> None:
    told = {"model": "V4", "title": "t" * 200, "tags": "s" * 2000, "lyrics": "l" * 6000}
    _, body = reseller.order("replace", Replace(start_at=1, end_at=20), **told)
    assert [len(body[field]) for field in ("title", "tags", "fullLyrics")] == [80, 200, 3000]


def test_words_alone_are_said_and_sung(reseller: Reseller) -> None:
    _, body = reseller.order("replace", Replace(start_at=1, end_at=20, lyrics="new words"))
    assert (body["prompt"], body["fullLyrics"]) == ("new words", "new words")


def test_a_voice_is_taken_from_all_of_a_short_song(reseller: Reseller) -> None:
    _, body = reseller.order("persona", Persona(name="N", description="D"), seconds=17.456)
    assert (body["vocalStart"], body["vocalEnd"]) == (0, 17.46)


@pytest.mark.parametrize("seconds", [None, 9.9, 30.0])
def test_else_nothing_is_said_of_where_it_is_taken(reseller: Reseller, seconds: float | None) -> None:
    _, body = reseller.order("persona", Persona(name="N", description="D"), seconds=seconds)
    assert not {"vocalStart", "vocalEnd"} & body.keys()
