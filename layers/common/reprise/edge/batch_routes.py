"""The endpoint that starts several songs at once: each is admitted after the other, and sent while the next one is."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from http import HTTPStatus
from typing import Any

from reprise.domain.accounts import Profile
from reprise.domain.errors import DomainError, FieldError, InvalidInput
from reprise.domain.operations import TRACK
from reprise.edge.bodies import BatchView
from reprise.edge.bootstrap.generate import Parts
from reprise.edge.function import refusal
from reprise.edge.generation_routes import wish_of
from reprise.edge.http import Call, Response
from reprise.edge.limits import limited
from reprise.edge.logging import log_fault
from reprise.edge.names import unknown_names
from reprise.edge.requests import key_of
from reprise.edge.routes import Route
from reprise.edge.started import started_response
from reprise.edge.task_bodies import MOST_OF_BATCH, BatchBody, SongBody, keyed_fields
from reprise.usecases.starting import Started

Outcome = Callable[[], Started]
"""A task that was started, or raises why it was not."""


def post_batch(parts: Parts, call: Call) -> tuple[Response[BatchView], Profile]:
    """Start songs, each with its own result; a wrong one costs the others nothing."""
    items, key = _items(call)
    with parts.threads(MOST_OF_BATCH) as workers:
        outcomes = [_started(parts, call, item, key and f"{key}.{place}", workers) for place, item in enumerate(items)]
        results = [_result(call, outcome) for outcome in outcomes]
    return Response(HTTPStatus.MULTI_STATUS, {"results": results}), parts.bookkeeping.open(call.user)


ROUTES = (Route("POST /v1/tracks/batch", limited(post_batch), BatchBody, BatchView, "Start up to ten songs."),)


def _items(call: Call) -> tuple[list[Any], str | None]:
    """The bodies in the body, and the key of all. Raises InvalidInput when they are not one to ten."""
    said = call.json_object()
    key = key_of(call, said.pop("idempotencyKey", None))
    items = said.pop("tracks", None)
    is_list = isinstance(items, list) and 1 <= len(items) <= MOST_OF_BATCH
    wrong = [] if is_list else [FieldError("tracks", "batch", {"bound": MOST_OF_BATCH})]
    errors = [*wrong, *unknown_names(list(said), ("tracks",), "unknown_field")]
    if errors or not isinstance(items, list):
        raise InvalidInput(errors)
    return items, key


def _started(parts: Parts, call: Call, item: Any, key: str | None, workers: Executor) -> Outcome:
    """One song, admitted now and sent beside. All share one account, so that they are admitted one after the other."""
    try:
        body, own_key = keyed_fields(SongBody, item)
        wish = wish_of(parts, call.user, TRACK, body, own_key or key)
        return workers.submit(parts.starter.send, parts.starter.admit(wish)).result
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one song, the others are started
        return partial(_raise, error)


def _raise(error: Exception) -> Started:
    raise error


def _result(call: Call, outcome: Outcome) -> dict[str, Any]:
    """An answer as it would have been by itself; `status` is its HTTP status."""
    try:
        response = started_response(outcome())
    except Exception as error:  # noqa: BLE001 - as above
        if not isinstance(error, DomainError):
            log_fault("request_failed", error, route=call.route, request_id=call.request_id)
        told: dict[str, Any] = refusal(call, error).body
        return told
    return {**response.body, "trackStatus": response.body["status"], "status": int(response.status)}
