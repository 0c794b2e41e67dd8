"""Webhooks: from an HTTP event to a delivery, and from what became of it to an answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import uuid4

from reprise.domain.errors import NotFound, PayloadTooLarge
from reprise.domain.webhooks import Delivery, Evidence
from reprise.edge.bootstrap.callback import receiver
from reprise.edge.clock import utc_now
from reprise.edge.http import Call, Response, serve
from reprise.edge.logging import log, log_problem
from reprise.usecases.receiving import Receipt, Result
from reprise.usecases.sending import hash_token

_LONGEST_ID = 64
_LOGGED_OF_TOO_LARGE = 65536

_ANSWERS: dict[Result, tuple[HTTPStatus, dict[str, Any]]] = {
    Result.APPLIED: (HTTPStatus.OK, {"ok": True}),
    Result.SEEN: (HTTPStatus.OK, {"ok": True, "cached": True}),
    Result.QUEUED: (HTTPStatus.OK, {"ok": True, "queued": True}),
    Result.UNKNOWN: (HTTPStatus.ACCEPTED, {"ok": False, "message": "track_not_found_yet", "retry": True}),
    Result.REFUSED: (HTTPStatus.UNAUTHORIZED, {"ok": False}),
    Result.MALFORMED: (HTTPStatus.BAD_REQUEST, {"ok": False}),
}
_TURNED_AWAY = (Result.REFUSED, Result.MALFORMED, Result.TOO_LARGE)


def receive(event: dict[str, Any]) -> dict[str, Any]:
    """Answer a webhook call."""
    return serve({"POST /v1/webhooks/{provider}": _webhook}, event)


def _webhook(call: Call) -> Response:
    receiving = receiver()
    provider = receiving.pool.get(call.path("provider"))
    if provider is None or provider.cadence:
        raise NotFound("no such provider, or it sends no webhooks")
    evidence = _evidence(call)
    delivery = _delivery(call, evidence)
    receipt = receiving.handle(delivery, evidence)
    if receipt.result in _TURNED_AWAY:
        log_problem("callback_turned_away", problem=receipt.error, delivery_id=delivery.delivery_id)
    if receipt.result is Result.TOO_LARGE:
        raise PayloadTooLarge("at most 1 MiB")
    return told(delivery, receipt)


def told(delivery: Delivery, receipt: Receipt) -> Response:
    """What is answered, and logged, of a delivery."""
    log(
        "callback",
        result=receipt.result,
        stage=receipt.stage,
        error=receipt.error,
        track_id=receipt.track_id,
        delivery_id=delivery.delivery_id,
    )
    status, body = _ANSWERS[receipt.result]
    stage = {"stage": receipt.stage} if receipt.result is Result.APPLIED else {}
    error = {"error": receipt.error} if receipt.error else {}
    return Response(status, body | stage | error)


def _evidence(call: Call) -> Evidence:
    try:
        return Evidence(call.raw_body, call.headers)
    except PayloadTooLarge:
        beginning = str(call.event.get("body") or "")[:_LOGGED_OF_TOO_LARGE]
        return Evidence(beginning.encode(), call.headers, too_large=True)


def _delivery(call: Call, evidence: Evidence) -> Delivery:
    token = call.query("token")
    named = call.query("track") or call.query("segment") or ""
    return Delivery(
        delivery_id=uuid4().hex,
        provider=call.path("provider"),
        body=evidence.raw.decode("utf-8", "replace"),
        received_at=utc_now(),
        track_id=named[:_LONGEST_ID] or None,
        token_hash=hash_token(token) if token else None,
    )
