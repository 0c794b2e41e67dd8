"""The stack's port: routes, tokens, CORS, limits, and functions that fail."""

from __future__ import annotations

import pytest
import requests

from reprise.edge.problems import text
from tests.integration.local.conftest import Running


def code_of(response: requests.Response) -> tuple[int, str]:
    assert response.headers["Content-Type"].startswith("application/problem+json")
    problem = response.json()
    assert set(problem) == {"type", "title", "status", "detail", "code", "requestId"}
    assert problem["status"] == response.status_code
    return response.status_code, problem["code"]


def test_a_function_gets_an_event_and_a_context(stack: Running) -> None:
    answer = stack.ask("POST", "/v1/open/echo?a=1", json={"x": 1}, headers={"X-Two": "2"})
    seen = answer.json()
    assert answer.raw.headers.getlist("Set-Cookie") == ["a=1", "b=2"]
    assert {name: seen["event"][name] for name in ("pathParameters", "routeKey", "body")} == {
        "pathParameters": {"what": "echo"},
        "routeKey": "ANY /v1/open/{what}",
        "body": '{"x": 1}',
    }
    assert seen["event"]["headers"]["x-two"] == "2"
    assert seen["context"]["name"] == "reprise-WebFunction"
    assert 0 < seen["context"]["left"] <= 2000
    assert seen["context"]["arn"].startswith("arn:aws:lambda:")


def test_a_function_sees_its_own_environment_only(stack: Running) -> None:
    seen = stack.ask("GET", "/v1/open/echo").json()["environment"]
    assert seen["THINGS_TABLE"] == "reprise-ThingsTable"
    ours = {"THINGS_TABLE", "DONE_TABLE", "SUNO_BASE_URL", "SUNO_API_KEY", "PATH", "LANG", "TZ", "LC_CTYPE", "_HANDLER"}
    assert {name for name in seen if not name.startswith(("AWS_", "LAMBDA_"))} - ours <= {
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
        "REQUESTS_CA_BUNDLE",
        "CURL_CA_BUNDLE",
    }


def test_a_secret_comes_from_the_parameter_store(stack: Running) -> None:
    assert stack.ask("GET", "/v1/open/secret").text == "local-suno-key"


def test_the_gateways_own_answers_are_in_the_readers_language(stack: Running) -> None:
    answer = stack.ask("GET", "/v1/mine", headers={"Accept-Language": "fr; q=0.9, en; q=0.1"})
    assert (answer.headers["Content-Language"], answer.json()["title"]) == ("fr", text("unauthorized.title", "fr"))
    assert answer.json()["detail"] == text("unauthorized.detail", "fr")


def test_a_token_is_needed_where_the_template_says_so(stack: Running) -> None:
    assert code_of(stack.ask("GET", "/v1/mine")) == (401, "unauthorized")
    assert stack.ask("GET", "/v1/mine").headers["WWW-Authenticate"] == "Bearer"
    assert code_of(stack.ask("GET", "/v1/mine", "not.a.token")) == (401, "unauthorized")
    assert code_of(stack.ask("GET", "/v1/mine", stack.token(expiresIn=-10))) == (401, "unauthorized")


def test_claims_are_handed_on_as_text(stack: Running) -> None:
    event = stack.ask("GET", "/v1/mine", stack.token("me", admin=True)).json()["event"]
    claims = event["requestContext"]["authorizer"]["jwt"]["claims"]
    assert (claims["sub"], claims["cognito:groups"]) == ("me", "[admin]")
    assert all(isinstance(value, str) for value in claims.values())


def test_the_issuer_publishes_its_key(stack: Running) -> None:
    configuration = stack.ask("GET", "/_local/.well-known/openid-configuration").json()
    (key,) = requests.get(configuration["jwks_uri"], timeout=5).json()["keys"]
    assert (key["kty"], key["alg"]) == ("RSA", "RS256")


def test_an_unknown_route(stack: Running) -> None:
    assert code_of(stack.ask("GET", "/v1/nothing")) == (404, "not_found")
    assert code_of(stack.ask("POST", "/v1/mine")) == (404, "not_found")


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("crash", (502, "internal")),
        ("fail", (500, "internal")),
        ("slow", (504, "timeout")),
        ("bad", (500, "internal")),
        ("unmarshallable", (500, "internal")),
        ("big", (500, "internal")),
    ],
)
def test_a_function_that_fails(stack: Running, what: str, expected: tuple[int, str]) -> None:
    assert code_of(stack.ask("GET", f"/v1/open/{what}")) == expected
    assert stack.ask("GET", "/v1/health").status_code == 200


def test_a_bare_answer(stack: Running) -> None:
    assert stack.ask("GET", "/v1/open/bare").json() == {"hello": "world"}


def test_a_process_is_kept_warm_until_it_dies(stack: Running) -> None:
    first, second = (stack.ask("GET", "/v1/open/echo").json()["pid"] for _ in range(2))
    assert first == second
    stack.ask("GET", "/v1/open/crash")
    assert stack.ask("GET", "/v1/open/echo").json()["pid"] != first


def test_cors_is_the_gateways_business(stack: Running) -> None:
    asks = {"Origin": "https://app.example", "Access-Control-Request-Method": "GET"}
    preflight = stack.ask("OPTIONS", "/v1/mine", headers=asks)
    assert preflight.status_code == 204
    assert preflight.headers["Access-Control-Allow-Origin"] == "https://app.example"
    assert preflight.headers["Access-Control-Allow-Methods"] == "GET"
    assert preflight.headers["Access-Control-Max-Age"] == "60"
    refused = stack.ask("GET", "/v1/mine", headers=asks)
    assert refused.headers["Access-Control-Allow-Origin"] == "https://app.example"
    stranger = stack.ask("OPTIONS", "/v1/mine", headers={**asks, "Origin": "https://other.example"})
    assert "Access-Control-Allow-Origin" not in stranger.headers


@pytest.mark.parametrize(("size", "expected"), [(2_000_000, 200), (7_000_000, 413), (11_000_000, 413)])
def test_how_much_is_taken(stack: Running, size: int, expected: int) -> None:
    answer = stack.ask("POST", "/v1/open/bare", data=b"x" * size, headers={"Content-Type": "text/plain"})
    assert answer.status_code == expected
    if expected == 413:
        assert code_of(answer) == (413, "payload_too_large")
