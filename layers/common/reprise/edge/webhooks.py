"""Webhooks: from an HTTP call to a delivery, and from what became of it to a response."""

from __future__ import annotations

from http import HTTPStatus
from typing import NotRequired

from typing_extensions import TypedDict

from reprise.domain.errors import InvalidInput, NotFound, PayloadTooLarge
from reprise.domain.receipts import Receipt, Result
from reprise.domain.webhooks import Delivery, Evidence
from reprise.edge.bootstrap.callback import Parts
from reprise.edge.http import Call, Response
from reprise.edge.logging import log, log_problem
from reprise.edge.routes import Route
from reprise.usecases.sending import hash_token

_LONGEST_ID = 64
_SHOWN_OF_TOO_LARGE = 4096


class ReceiptView(TypedDict):
    """What a provider is told of its delivery."""

    ok: bool
    stage: NotRequired[str | None]
    cached: NotRequired[bool]
    queued: NotRequired[bool]
    retry: NotRequired[bool]
    message: NotRequired[str]
    error: NotRequired[str]


_STATUSES = {
    Result.APPLIED: HTTPStatus.OK,
    Result.SEEN: HTTPStatus.OK,
    Result.QUEUED: HTTPStatus.OK,
    Result.UNKNOWN: HTTPStatus.ACCEPTED,
    Result.REFUSED: HTTPStatus.UNAUTHORIZED,
    Result.MALFORMED: HTTPStatus.BAD_REQUEST,
}
_BODIES: dict[Result, ReceiptView] = {
    Result.APPLIED: {"ok": True},
    Result.SEEN: {"ok": True, "cached": True},
    Result.QUEUED: {"ok": True, "queued": True},
    Result.UNKNOWN: {"ok": False, "message": "track_not_found_yet", "retry": True},
    Result.REFUSED: {"ok": False},
    Result.MALFORMED: {"ok": False},
}
_TURNED_AWAY = (Result.REFUSED, Result.MALFORMED, Result.TOO_LARGE)


def post_webhook(parts: Parts, call: Call) -> Response[ReceiptView]:
    """Let a delivery in or turn it away."""
    provider = parts.receiver.pool.get(call.path("provider"))
    if provider is None or provider.cadence:
        raise NotFound("webhook_provider")
    evidence = _evidence(call)
    delivery = _delivery(parts, call, evidence)
    receipt = parts.receiver.handle(delivery, evidence)
    if receipt.result in _TURNED_AWAY:
        log_problem("callback_turned_away", problem=receipt.error, delivery_id=delivery.delivery_id)
    if receipt.result is Result.TOO_LARGE:
        raise PayloadTooLarge
    return told(delivery, receipt)


ROUTES = (
    Route("POST /v1/webhooks/{provider}", post_webhook, None, ReceiptView, "Receive a provider's news of its tasks."),
)


def told(delivery: Delivery, receipt: Receipt) -> Response[ReceiptView]:
    """What is answered, and logged, of a delivery."""
    log(
        "callback",
        result=receipt.result,
        stage=receipt.stage,
        error=receipt.error,
        track_id=receipt.track_id,
        delivery_id=delivery.delivery_id,
    )
    body = _BODIES[receipt.result].copy()
    if receipt.result is Result.APPLIED:
        body["stage"] = receipt.stage
    if receipt.error:
        body["error"] = receipt.error
    return Response(_STATUSES[receipt.result], body)


def _evidence(call: Call) -> Evidence:
    try:
        return Evidence(call.raw_body, call.headers)
    except PayloadTooLarge:
        return Evidence(_beginning(call), call.headers, too_large=True)
    except InvalidInput:  # not the base64 that it is said to be
        return Evidence(_beginning(call), call.headers)


def _beginning(call: Call) -> bytes:
    """The first bytes of a body, as they came."""
    return str(call.event.get("body") or "")[:_SHOWN_OF_TOO_LARGE].encode("utf-8", "replace")


def _delivery(parts: Parts, call: Call, evidence: Evidence) -> Delivery:
    token = _given(call, "token")
    track = _given(call, "track") or _given(call, "segment")
    return Delivery(
        delivery_id=parts.new_id(),
        provider=call.path("provider"),
        body=evidence.raw.decode("utf-8", "replace"),
        received_at=parts.clock(),
        track_id=track[:_LONGEST_ID] or None,
        token_hash=hash_token(token) if token else None,
    )


def _given(call: Call, name: str) -> str:
    """A parameter of the query; ids and tokens of ours are ASCII, so whatever else it holds is nobody's."""
    return (call.query(name) or "").encode("ascii", "replace").decode()
