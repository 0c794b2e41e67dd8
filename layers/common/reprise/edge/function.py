"""A Lambda function: its first event puts it together, out of its settings and its surroundings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from typing import Any, Generic, TypeVar

from reprise.domain.errors import DomainError, InvalidInput
from reprise.edge import http
from reprise.edge.http import Call, Response, rendered
from reprise.edge.logging import log, log_fault, log_problem
from reprise.edge.problems import problem
from reprise.edge.routes import Route
from reprise.edge.settings import SettingsError, from_env
from reprise.edge.surroundings import Surroundings

S = TypeVar("S")
P = TypeVar("P")

Event = dict[str, Any]
Handle = Callable[[P, Event, Any], Any]
"""Handles an event that is no HTTP call, given the function's parts, the event and Lambda's context."""


class Function(Generic[S, P]):
    """What Lambda calls. HTTP calls go to `routes`, other events to `handle`."""

    def __init__(
        self,
        settings: type[S],
        build: Callable[[S, Surroundings], P],
        *,
        routes: Sequence[Route[P, Any]] = (),
        handle: Handle[P] | None = None,
        surroundings: Surroundings | None = None,
    ) -> None:
        self.settings = settings
        self.routes = {route.key: route for route in routes}
        self._build = build
        self._handle = handle
        self.surroundings = surroundings or Surroundings()
        self._built: list[P] = []
        self._lock = Lock()

    def __call__(self, event: Event, context: Any) -> Any:
        """Handle an event."""
        if self._handle is None or "routeKey" in event:
            return serve(self.routes, self.parts, event)
        return self._handle(self.parts(), event, context)

    def parts(self) -> P:
        """What the function works with, built when first needed."""
        with self._lock:
            if not self._built:
                self._built.append(self._put_together())
            return self._built[0]

    def _put_together(self) -> P:
        try:
            settings = from_env(self.settings, self.surroundings.environment)
            return self._build(settings, self.surroundings)
        except SettingsError as error:  # names settings and never quotes one, so it may be told whole
            log_problem("settings_refused", problem=str(error))
            raise

    def within(self, surroundings: Surroundings) -> Function[S, P]:
        """The same function in other surroundings, not built yet."""
        return Function(
            self.settings,
            self._build,
            routes=tuple(self.routes.values()),
            handle=self._handle,
            surroundings=surroundings,
        )


def serve(routes: Mapping[str, Route[P, Any]], parts: Callable[[], P], event: http.Event) -> dict[str, Any]:
    """Answer a call through the endpoint of its route; every failure becomes problem+json."""
    call = Call(event)
    try:
        response = _answer(routes[call.route], parts(), call)
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


def _answer(route: Route[P, Any], parts: P, call: Call) -> Response[Any]:
    """What the endpoint answers. Raises InvalidInput for parameters that the route does not know."""
    if route.query is not None and not call.queried <= set(route.query):
        # Imported here: nobody else should wait for what looks for the nearest name.
        from reprise.edge.names import unknown_names  # noqa: PLC0415

        raise InvalidInput(unknown_names(sorted(call.queried), route.query, "unknown_parameter"))
    return route.endpoint(parts, call)


def refusal(call: Call, error: Exception, headers: Mapping[str, str] | None = None) -> Response[Any]:
    """The response that tells a caller of an error."""
    status, body, usual = problem(error, call.language, call.request_id)
    return Response(status, body, {**usual, **(headers or {})})
