"""Makes moto's DynamoDB atomic and its SQS fit for thousands of messages: races closed, and hot spots made cheap.

Every change keeps the behaviour; what moto recomputes for each message or call is only remembered.
"""

from __future__ import annotations

import functools
import threading
import time
from typing import Any

import moto.sqs.models as sqs
from moto.core import responses
from moto.dynamodb.responses import DynamoHandler
from moto.moto_server.werkzeug_app import DomainDispatcherApplication


def _unix_time(_when: Any = None) -> float:
    return time.time()


def _unix_time_millis(_when: Any = None) -> float:
    return time.time() * 1000.0


def _still_kept(backend: Any, queue_name: str, message: Any) -> bool:
    """Whether a message is younger than the queue's retention; moto counts the whole queue to find out."""
    retention = float(backend.get_queue(queue_name).message_retention_period)
    return bool(message.sent_timestamp / 1000 + retention > time.time())


def _locked_delete(delete: Any) -> Any:
    """Deleting swaps the queue's list; without the lock a message sent meanwhile goes to the old one and is lost."""

    @functools.wraps(delete)
    def locked(queue: Any, receipt_handle: str) -> None:
        with queue._messages_lock:  # noqa: SLF001 - there is no public one
            delete(queue, receipt_handle)

    return locked


def _one_at_a_time(call: Any) -> Any:
    """Moto looks at conditions and writes in two steps; between them another thread must not write."""
    lock = threading.Lock()

    @functools.wraps(call)
    def alone(handler: Any) -> Any:
        with lock:
            return call(handler)

    return alone


class Dispatcher(DomainDispatcherApplication):
    """Finds the service of a host name once, not by walking moto's folders for every request."""

    @functools.lru_cache(maxsize=256)  # noqa: B019 - one instance per process
    def get_backend_for_host(self, host: str | None) -> Any:
        """The service for a host name."""
        return super().get_backend_for_host(host)


def apply() -> None:
    """Change moto in this process."""
    underscores = functools.cache(responses.camelcase_to_underscores)
    for module, name, better in (
        (sqs, "unix_time", _unix_time),
        (sqs, "unix_time_millis", _unix_time_millis),
        (sqs, "camelcase_to_underscores", underscores),
        (responses, "camelcase_to_underscores", underscores),
        (responses, "method_names_from_class", functools.cache(responses.method_names_from_class)),
        (sqs.SQSBackend, "is_message_valid_based_on_retention_period", _still_kept),
        (DynamoHandler, "call_action", _one_at_a_time(DynamoHandler.call_action)),
        (sqs.Queue, "delete_message", _locked_delete(sqs.Queue.delete_message)),
    ):
        setattr(module, name, better)
