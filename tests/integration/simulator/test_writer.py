"""The writer of scripts and the simulator: what is written, and what each fault is called."""

from __future__ import annotations

import asyncio
import traceback
from dataclasses import replace
from typing import Any

import pytest

from reprise.domain.presets import Language, Script
from reprise.providers.openai.writer import Writer
from reprise.providers.writer import Unwritten
from tests.unit.providers.scripting import PRESET, SECRET

from .conftest import Stand


def writer(stand: Stand, **changes: Any) -> Writer:
    return replace(Writer(stand.base, SECRET, "gpt-4o-mini"), **changes)


async def written(one: Writer, feeling: str | None = None, language: Language = "fr") -> Script:
    return await asyncio.to_thread(one.write, PRESET, feeling, language)


async def reason_of(one: Writer) -> str:
    with pytest.raises(Unwritten) as caught:
        await written(one)
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    return caught.value.reason


@pytest.mark.parametrize(("language", "letters"), [("en", "aeiou"), ("fr", "éèà"), ("ru", "аеиоу")])
async def test_a_script_is_written_in_the_language_asked_for(stand: Stand, language: Language, letters: str) -> None:
    script = await written(writer(stand), "tense, very strong", language)
    assert set(letters) & set(script.brief + str(script.passages))
    assert len(script.passages) == len(PRESET.script.passages)


async def test_the_same_request_brings_the_same_words_and_another_feeling_brings_others(stand: Stand) -> None:
    scripts = [await written(writer(stand), feeling) for feeling in ("tense", "tense", "tired", None)]
    assert scripts[0] == scripts[1]
    assert len(set(scripts)) == 3


async def test_the_model_is_asked_once_with_the_key_as_bearer(stand: Stand) -> None:
    await stand.configure(openai_api_key=SECRET)
    await written(writer(stand), "tense")
    _, shown = await stand.call("GET", "/_sim/requests")
    (request,) = shown["items"]
    assert (request["path"], request["request"]["store"]) == ("/v1/chat/completions", False)
    assert SECRET not in str(shown)


@pytest.mark.parametrize(("kind", "params", "reason"), [
    ("script_refusal", {}, "refusal"),
    ("script_wrong_shape", {}, "shape"),
    ("script_bad_bounds", {}, "bounds"),
    ("script_bad_bounds", {"passages": 2}, "bounds"),
    ("script_cut_off", {}, "cut_off"),
    ("script_error", {"status": 429}, "status_429"),
    ("script_error", {"status": 500}, "status_500"),
    ("script_error", {"status": 307, "Location": "/v1/chat/completions"}, "status_307"),
    ("script_hang_up", {}, "connection"),
    ("script_oversized", {}, "too_large"),
])  # fmt: skip
async def test_a_fault_has_its_reason_and_is_not_tried_again(
    stand: Stand, kind: str, params: dict[str, Any], reason: str
) -> None:
    await stand.fault(kind, count=1, **params)
    assert await reason_of(writer(stand)) == reason
    _, shown = await stand.call("GET", "/_sim/requests")
    assert len(shown["items"]) == 1


@pytest.mark.parametrize(("kind", "params"), [("script_slow", {"seconds": 5}), ("script_dribble", {"seconds": 0.02})])
async def test_who_is_too_slow_is_late(stand: Stand, kind: str, params: dict[str, Any]) -> None:
    await stand.fault(kind, **params)
    assert await reason_of(writer(stand, seconds=0.3)) == "timeout"


async def test_who_is_slow_but_in_time_is_heard(stand: Stand) -> None:
    await stand.fault("script_dribble", seconds=0, bytes=100)
    assert len((await written(writer(stand))).passages) == 5


async def test_a_wrong_key_is_refused(stand: Stand) -> None:
    await stand.configure(openai_api_key="another")
    assert await reason_of(writer(stand)) == "status_401"


async def test_a_wrong_path_is_not_found(stand: Stand) -> None:
    assert await reason_of(writer(stand, base_url=stand.base + "/v1/")) == "status_404"
