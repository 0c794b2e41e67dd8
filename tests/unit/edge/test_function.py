"""A Lambda function: built once, by its first event, out of what surrounds it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier
from typing import Any

import pytest

from reprise.edge.function import Function
from reprise.edge.http import Response
from reprise.edge.routes import Route
from reprise.edge.settings import SettingsError
from reprise.edge.surroundings import Surroundings

THREADS = 16


@dataclass(frozen=True)
class Settings:
    """One variable."""

    name: str


@dataclass
class Builder:
    """Remembers what it was asked to build; the first tries may fail."""

    failures: int = 0
    built: list[str] = field(default_factory=list)

    def __call__(self, settings: Settings, around: Surroundings) -> str:
        self.built.append(f"{settings.name} {around.new_id()}")
        if len(self.built) <= self.failures:
            raise RuntimeError("not yet")
        return self.built[-1]


def echo(parts: str, event: dict[str, Any], context: Any) -> tuple[str, Any, Any]:
    return parts, event["number"], context


def named(name: str) -> Surroundings:
    return Surroundings(environment={"NAME": name}, new_id=lambda: "id")


def test_it_is_built_once_out_of_its_settings_and_its_surroundings() -> None:
    builder = Builder()
    function = Function(Settings, builder, handle=echo).within(named("a"))
    assert builder.built == []
    assert [function({"number": number}, "context") for number in (1, 2)] == [
        ("a id", 1, "context"),
        ("a id", 2, "context"),
    ]
    assert builder.built == ["a id"]


def test_threads_that_bring_the_first_events_build_it_once() -> None:
    builder, barrier = Builder(), Barrier(THREADS)
    function = Function(Settings, builder, handle=echo).within(named("a"))

    def first(number: int) -> Any:
        barrier.wait()
        return function({"number": number}, None)

    with ThreadPoolExecutor(THREADS) as threads:
        assert {parts for parts, _, _ in threads.map(first, range(THREADS))} == {"a id"}
    assert len(builder.built) == 1


def test_in_other_surroundings_it_is_another_function() -> None:
    builder = Builder()
    one = Function(Settings, builder, handle=echo).within(named("a"))
    other = one.within(named("b"))
    assert [each({"number": 1}, None)[0] for each in (one, other, one)] == ["a id", "b id", "a id"]


def test_what_could_not_be_built_is_tried_again_by_the_next_event() -> None:
    function = Function(Settings, Builder(failures=1), handle=echo).within(named("a"))
    with pytest.raises(RuntimeError, match="not yet"):
        function({"number": 1}, None)
    assert function({"number": 2}, None) == ("a id", 2, None)


def test_a_missing_setting_is_named() -> None:
    with pytest.raises(SettingsError, match="not set: NAME"):
        Function(Settings, Builder(), handle=echo).within(Surroundings(environment={}))({"number": 1}, None)


def test_http_calls_go_to_the_routes_and_other_events_do_not() -> None:
    route = Route("GET /x", lambda parts, _call: Response(200, parts), None, str, "Try it.")
    function = Function(Settings, Builder(), routes=(route,), handle=echo).within(named("a"))
    call = {"routeKey": "GET /x", "requestContext": {}}
    assert (function(call, None)["body"], function({"number": 1}, None)[1]) == ('"a id"', 1)
