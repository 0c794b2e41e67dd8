"""Watches a function's outgoing calls: reports each one, and lets it fail where a fault says so."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

from wrapt import register_post_import_hook

from local.worker import injected
from local.worker.channel import Channel
from local.worker.touched import touched, units

Failure = Callable[[str, str], Exception]
# Libraries that bring their own connections are watched at their own doors.
_WATCHED_ELSEWHERE = ("urllib3", "botocore")
_HTTPS = 443


class Watch:
    """The calls of one process. `providers` are the origins that count as the provider."""

    def __init__(self, channel: Channel, providers: list[str]) -> None:
        self._channel = channel
        self._providers = frozenset(providers)
        self.request_id = ""

    def install(self) -> None:
        """Watch botocore and plain http.client from their import on; importing them early would cost."""
        register_post_import_hook(self._watch_botocore, "botocore.client")
        register_post_import_hook(self._watch_http_client, "http.client")

    def _watch_botocore(self, module: ModuleType) -> None:
        original = module.BaseClient._make_api_call  # noqa: SLF001 - every operation goes through it

        def make_api_call(client: Any, operation: str, params: dict[str, Any]) -> Any:
            service = client.meta.service_model.service_name
            if service == "dynamodb":
                params = {"ReturnConsumedCapacity": "TOTAL", **params}
            call = {"service": service, "operation": operation, "resources": touched(operation, params)}
            return self._watched(call, lambda: original(client, operation, params), injected.client_error)

        module.BaseClient._make_api_call = make_api_call  # noqa: SLF001

    def _watch_http_client(self, module: ModuleType) -> None:
        request, getresponse = module.HTTPConnection.request, module.HTTPConnection.getresponse

        def begun(connection: Any, method: str, url: str, *args: Any, **kwargs: Any) -> None:
            if not _is_watched_elsewhere(connection):
                connection.watched_as = self._http_call(method, _origin(connection), url)
                self._meet(connection.watched_as, "before", injected.os_error)
            request(connection, method, url, *args, **kwargs)

        def answered(connection: Any, *args: Any, **kwargs: Any) -> Any:
            if _is_watched_elsewhere(connection):
                return getresponse(connection, *args, **kwargs)
            return self._made(
                connection.watched_as, lambda: getresponse(connection, *args, **kwargs), injected.os_error
            )

        module.HTTPConnection.request, module.HTTPConnection.getresponse = begun, answered

    def _http_call(self, method: str, origin: str, target: str) -> dict[str, Any]:
        path = target.partition("?")[0]
        service = "provider" if origin in self._providers and not _is_file(path) else "asset"
        return {"service": service, "operation": f"{method} {path}", "resources": [origin]}

    def _watched(self, call: dict[str, Any], make: Callable[[], Any], failure: Failure) -> Any:
        self._meet(call, "before", failure)
        return self._made(call, make, failure)

    def _made(self, call: dict[str, Any], make: Callable[[], Any], failure: Failure) -> Any:
        begun, clock = time.time(), time.perf_counter()
        outcome: dict[str, Any] = {}
        try:
            answer = make()
            outcome = _outcome(answer)
        except Exception as error:
            outcome = {"error": injected.code_of(error)}
            raise
        finally:
            ms = round((time.perf_counter() - clock) * 1000, 3)
            self._report({**call, "at": begun, "ms": ms, **outcome})
        self._meet(call, "after", failure)
        return answer

    def _meet(self, call: dict[str, Any], when: str, failure: Failure) -> None:
        question = {"service": call["service"], "operation": call["operation"], "when": when}
        verdict = self._channel.verdict(question)
        if verdict == "crash":
            os.kill(os.getpid(), signal.SIGKILL)
        if verdict:
            self._report({**call, "at": time.time(), "ms": 0.0, "error": verdict, "injected": when})
            raise failure(verdict, call["operation"])

    def _report(self, call: dict[str, Any]) -> None:
        self._channel.send({"call": {**call, "requestId": self.request_id}})


def _is_watched_elsewhere(connection: Any) -> bool:
    return type(connection).__module__.startswith(_WATCHED_ELSEWHERE)


def _origin(connection: Any) -> str:
    """Where a connection goes, written as settings write it: without the port that everybody uses."""
    scheme = "https" if connection.default_port == _HTTPS else "http"
    place = connection.host if connection.port == connection.default_port else f"{connection.host}:{connection.port}"
    return f"{scheme}://{place}"


def _is_file(path: str) -> bool:
    """The simulator serves its files from the provider's origin; a provider's operations have no extension."""
    return "." in path.rsplit("/", 1)[-1]


def _outcome(answer: Any) -> dict[str, Any]:
    if isinstance(answer, dict):
        return {"status": answer.get("ResponseMetadata", {}).get("HTTPStatusCode"), **units(answer)}
    return {"status": answer.status}
