"""What API Gateway makes of requests, routes and results."""

from __future__ import annotations

from typing import Any

import pytest
from multidict import CIMultiDict, CIMultiDictProxy

from local.gateway.events import Request, http_event
from local.gateway.responses import InvalidResult, http_response
from local.gateway.router import Router
from local.specs import Route

ROUTES = [
    Route("GET", "/v1/tracks", "list", authorized=True),
    Route("GET", "/v1/tracks/{trackId}", "show", authorized=True),
    Route("GET", "/v1/tracks/export", "export", authorized=True),
    Route("ANY", "/v1/files/{name}", "files", authorized=True),
    Route("ANY", "$default", "rest", authorized=False),
]


@pytest.mark.parametrize(
    ("method", "path", "function", "parameters"),
    [
        ("GET", "/v1/tracks", "list", {}),
        ("GET", "/v1/tracks/a%2Fb", "show", {"trackId": "a/b"}),
        ("GET", "/v1/tracks/export", "export", {}),
        ("POST", "/v1/files/a", "files", {"name": "a"}),
        ("POST", "/v1/tracks", "rest", {}),
        ("GET", "/v1/tracks/", "rest", {}),
        ("GET", "/v1/tracks/a/b", "rest", {}),
    ],
)
def test_the_most_specific_route_is_taken(method: str, path: str, function: str, parameters: dict[str, str]) -> None:
    found = Router(ROUTES).match(method, path)
    assert found is not None
    assert (found[0].function, found[1]) == (function, parameters)


def test_without_a_default_route_there_is_none() -> None:
    assert Router(ROUTES[:1]).match("POST", "/v1/tracks") is None


def event_of(headers: list[tuple[str, str]], body: bytes = b"", query: str = "") -> dict[str, Any]:
    request = Request(
        method="GET",
        raw_path="/v1/tracks/a%20b",
        query=query,
        headers=CIMultiDictProxy(CIMultiDict(headers)),
        body=body,
        source_ip="127.0.0.9",
        host="api.example",
        request_id="r-1",
    )
    return http_event(request, ROUTES[1], {"trackId": "a b"}, {"sub": "u"})


def test_an_event_of_payload_format_2() -> None:
    event = event_of([("X-A", "1"), ("x-a", "2"), ("Cookie", "k=v; l=w")], query="p=1&p=2&q=%C3%A9&r=")
    assert (event["routeKey"], event["rawPath"]) == ("GET /v1/tracks/{trackId}", "/v1/tracks/a b")
    assert event["headers"]["x-a"] == "1,2"
    assert "cookie" not in event["headers"]
    assert event["cookies"] == ["k=v", "l=w"]
    assert event["queryStringParameters"] == {"p": "1,2", "q": "é", "r": ""}
    assert "body" not in event


def test_an_event_says_who_calls_and_from_where() -> None:
    event = event_of([])
    assert event["requestContext"]["authorizer"]["jwt"]["claims"] == {"sub": "u"}
    assert event["requestContext"]["http"]["sourceIp"] == "127.0.0.9"


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        ("application/json", b'{"a":1}', ('{"a":1}', False)),
        ("application/cloudevents+json; charset=utf-8", b"{}", ("{}", False)),
        ("text/plain", "é".encode(), ("é", False)),
        ("text/plain", b"\xff", ("/w==", True)),
        ("application/octet-stream", b"abc", ("YWJj", True)),
    ],
)
def test_bodies_are_text_or_base64(kind: str, body: bytes, expected: tuple[str, bool]) -> None:
    event = event_of([("Content-Type", kind)], body)
    assert (event["body"], event["isBase64Encoded"]) == expected


def test_a_response() -> None:
    response = http_response(
        {"statusCode": "201", "headers": {"X-A": 1}, "cookies": ["a=1", "b=2"], "body": "aGk=", "isBase64Encoded": True}
    )
    assert (response.status, response.body) == (201, b"hi")
    assert response.headers["X-A"] == "1"
    assert response.headers.getall("Set-Cookie") == ["a=1", "b=2"]
    assert response.headers["Content-Type"] == "text/plain;charset=UTF-8"


def test_a_bare_answer_is_inferred() -> None:
    response = http_response({"hello": "world"})
    assert (response.status, response.body, response.content_type) == (200, b'{"hello": "world"}', "application/json")
    assert http_response("text").body == b"text"


@pytest.mark.parametrize(
    "result",
    [
        {"statusCode": "two"},
        {"statusCode": 99},
        {"statusCode": 200, "body": {"a": 1}},
        {"statusCode": 200, "headers": ["a"]},
        {"statusCode": 200, "headers": {"a": "b\r\nc: d"}},
        {"statusCode": 200, "body": "no base64", "isBase64Encoded": True},
    ],
)
def test_what_is_no_response_is_refused(result: Any) -> None:
    with pytest.raises(InvalidResult):
        http_response(result)
