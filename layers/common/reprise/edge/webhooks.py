"""Webhooks: from an HTTP call to a delivery, and from what became of it to a response."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import NotRequired

from typing_extensions import TypedDict

from reprise.domain.errors import NotFound, PayloadTooLarge
from reprise.domain.webhooks import Delivery
from reprise.edge.bootstrap.callback import Parts
from reprise.edge.http import Call, Response
from reprise.edge.logging import log, log_fault, log_problem
from reprise.edge.routes import Route
from reprise.usecases.receiving import FIRST_RETRY, Receipt, Receiver, Result
from reprise.usecases.sending import hash_token

PROVIDERS = ("suno",)
"""The providers that send webhooks."""

_LONGEST_ID = 64
_LOGGED_OF_TOO_LARGE = 65536


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
    Result.UNKNOWN: HTTPStatus.ACCEPTED,
    Result.REFUSED: HTTPStatus.UNAUTHORIZED,
    Result.MALFORMED: HTTPStatus.BAD_REQUEST,
}
_BODIES: dict[Result, ReceiptView] = {
    Result.APPLIED: {"ok": True},
    Result.SEEN: {"ok": True, "cached": True},
    Result.UNKNOWN: {"ok": False, "message": "track_not_found_yet", "retry": True},
    Result.REFUSED: {"ok": False},
    Result.MALFORMED: {"ok": False},
}


def post_webhook(parts: Parts, call: Call) -> Response[ReceiptView]:
    """Let a delivery in or turn it away."""
    if call.path("provider") not in PROVIDERS:
        raise NotFound("no such provider, or it sends no webhooks")
    raw, too_large = _raw(call)
    delivery = _delivery(parts, call, raw)
    problem = PayloadTooLarge.code if too_large else parts.receiver.problem(delivery, raw, call.headers)
    if problem:
        return _turned_away(parts.receiver, delivery, problem)
    return _received(parts, parts.receiver.mark(delivery))


ROUTES = (
    Route("POST /v1/webhooks/{provider}", post_webhook, None, ReceiptView, "Receive a provider's news of its tasks."),
)


def _received(parts: Parts, delivery: Delivery) -> Response[ReceiptView]:
    try:
        receipt = parts.receiver.receive(delivery)
    except Exception as error:  # noqa: BLE001 - whatever fails on our side, the payload is kept and the provider told 200
        log_fault("callback_queued", error, track_id=delivery.track_id, delivery_id=delivery.delivery_id)
        parts.retries.send(delivery, FIRST_RETRY.total_seconds())
        return Response(HTTPStatus.OK, {"ok": True, "queued": True})
    if receipt.result is Result.UNKNOWN:
        parts.retries.send(replace(delivery, logged=True), FIRST_RETRY.total_seconds())
    return told(delivery, receipt)


def _turned_away(receiver: Receiver, delivery: Delivery, problem: str) -> Response[ReceiptView]:
    log_problem("callback_turned_away", problem=problem, delivery_id=delivery.delivery_id)
    receipt = receiver.turned_away(problem)
    try:
        receiver.log.add(delivery, problem)
    except Exception as error:  # noqa: BLE001 - what is not believed is refused, whether or not it could be written down
        log_fault("callback_not_logged", error, delivery_id=delivery.delivery_id)
    if problem == PayloadTooLarge.code:
        raise PayloadTooLarge("at most 1 MiB")
    return told(delivery, receipt)


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


def _raw(call: Call) -> tuple[bytes, bool]:
    try:
        return call.raw_body, False
    except PayloadTooLarge:
        return str(call.event.get("body") or "")[:_LOGGED_OF_TOO_LARGE].encode(), True


def _delivery(parts: Parts, call: Call, raw: bytes) -> Delivery:
    token = call.query("token")
    return Delivery(
        delivery_id=parts.new_id(),
        provider=call.path("provider"),
        body=raw.decode("utf-8", "replace"),
        received_at=parts.clock(),
        track_id=_track_id(call),
        token_hash=hash_token(token) if token else None,
    )


def _track_id(call: Call) -> str | None:
    given = call.query("track") or call.query("segment") or ""
    return given[:_LONGEST_ID] or None
