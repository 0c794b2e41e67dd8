"""The model's answer: what is taken, what is cleaned, and what every other answer is called."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprise.domain.presets import Passage, Script
from reprise.providers.openai.answer import script_of
from reprise.providers.writer import Unwritten
from tests.unit.providers.scripting import completion, passage, script


def reason_of(body: bytes) -> str:
    with pytest.raises(Unwritten) as caught:
        script_of(body)
    return caught.value.reason


def test_a_good_answer_is_a_script() -> None:
    taken = Passage("Ground", "Feel the feet", "Slow Rhodes chords, warm", 240)
    assert script_of(completion(script())) == Script("Slower", "Sit as you like.", (taken,) * 5)


@pytest.mark.parametrize("edge", [
    script(title="t" * 60, brief="b" * 600),
    script(passages=[passage(title="t" * 60, technique="t" * 120, prompt="p" * 380)] * 5),
    script(passages=[passage(prompt="p" * 20, seconds=360)] * 3),
    script(passages=[passage(seconds=60), *[passage(seconds=276)] * 5]),
])  # fmt: skip
def test_what_touches_a_bound_is_taken(edge: dict[str, Any]) -> None:
    assert script_of(completion(edge)).title == edge["title"]


def test_texts_are_cleaned_as_users_texts_are() -> None:
    written = script(
        title='<b>L\'aube</b>  "claire"\n',
        brief=" Sit\r\n\r\n down.<script>alert(1)</script>\x07 ",
        passages=[passage(prompt="Slow <i>Rhodes</i> chords, javascript:warm")] * 5,
    )
    taken = script_of(completion(written))
    assert (taken.title, taken.brief) == ('L\'aube "claire"', "Sit down.")
    assert taken.passages[0].prompt == "Slow Rhodes chords, warm"


@pytest.mark.parametrize("wrong", [
    script(title="t" * 61), script(title="<p></p>"), script(brief="b" * 601), script(brief=" "),
    script(passages=[passage()] * 2), script(passages=[passage(seconds=150)] * 9),
    script(passages=[passage(title="t" * 61)] * 5), script(passages=[passage(technique="t" * 121)] * 5),
    script(passages=[passage(technique="")] * 5), script(passages=[passage(prompt="p" * 19)] * 5),
    script(passages=[passage(prompt="p" * 381)] * 5),
    script(passages=[passage(seconds=59), *[passage(seconds=300)] * 4]),
    script(passages=[passage(seconds=361), *[passage(seconds=250)] * 4]),
    script(passages=[passage(seconds=359)] * 3), script(passages=[passage(seconds=241)] * 6),
    script(title="Slow\u202eer"), script(brief="Sit\x85down"), script(brief="Sit\u2028down"),
    script(title="\ufeffSlower"),
])  # fmt: skip
def test_what_breaks_a_bound_is_out_of_bounds(wrong: dict[str, Any]) -> None:
    assert reason_of(completion(wrong)) == "bounds"


@pytest.mark.parametrize("wrong", [
    "", "no JSON", None, "[]", "null", "{}", "[" * 20_000, json.dumps(script())[:-20],
    script(title=None), script(title=7), script(more="x"), script(passages={}), script(passages=["x"] * 5),
    script(passages=[passage(seconds="240")] * 5), script(passages=[passage(seconds=240.5)] * 5),
    script(passages=[passage(seconds=True)] * 5), script(passages=[passage(mood="x")] * 5),
    json.dumps(script()).replace("Slower", "\\ud800"), json.dumps(script()).replace("240", "NaN"),
    json.dumps(script()).replace("240", "9" * 5000),
])  # fmt: skip
def test_what_is_no_script_has_the_wrong_shape(wrong: Any) -> None:
    assert reason_of(completion(wrong)) == "shape"


@pytest.mark.parametrize(("body", "reason"), [
    (completion(None, refusal="I can't help with that."), "refusal"),
    (completion(json.dumps(script())[:90], end="length"), "cut_off"),
    (completion(script(), end="content_filter"), "filtered"),
    (completion(script(), end="tool_calls"), "answer"),
    (b"", "answer"), (b"<html>", "answer"), (b"\xff\xfe", "answer"), (b"[" * 60_000, "answer"), (b"[]", "answer"),
    (b'{"choices": []}', "answer"), (b'{"choices": [{"message": {"content": 1}, "finish_reason": "stop"}]}', "answer"),
])  # fmt: skip
def test_every_other_answer_has_its_reason(body: bytes, reason: str) -> None:
    assert reason_of(body) == reason


@given(st.binary(max_size=200) | st.text(max_size=200).map(completion) | st.dictionaries(
    st.sampled_from(["title", "brief", "passages"]), st.none() | st.text() | st.lists(st.integers()),
).map(completion))  # fmt: skip
def test_nothing_but_a_reason_comes_of_anything_else(body: bytes) -> None:
    assert reason_of(body) in {"answer", "shape", "bounds"}
