"""What the simulator of OpenAI refuses, and what it writes."""

from __future__ import annotations

from typing import Any

import pytest

from local.simulator.lexicon import LANGUAGES, decks
from local.simulator.scripts import script_for
from local.simulator.strictness import first_objection
from reprise.providers.openai.answer import script_of
from reprise.providers.openai.asking import schema
from tests.unit.providers.scripting import completion

Json = dict[str, Any]


def asked(wanted: Json | None = None, rules: str = "Write in French.", **changes: Any) -> Json:
    described = {"name": "script", "strict": True, "schema": wanted or schema()} | changes.pop("described", {})
    messages = [{"role": "system", "content": rules}, {"role": "user", "content": "{}"}]
    usual = {"model": "m", "messages": messages, "response_format": {"type": "json_schema", "json_schema": described}}
    return usual | changes


def thing(**properties: Any) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def deep(levels: int) -> Json:
    return thing(inner=deep(levels - 1)) if levels else thing(end={"type": "null"})


@pytest.mark.parametrize("rules", [f"Write in {name}, case {case}." for name in LANGUAGES for case in range(40)])
def test_every_script_keeps_all_bounds(rules: str) -> None:
    written = script_for(asked(rules=rules))
    assert script_of(completion(written)).title == written["title"].strip()


def test_a_script_has_the_words_of_one_language() -> None:
    for name, language in LANGUAGES.items():
        assert script_for(asked(rules=f"Write in {name}."))["brief"] in decks()[language]["brief"]


@pytest.mark.parametrize(("count", "made"), [(3, 3), (4, 4), (6, 6), (9, 6)])
def test_as_many_passages_are_written_as_asked_for_and_allowed(count: int, made: int) -> None:
    assert len(script_for(asked(rules=f"Write exactly {count} passages in English."))["passages"]) == made


def test_any_schema_is_filled() -> None:
    either = {"anyOf": [{"type": "string"}, {"type": "null"}]}
    wanted = thing(
        mood={"type": "string", "enum": ["calm"]},
        kind={"const": "run"},
        loud={"type": ["number", "null"], "minimum": 1, "maximum": 1},
        is_new={"type": "boolean"},
        nothing={"type": "null"},
        tags={"type": "array", "items": either, "minItems": 2, "maxItems": 2},
    )
    assert first_objection(asked(wanted)) is None
    written = script_for(asked(wanted))
    assert (written["mood"], written["kind"], written["loud"], written["nothing"]) == ("calm", "run", 1.0, None)
    assert isinstance(written["is_new"], bool)
    assert all(isinstance(tag, str) for tag in written["tags"])
    assert len(written["tags"]) == 2


@pytest.mark.parametrize(("wanted", "word"), [
    ({"type": "array", "items": {"type": "string"}}, "object"),
    (thing() | {"additionalProperties": True}, "additionalProperties"),
    ({"type": "object", "properties": {}, "required": []}, "additionalProperties"),
    (thing(title={"type": "string"}) | {"required": []}, "Missing 'title'"),
    (thing(title={"type": "string", "maxLength": 60}), "'maxLength' is not permitted"),
    (thing(inner=thing(end={"type": "text"})), "context=('properties', 'inner', 'properties', 'end')"),
    (thing(items={"type": "array", "items": thing() | {"minProperties": 1}}), "'minProperties'"),
    (thing(choice={"anyOf": [{"type": "null", "allOf": []}]}), "'allOf'"),
    (thing(free={}), "'type'"),
    (deep(11), "nesting"),
    (thing(**{f"p{number}": {"type": "null"} for number in range(5001)}), "5000"),
])  # fmt: skip
def test_a_schema_that_strict_mode_cannot_follow_is_refused(wanted: Json, word: str) -> None:
    objection = first_objection(asked(wanted))
    assert objection is not None
    assert word in objection.message
    assert objection.param == "response_format"


def test_what_is_not_strict_may_have_any_schema() -> None:
    assert first_objection(asked({"type": "object", "allOf": []}, described={"strict": False})) is None


@pytest.mark.parametrize(("changes", "param"), [
    ({"model": ""}, None), ({"messages": []}, "messages"),
    ({"messages": [{"role": "poet", "content": "x"}]}, "messages[0]"),
    ({"messages": ["x"]}, "messages[0]"), ({"response_format": None}, "response_format.json_schema"),
    ({"response_format": {"type": "text", "json_schema": {}}}, "response_format.json_schema"),
    ({"described": {"name": "two words"}}, "response_format.json_schema.name"),
    ({"described": {"schema": None}}, "response_format.json_schema.schema"),
])  # fmt: skip
def test_a_request_that_lacks_something_is_refused(changes: Json, param: str | None) -> None:
    objection = first_objection(asked(**changes))
    assert objection is not None
    assert objection.param == param


def test_the_words_are_within_the_bounds_of_every_language() -> None:
    sizes = {"title": 60, "brief": 600, "passages.title": 60, "passages.technique": 120, "passages.prompt": 380}
    for language, texts in decks().items():
        assert texts.keys() == sizes.keys(), language
        assert {name: text for name in sizes for text in texts[name] if len(text) > sizes[name]} == {}
