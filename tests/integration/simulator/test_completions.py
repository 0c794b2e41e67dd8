"""OpenAI's own words, as the simulator says them."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest

from reprise.providers.openai.asking import question
from tests.unit.providers.scripting import PRESET

from .conftest import Stand

PATH = "/v1/chat/completions"
Json = dict[str, Any]


async def asked(stand: Stand, **changes: Any) -> tuple[int, Json]:
    return await stand.call("POST", PATH, json=question("gpt-4o-mini", PRESET, "tense", "en") | changes)


async def test_a_completion_looks_as_documented(stand: Stand) -> None:
    status, body = await asked(stand)
    (choice,) = body["choices"]
    assert (status, body["object"], body["model"]) == (200, "chat.completion", "gpt-4o-mini")
    assert (choice["index"], choice["finish_reason"], choice["message"]["refusal"]) == (0, "stop", None)
    assert set(json.loads(choice["message"]["content"])) == {"title", "brief", "passages"}
    assert body["usage"]["total_tokens"] == body["usage"]["prompt_tokens"] + body["usage"]["completion_tokens"]


async def test_without_strict_the_json_comes_with_chatter(stand: Stand) -> None:
    wanted = question("m", PRESET, None, "en")["response_format"]
    wanted["json_schema"]["strict"] = False
    _, body = await asked(stand, response_format=wanted)
    assert body["choices"][0]["message"]["content"].startswith("Here is")


@pytest.mark.parametrize(("headers", "code"), [({}, None), ({"Authorization": "Bearer wrong"}, "invalid_api_key")])
async def test_a_key_is_wanted(stand: Stand, headers: dict[str, str], code: str | None) -> None:
    await stand.configure(openai_api_key="right")
    status, body = await stand.call("POST", PATH, json={}, headers=headers)
    assert (status, body["error"]["type"], body["error"]["code"]) == (401, "invalid_request_error", code)
    assert "wrong" not in str(body)


async def test_each_api_has_its_own_key(stand: Stand) -> None:
    await stand.configure(api_key="another")
    assert (await asked(stand))[0] == 200
    _, shown = await stand.call("GET", "/_sim/config")
    assert (shown["api_key"], shown["openai_api_key"]) == (True, False)


@pytest.mark.parametrize(("options", "param"), [
    ({"data": b"no JSON"}, None), ({"json": {"model": "m"}}, "messages"),
    ({"json": question("m", PRESET, None, "en") | {"response_format": {"type": "json_schema", "json_schema": {
        "name": "s", "strict": True, "schema": {"type": "object", "properties": {}}}}}}, "response_format"),
])  # fmt: skip
async def test_a_bad_request_is_refused(stand: Stand, options: Json, param: str | None) -> None:
    status, body = await stand.call("POST", PATH, **options)
    assert (status, body["error"]["type"], body["error"]["param"]) == (400, "invalid_request_error", param)


@pytest.mark.parametrize(("method", "path"), [("GET", PATH), ("POST", "/v1/responses")])
async def test_what_it_is_not_is_not_found(stand: Stand, method: str, path: str) -> None:
    status, body = await stand.call(method, path)
    assert (status, body["error"]["param"]) == (404, None)


@pytest.mark.parametrize(("status", "code"), [(429, "rate_limit_exceeded"), (500, None), (503, None)])
async def test_an_error_has_its_code_and_comes_as_often_as_told(stand: Stand, status: int, code: str | None) -> None:
    await stand.fault("script_error", status=status, count=1)
    first, body = await asked(stand)
    assert (first, body["error"]["code"]) == (status, code)
    assert (await asked(stand))[0] == 200


async def test_a_fault_hits_only_what_it_matches(stand: Stand) -> None:
    await stand.fault("script_refusal", match="panic")
    _, body = await asked(stand)
    assert body["choices"][0]["message"]["refusal"] is None


async def test_faults_of_words_and_of_music_do_not_spend_each_other(stand: Stand) -> None:
    await stand.fault("script_hang_up", count=1)
    await stand.fault("create_error", count=1, code=455)
    assert [(await stand.create())["code"] for _ in range(2)] == [455, 200]
    with pytest.raises(aiohttp.ClientError):
        await asked(stand)
    assert (await asked(stand))[0] == 200
