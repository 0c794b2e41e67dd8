"""HTTP API events: who calls, as what, with which body; and how responses look to API Gateway."""

from __future__ import annotations

import base64

import pytest

from reprise.domain.errors import Forbidden, InvalidInput, PayloadTooLarge, Unauthorized
from reprise.edge.http import MAX_BODY_BYTES, Call, Response, rendered
from tests.unit.edge.calls import call


def claimed(**claims: str) -> Call:
    return Call({"requestContext": {"authorizer": {"jwt": {"claims": claims}}}})


def test_the_caller_is_the_subject() -> None:
    assert claimed(sub="u").user == "u"
    for nobody in (
        claimed(),
        claimed(sub=""),
        Call({"requestContext": {}}),
        Call({"requestContext": {"authorizer": None}}),
    ):
        with pytest.raises(Unauthorized):
            _ = nobody.user


@pytest.mark.parametrize("groups", ["admin", "[admin]", "[staff admin]", "[admin staff]"])
def test_an_admin_is_in_the_group(groups: str) -> None:
    claimed(**{"sub": "u", "cognito:groups": groups}).require_admin()


@pytest.mark.parametrize(
    "groups",
    [
        "",
        "[]",
        "administrators",
        "[admins]",
        "not-admin",
        "not admin",
        "admin,staff",
        "[staff,admin]",
        "[[admin]",
        "[admin]]",
        "admin]",
        " admin",
    ],
)
def test_nobody_else_is(groups: str) -> None:
    with pytest.raises(Forbidden):
        claimed(**{"sub": "u", "cognito:groups": groups}).require_admin()


def encoded(raw: bytes) -> Call:
    return Call({"requestContext": {}, "body": base64.b64encode(raw).decode(), "isBase64Encoded": True})


def test_a_body_has_up_to_1_mib_of_bytes() -> None:
    assert MAX_BODY_BYTES == 1024 * 1024
    for fits in (call(raw="x" * MAX_BODY_BYTES), encoded(b"x" * MAX_BODY_BYTES)):
        assert len(fits.raw_body) == MAX_BODY_BYTES
    for over in (call(raw="x" * (MAX_BODY_BYTES + 1)), call(raw="é" * (MAX_BODY_BYTES // 2 + 1)),
                 encoded(b"x" * (MAX_BODY_BYTES + 1))):  # fmt: skip
        with pytest.raises(PayloadTooLarge):
            _ = over.raw_body


def test_a_body_may_be_base64() -> None:
    assert encoded(b'{"a": 1}').json_object() == {"a": 1}
    with pytest.raises(InvalidInput):
        _ = Call({"requestContext": {}, "body": "***", "isBase64Encoded": True}).raw_body


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"", b"nothing", b"[1]", b"9" * 5000])
def test_what_is_no_json_object(raw: bytes) -> None:
    with pytest.raises(InvalidInput, match="body: json_object"):
        encoded(raw).json_object()


def test_a_response_as_api_gateway_takes_it() -> None:
    assert rendered(Response(200, {"word": "да"}, {"x-more": "1"})) == {
        "statusCode": 200,
        "headers": {"content-type": "application/json", "cache-control": "no-store", "x-more": "1"},
        "body": '{"word": "да"}',
    }


def test_a_response_without_body() -> None:
    assert rendered(Response(204, None)) == {"statusCode": 204, "headers": {"cache-control": "no-store"}}
