"""What a mistyped, contradictory or hostile body is told: the field, what is wrong with it, and what may be meant."""

from __future__ import annotations

import json
from typing import Any

import pytest

from reprise.edge.problems import text
from reprise.providers.pool import NAMES
from tests.integration.handlers.posting import USER, problem
from tests.integration.handlers.world import World

NAMED = f"one of {', '.join(sorted(NAMES))}"
CYRILLIC = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюя")


def told(world: World, raw: str | dict[str, Any], language: str = "en") -> list[tuple[str, str]]:
    answer = world.http("generate.post_track", USER, body=raw, headers={"accept-language": language})
    assert problem(answer) == (400, "invalid_input")
    assert (world.provider.creates, world.rows("TracksTable"), world.profile(USER).balance) == ([], [], 100)
    assert answer[1]["detail"] == "; ".join(f"{wrong['field']}: {wrong['message']}" for wrong in answer[1]["errors"])
    return [(wrong["field"], wrong["message"]) for wrong in answer[1]["errors"]]


def wished(field: str, raw: str) -> str:
    return f'{{"prompt": "x", "{field}": {raw}}}'


@pytest.mark.parametrize("field", ["prompt", "lyrics", "title", "negativeTags", "projectId"])
@pytest.mark.parametrize("hostile", ["<", "<a", "<script>", "\r", "onkey", "</script"])
def test_a_text_that_took_quadratic_time_to_clean_is_too_long(world: World, field: str, hostile: str) -> None:
    wrong = told(world, {"prompt": "x", field: hostile * (400_000 // len(hostile))})
    assert [(name, message.startswith("at most ")) for name, message in wrong] == [(field, True)]


@pytest.mark.parametrize(
    "body",
    [
        {f"field{number}": 1 for number in range(50_000)},
        {"prompt": "x", "styleTags": [1] * 250_000},
        {"prompt": "x", "styleTags": ["x" * 201] * 50},
        {"prompt": "x", "x" * 600_000: 1},
    ],
    ids=["fields", "items", "tags", "one long name"],
)
def test_of_600_kb_of_wrong_fields_the_first_twenty_are_told_in_short(world: World, body: dict[str, Any]) -> None:
    wrong = told(world, body)
    assert 1 <= len(wrong) <= 20
    assert len(json.dumps(wrong)) < 4000


@pytest.mark.parametrize(
    "raw",
    [
        wished("styleWeight", "9" * 4000),
        wished("styleWeight", "9" * 400_000),
        '{"prompt": "x", "styleWeight": -1e99999}',
        '{"prompt": "x", "styleWeight": NaN}',
        wished("styleTags", f"[{'9' * 4000}]"),
        '{"prompt": "x", "\\ud800": 1}',
        *(wished("title", "[" * depth + "]" * depth) for depth in (300, *range(850, 1000, 3))),
        wished("title", "[" * 100_000),
    ],
)
def test_no_number_no_name_and_no_depth_is_a_fault_of_ours(world: World, raw: str) -> None:
    assert len(told(world, raw)) == 1


@pytest.mark.parametrize(
    ("name", "near"),
    [("promt", "prompt"), ("style_tags", "styleTags"), ("styletags", "styleTags"), ("StyleTag", "styleTags"),
     ("model", ""), ("make_instrumental", "makeInstrumental"), ("callBackUrl", ""),
     ("idempotency_key", "idempotencyKey")],
)  # fmt: skip
def test_an_unknown_field_is_told_with_the_one_that_may_be_meant(world: World, name: str, near: str) -> None:
    meant = f"there is no such field; did you mean {near}?" if near else "there is no such field"
    assert told(world, {"prompt": "x", name: "x"}) == [(name, meant)]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"prompt": 5}, "must be a text"), ({"prompt": None, "lyrics": "x", "title": ""}, "must not be empty"),
        ({"prompt": "x", "title": "x" * 101}, "at most 100 characters"),
        ({"prompt": "x", "styleTags": "pop"}, "must be a list"),
        ({"prompt": "x", "styleTags": ["x"] * 51}, "at most 50 items"),
        ({"prompt": "x", "styleWeight": 1.5}, "at most 1"), ({"prompt": "x", "styleWeight": -1}, "at least 0"),
        ({"prompt": "x", "styleWeight": "1"}, "must be a number"),
        ({"prompt": "x", "hasVocals": "yes"}, "must be true or false"),
        ({"prompt": "x", "vocalGender": "x"}, "one of m, f"),
        ({"prompt": "x", "personaId": "a\x00b"}, "must not contain control characters"),
        ({"prompt": "x", "modelVersion": "V5\n"}, "must not contain control characters"),
        ({"prompt": "x", "provider": "udio"}, NAMED),
        ({"title": "x"}, "required unless lyrics are given"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_plain_words_in_every_language(
    world: World, body: dict[str, Any], message: str
) -> None:
    assert [told_ for _, told_ in told(world, body)] == [message]
    for language, letters in (("ru", CYRILLIC), ("fr", frozenset("abcdefghijklmnopqrstuvwxyz"))):
        ((_, translated),) = told(world, body, language)
        assert translated != message
        assert letters & set(translated)


@pytest.mark.parametrize(
    ("body", "field", "choice"),
    [
        ({"prompt": "x", "lyrics": "la", "customMode": False}, "customMode", "either customMode false or lyrics"),
        ({"lyrics": "la", "customMode": False}, "customMode", "either customMode false or lyrics"),
        ({"prompt": "x", "hasVocals": True, "makeInstrumental": True}, "makeInstrumental", "choose one of the two"),
        ({"lyrics": "la", "makeInstrumental": True}, "lyrics", "either lyrics or makeInstrumental"),
        ({"lyrics": "la", "hasVocals": False}, "lyrics", "either lyrics or makeInstrumental"),
    ],
)
def test_of_wishes_that_contradict_each_other_none_is_dropped(
    world: World, body: dict[str, Any], field: str, choice: str
) -> None:
    ((named, message),) = told(world, body)
    assert (named, choice in message) == (field, True)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"prompt": "rain", "styleTags": ["x" * 200] * 3}, "styleTags"),
        ({"prompt": "x" * 480, "styleTags": ["lofi", "calm", "slow"]}, "styleTags"),
        ({"prompt": "x" * 501, "styleTags": ["lofi"]}, "prompt"),
        ({"prompt": "x" * 1001, "lyrics": "la"}, "prompt"),
        ({"prompt": "x", "lyrics": "la", "styleTags": ["x" * 200] * 5}, "styleTags"),
    ],
)
def test_the_field_that_is_wrong_is_named(world: World, body: dict[str, Any], field: str) -> None:
    assert [name for name, _ in told(world, body)] == [field]


