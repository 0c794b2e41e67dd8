"""The routes are data: the template has the same ones, and an API document can be made of them."""

from __future__ import annotations

import re
from typing import Any, cast

import pytest
from pydantic import TypeAdapter

from reprise.edge.routes import Route
from reprise.edge.validation import adapter_of
from tests.gates.declared import declared, functions

ROUTES = [route for function in functions().values() for route in function.routes.values()]
SENTENCE = re.compile(r"[A-Z][^.]+\.")


def declared_keys(function: str) -> set[str]:
    """The route keys that the template gives a function."""
    events = declared()[function].events.values()
    routes = [event["Properties"] for event in events if event["Type"] == "HttpApi"]
    return {f"{route['Method']} {route['Path']}".removeprefix("ANY ") for route in routes}


@pytest.mark.parametrize("function", sorted(functions()))
def test_a_function_answers_the_routes_that_the_template_gives_it_and_no_others(function: str) -> None:
    assert set(functions()[function].routes) == declared_keys(function)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.key)
def test_a_document_can_say_what_a_route_takes_and_answers(route: Route[Any, Any]) -> None:
    if route.body is not None:
        assert adapter_of(cast("Any", route.body)).json_schema()["type"] == "object"
    if route.answer is not None:
        assert TypeAdapter(route.answer).json_schema()["properties"]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.key)
def test_a_routes_summary_is_one_sentence(route: Route[Any, Any]) -> None:
    assert SENTENCE.fullmatch(route.summary)
