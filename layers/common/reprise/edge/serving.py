"""HTTP calls answered. API Gateway has routed already, so a table of its route keys is what is left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from reprise.domain.errors import DomainError
from reprise.edge.http import Call, Event, Response, rendered
from reprise.edge.logging import log, log_fault
from reprise.edge.problems import problem
from reprise.edge.routes import Route

P = TypeVar("P")


def serve(routes: Mapping[str, Route[P, Any]], parts: Callable[[], P], event: Event) -> dict[str, Any]:
    """Answer a call through the endpoint of its route; every failure becomes problem+json."""
    call = Call(event)
    try:
        response = routes[event["routeKey"]].endpoint(parts(), call)
    except DomainError as error:
        response = refusal(call, error)
    except Exception as error:  # noqa: BLE001 - the last line of defence: the caller is told nothing but "our fault"
        log_fault("request_failed", error, route=event["routeKey"], request_id=call.request_id)
        response = refusal(call, error)
    log(
        "answered",
        route=event["routeKey"],
        status=response.status,
        request_id=call.request_id,
        user_id=call.claims.get("sub"),
    )
    return rendered(response)


def refusal(call: Call, error: Exception, headers: Mapping[str, str] | None = None) -> Response[Any]:
    """The response that tells a caller of an error."""
    status, body, usual = problem(error, call.language, call.request_id)
    return Response(status, body, {**usual, **(headers or {})})
