"""HTTP calls answered: by the endpoint of their route, and every failure with a problem."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from reprise.domain.errors import NotFound
from reprise.edge.function import serve
from reprise.edge.http import Call, Response
from reprise.edge.routes import Route

EVENT: dict[str, Any] = {"routeKey": "GET /x", "requestContext": {"requestId": "req-1"}, "headers": {}}


def answered(endpoint: Callable[[str, Call], Response[Any]], parts: Callable[[], str] = lambda: "parts") -> Any:
    return serve({"GET /x": Route("GET /x", endpoint, None, None, "Try it.")}, parts, EVENT)


def test_an_endpoint_answers_with_the_functions_parts() -> None:
    answer = answered(lambda parts, call: Response(200, {"parts": parts, "request": call.request_id}))
    assert (answer["statusCode"], json.loads(answer["body"])) == (200, {"parts": "parts", "request": "req-1"})


@pytest.mark.parametrize(
    ("error", "status", "code"), [(NotFound("x"), 404, "not_found"), (KeyError("x"), 500, "internal")]
)
def test_every_failure_becomes_a_problem(error: Exception, status: int, code: str) -> None:
    def endpoint(_parts: str, _call: Call) -> Response[None]:
        raise error

    answer = answered(endpoint)
    body = json.loads(answer["body"])
    assert answer["statusCode"] == status
    assert answer["headers"]["content-type"] == "application/problem+json"
    assert (body["code"], body["status"], body["requestId"]) == (code, status, "req-1")


def test_a_function_that_cannot_be_built_says_so_with_a_problem() -> None:
    def parts() -> str:
        raise ValueError("a setting is wrong")

    answer = answered(lambda _parts, _call: Response(204, None), parts)
    assert (answer["statusCode"], json.loads(answer["body"])["code"]) == (500, "internal")
