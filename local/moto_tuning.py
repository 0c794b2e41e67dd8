"""Makes moto's DynamoDB atomic and its SQS fit for thousands of messages: races closed, and hot spots made cheap.

Every change keeps the behaviour; what moto recomputes for each message or call is only remembered.
"""

from __future__ import annotations

import functools
import inspect
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import moto.sqs.models as sqs
from moto.core import responses
from moto.dynamodb.responses import DynamoHandler
from moto.moto_server.werkzeug_app import DomainDispatcherApplication

_HOSTS = 256


class MotoChangedError(Exception):
    """This moto has not what the changes are made for."""


@dataclass(frozen=True)
class Change:
    """One function of moto, the parameters it is known to take, and what makes a better one of it."""

    owner: Any
    name: str
    parameters: tuple[str, ...]
    better: Callable[[Any], Any]

    def obstacle(self) -> str | None:
        """What is not as it was when the change was written."""
        place = f"{self.owner.__name__}.{self.name}"
        original = getattr(self.owner, self.name, None)
        if original is None:
            return f"{place} is gone"
        found = tuple(inspect.signature(original).parameters)
        return None if found == self.parameters else f"{place} takes {found}, not {self.parameters}"

    def apply(self) -> None:
        """Put the better one in the place of moto's."""
        setattr(self.owner, self.name, self.better(getattr(self.owner, self.name)))


def _unix_time(_original: Any) -> Any:
    def seconds(dt: Any = None) -> float:  # noqa: ARG001 - moto's signature; it is never given
        return time.time()

    return seconds


def _unix_time_millis(_original: Any) -> Any:
    def milliseconds(dt: Any = None) -> float:  # noqa: ARG001
        return time.time() * 1000.0

    return milliseconds


def _retention(_original: Any) -> Any:
    def still_kept(self: Any, queue_name: str, message: Any) -> bool:
        """Whether a message is younger than the queue's retention; moto counts the whole queue to find out."""
        retention = float(self.get_queue(queue_name).message_retention_period)
        return bool(message.sent_timestamp / 1000 + retention > time.time())

    return still_kept


def _locked_delete(delete: Any) -> Any:
    """Deleting swaps the queue's list; without the lock a message sent meanwhile goes to the old one and is lost."""

    @functools.wraps(delete)
    def locked(queue: Any, receipt_handle: str) -> None:
        with queue._messages_lock:  # noqa: SLF001 - there is no public one
            delete(queue, receipt_handle)

    return locked


def one_at_a_time(call: Any) -> Any:
    """Moto looks first and writes then; between the two another thread must not write."""
    lock = threading.Lock()

    @functools.wraps(call)
    def alone(*args: Any, **kwargs: Any) -> Any:
        with lock:
            return call(*args, **kwargs)

    return alone


CHANGES = (
    Change(sqs, "unix_time", ("dt",), _unix_time),
    Change(sqs, "unix_time_millis", ("dt",), _unix_time_millis),
    Change(sqs, "camelcase_to_underscores", ("argument",), functools.cache),
    Change(responses, "camelcase_to_underscores", ("argument",), functools.cache),
    Change(responses, "method_names_from_class", ("clazz",), functools.cache),
    Change(sqs.SQSBackend, "is_message_valid_based_on_retention_period", ("self", "queue_name", "message"), _retention),
    Change(sqs.Queue, "delete_message", ("self", "receipt_handle"), _locked_delete),
    Change(DynamoHandler, "call_action", ("self",), one_at_a_time),
    # The service of a host name is found once, not by walking moto's folders for every request.
    Change(DomainDispatcherApplication, "get_backend_for_host", ("self", "host"), functools.lru_cache(_HOSTS)),
)


def apply(changes: Sequence[Change] = CHANGES) -> None:
    """Change moto in this process; MotoChangedError, and nothing is changed, where this moto is another one."""
    obstacles = "; ".join(filter(None, (change.obstacle() for change in changes)))
    if obstacles:
        raise MotoChangedError(f"the stack's changes do not fit this moto: {obstacles}")
    for change in changes:
        change.apply()
