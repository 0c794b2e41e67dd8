"""Webhooks: from an HTTP event to a delivery, and from what became of it to an answer."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from reprise.domain.errors import NotFound, PayloadTooLarge
from reprise.domain.webhooks import Delivery
from reprise.edge.bootstrap.callback import receiver, retries
from reprise.edge.clock import utc_now
from reprise.edge.http import Call, Response, serve
from reprise.edge.logging import log, log_fault, log_problem
from reprise.usecases.receiving import FIRST_RETRY, Receipt, Receiver, Result
from reprise.usecases.sending import hash_token

PROVIDERS = ("suno",)
"""The providers that send webhooks."""

_LONGEST_ID = 64
_LOGGED_OF_TOO_LARGE = 65536

_ANSWERS: dict[Result, tuple[HTTPStatus, dict[str, Any]]] = {
    Result.APPLIED: (HTTPStatus.OK, {"ok": True}),
    Result.SEEN: (HTTPStatus.OK, {"ok": True, "cached": True}),
    Result.UNKNOWN: (HTTPStatus.ACCEPTED, {"ok": False, "message": "track_not_found_yet", "retry": True}),
    Result.REFUSED: (HTTPStatus.UNAUTHORIZED, {"ok": False}),
    Result.MALFORMED: (HTTPStatus.BAD_REQUEST, {"ok": False}),
}


def receive(event: dict[str, Any]) -> dict[str, Any]:
    """Response a webhook call."""
    return serve({"POST /v1/webhooks/{provider}": _webhook}, event)


def _webhook(call: Call) -> Response:
    if call.path("provider") not in PROVIDERS:
        raise NotFound("no such provider, or it sends no webhooks")
    receiving = receiver()
    raw, too_large = _raw(call)
    delivery = _delivery(call, raw)
    problem = PayloadTooLarge.code if too_large else receiving.problem(delivery, raw, call.headers)
    if problem:
        return _turned_away(receiving, delivery, problem)
    return _received(receiving, receiving.mark(delivery))


def _received(receiving: Receiver, delivery: Delivery) -> Response:
    try:
        receipt = receiving.receive(delivery)
    except Exception as error:  # noqa: BLE001 - whatever fails on our side, the payload is kept and the provider told 200
        log_fault("callback_queued", error, track_id=delivery.track_id, delivery_id=delivery.delivery_id)
        retries().send(delivery, FIRST_RETRY.total_seconds())
        return Response(HTTPStatus.OK, {"ok": True, "queued": True})
    if receipt.result is Result.UNKNOWN:
        retries().send(replace(delivery, logged=True), FIRST_RETRY.total_seconds())
    return told(delivery, receipt)


def _turned_away(receiving: Receiver, delivery: Delivery, problem: str) -> Response:
    log_problem("callback_turned_away", problem=problem, delivery_id=delivery.delivery_id)
    receipt = receiving.turned_away(problem)
    try:
        receiving.log.add(delivery, problem)
    except Exception as error:  # noqa: BLE001 - what is not believed is refused, whether or not it could be written down
        log_fault("callback_not_logged", error, delivery_id=delivery.delivery_id)
    if problem == PayloadTooLarge.code:
        raise PayloadTooLarge("at most 1 MiB")
    return told(delivery, receipt)


def told(delivery: Delivery, receipt: Receipt) -> Response:
    """What is answered, and logged, of a delivery."""
    status, body = _ANSWERS[receipt.result]
    log(
        "callback",
        result=receipt.result,
        stage=receipt.stage,
        error=receipt.error,
        track_id=receipt.track_id,
        delivery_id=delivery.delivery_id,
    )
    extra = {"stage": receipt.stage} if receipt.result is Result.APPLIED else {}
    return Response(status, {**body, **extra, **({"error": receipt.error} if receipt.error else {})})


def _raw(call: Call) -> tuple[bytes, bool]:
    try:
        return call.raw_body, False
    except PayloadTooLarge:
        return str(call.event.get("body") or "")[:_LOGGED_OF_TOO_LARGE].encode(), True


def _delivery(call: Call, raw: bytes) -> Delivery:
    token = call.query("token")
    return Delivery(
        delivery_id=uuid4().hex,
        provider=call.path("provider"),
        body=raw.decode("utf-8", "replace"),
        received_at=utc_now(),
        track_id=(call.query("track") or call.query("segment") or "")[:_LONGEST_ID] or None,
        token_hash=hash_token(token) if token else None,
    )