@pytest.mark.parametrize(
    "address",
    ["https://127.0.0.1/a.mp3", "https://169.254.169.254/", "https://[::1]/", "https://0x7f.1/", "https://10.0.0.1/",
     "https://localhost/a.mp3", "https://user:word@r.example/a.mp3", "https://r.example/a\n.mp3", "ftp://r.example/a"],
)  # fmt: skip
def test_a_reference_that_is_not_public_is_refused(world: World, address: str) -> None:
    assert [name for name, _ in told(world, {"prompt": "x", "referenceAudioUrl": address})] == ["referenceAudioUrl"]


@pytest.mark.parametrize("language", ["en", "ru", "fr"])
@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("generate.post_track", {"body": {"prompt": "x", "provider": "mureka"}}),
        ("generate.post_extend", {"path": {"trackId": "f" * 32}, "body": {}}),
        ("account.put_user", {"path": {"userId": "x"}, "body": {"plan": "pro"}}),
        ("library.unknown", {}),
        ("parcours.get_parcours", {"path": {"runId": "f" * 32}}),
    ],
)
def test_a_detail_says_as_much_in_every_language(
    world: World, name: str, changes: dict[str, Any], language: str
) -> None:
    status, body, headers = world.http(name, USER, headers={"accept-language": language}, **changes)
    assert (status >= 400, headers["content-language"]) == (True, language)
    assert body["detail"] != text(f"{body['code']}.detail", language)
    assert (bool(CYRILLIC & set(body["detail"]))) is (language == "ru")
