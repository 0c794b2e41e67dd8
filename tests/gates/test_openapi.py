"""The API's document is what the routes make, is valid, and agrees with what is sent, answered and shown."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from reprise.domain.errors import DomainError, FieldError, InvalidInput
from reprise.edge.problems import problem
from tests.fakes.payloads import callback
from tests.gates.declared import declared
from tests.told import document, faults
from tools.openapi.__main__ import WRITTEN, text
from tools.openapi.answers import examples
from tools.openapi.callbacks import SCHEMAS
from tools.openapi.facts import FACTS
from tools.openapi.found import BASE, Found, found
from tools.openapi.renderer import FILES, PAGES

DOCUMENT = document()
ROUTES = found()
OPERATIONS = {one.name: DOCUMENT["paths"][one.path][one.method] for one in ROUTES}
TAKING = [one for one in ROUTES if one.example is not None]
OUTSIDE = re.compile(rb"(?:src|href|url)\s*[=:(]\s*[\"']?(?:https?:)?//")


def wrong(schema: dict[str, Any], value: Any) -> list[str]:
    """What a schema of the document has against a value."""
    return [f"{error.json_path}: {error.message}" for error in faults(schema, value)]


def body_schema(one: Found) -> dict[str, Any]:
    """The schema of what an operation takes."""
    schema: dict[str, Any] = OPERATIONS[one.name]["requestBody"]["content"]["application/json"]["schema"]
    return schema


def test_the_document_is_what_the_routes_make() -> None:
    """If not: `make openapi`."""
    assert WRITTEN.read_text("utf-8") == text()


def test_the_document_is_valid() -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(DOCUMENT).iter_errors()] == []


def test_every_route_of_the_template_is_told_and_no_other() -> None:
    events = [event for one in declared().values() for event in one.events.values() if event["Type"] == "HttpApi"]
    routes = {f"{event['Properties']['Method']} {event['Properties']['Path']}" for event in events}
    told = {f"{method.upper()} {BASE}{path}" for path, one in DOCUMENT["paths"].items() for method in one}
    assert told == routes - {"ANY $default"}


def test_what_is_said_of_an_operation_is_said_of_one_that_there_is() -> None:
    assert set(FACTS) <= set(OPERATIONS)
    assert {key.split(" ")[0] for key in examples()} <= set(OPERATIONS)


@pytest.mark.parametrize("one", TAKING, ids=lambda one: one.name)
def test_a_sample_events_body_is_what_its_operation_takes(one: Found) -> None:
    assert wrong(body_schema(one), one.example) == []


@pytest.mark.parametrize("one", TAKING, ids=lambda one: one.name)
def test_a_field_that_nobody_knows_is_not_taken(one: Found) -> None:
    taken = wrong(body_schema(one), {**one.example, "balance": 100}) == []
    assert taken is (one.name == "webhook")  # providers send what they like


@pytest.mark.parametrize(
    "body",
    [
        {}, {"prompt": None}, {"prompt": "x", "lyrics": "la", "customMode": False}, {"prompt": "x" * 3001},
        {"prompt": "x", "hasVocals": True, "makeInstrumental": True}, {"prompt": "x", "styleWeight": 1.01},
        {"prompt": "x", "credits": 5}, {"prompt": "x", "styleTags": ["x"] * 51}, {"prompt": "x", "vocalGender": "x"},
    ],
)  # fmt: skip
def test_a_song_that_would_be_refused_is_refused_by_its_schema(body: dict[str, Any]) -> None:
    assert wrong({"$ref": "#/components/schemas/SongBody"}, body)


def responses() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Operation, status and response, of all."""
    for name, operation in OPERATIONS.items():
        for status, response in operation["responses"].items():
            yield (
                name,
                status,
                DOCUMENT["components"]["responses"].get(response.get("$ref", "").split("/")[-1], response),
            )


def shown() -> Iterator[tuple[str, dict[str, Any], list[Any]]]:
    """Operation with status, schema and examples, of every body of ours."""
    for name, status, response in responses():
        for content in response.get("content", {}).values():
            values = [one["value"] for one in content.get("examples", {}).values()]
            yield f"{name} {status}", content["schema"], values or [content[key] for key in content if key == "example"]


def test_every_body_has_an_example() -> None:
    assert [name for name, schema, examples in shown() if "$ref" in schema and not examples] == []


def test_an_example_fits() -> None:
    assert [fault for _, schema, examples in shown() for one in examples for fault in wrong(schema, one)] == []


@pytest.mark.parametrize("error", [InvalidInput([FieldError("prompt", "wrong")]), DomainError(), ValueError("x")])
def test_a_problem_is_what_the_document_says(error: Exception) -> None:
    assert wrong({"$ref": "#/components/schemas/Problem"}, problem(error, "fr", "id")[1]) == []


def test_a_link_leads_to_an_operation_and_names_its_parameters() -> None:
    links = [link for _, _, response in responses() for link in response.get("links", {}).values()]
    named = {(link["operationId"], name) for link in links for name in link.get("parameters", {})}
    parameters = DOCUMENT["components"]["parameters"].values()
    known = {one["name"] for one in parameters}
    assert {operation for operation, _ in named} <= set(OPERATIONS)
    assert {name for _, name in named} <= known


def test_every_shape_of_a_callback_is_a_webhook() -> None:
    shapes = {name for name in SCHEMAS if name.startswith("CallbackOf")}
    bodies = [hook["post"]["requestBody"]["content"]["application/json"] for hook in DOCUMENT["webhooks"].values()]
    assert {body["schema"]["$ref"].split("/")[-1] for body in bodies} == shapes
    assert [fault for body in bodies for fault in wrong(body["schema"], body["example"])] == []


@pytest.mark.parametrize("kind", ["track", "lyrics"])
@pytest.mark.parametrize("stage", ["text", "first", "complete", "error"])
def test_what_the_simulated_provider_sends_is_a_callback(stage: str, kind: str) -> None:
    body = callback("task-1", stage, 500 if stage == "error" else 200, kind)
    assert wrong({"$ref": "#/components/schemas/CallbackOfTask"}, body) == []


@pytest.mark.parametrize("name", FILES)
def test_the_renderer_is_the_one_that_was_pinned(name: str) -> None:
    """If not: `make renderer`."""
    assert sha256(gzip.decompress((PAGES / f"{name}.gz").read_bytes())).hexdigest() == FILES[name]


@pytest.mark.parametrize("name", ["docs.html", "docs.js", "docs.css"])
def test_our_page_names_nothing_outside(name: str) -> None:
    assert OUTSIDE.findall((PAGES / name).read_bytes()) == []
