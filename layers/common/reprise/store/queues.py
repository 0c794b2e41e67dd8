"""Messages that wait in SQS."""

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, TypeVar

import msgspec

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient

T = TypeVar("T")

MAX_DELAY_SECONDS = 900

_LONGEST_PLAIN = 64 * 1024
"""Bytes that SQS bills as one request. It takes 1 MiB, and escaped a callback's body may be six times as large.

Packed, everything fits but some 950 KB and more of printable noise.
"""

_PACKED = "packed:"
_UNTAKEN = (("\ufffe", r"\ufffe"), ("\uffff", r"\uffff"))
"""Characters that JSON may hold and SQS refuses, and how JSON spells them besides."""


@dataclass(frozen=True, slots=True)
class Queue:
    """One SQS queue."""

    client: SQSClient
    url: str

    def send(self, message: object, delay_seconds: float = 0) -> None:
        """Queue a message, to be seen after the delay (at most 15 minutes)."""
        delay = min(MAX_DELAY_SECONDS, max(0, round(delay_seconds + 0.499)))
        self.client.send_message(QueueUrl=self.url, MessageBody=_text(message), DelaySeconds=delay)

    def hide(self, receipt: str, seconds: int) -> None:
        """Show a received message again only after so many seconds."""
        self.client.change_message_visibility(QueueUrl=self.url, ReceiptHandle=receipt, VisibilityTimeout=seconds)


def message_of(text: str, kind: type[T]) -> T:
    """What a message says, packed or not."""
    if text.startswith(_PACKED):
        return msgspec.json.decode(zlib.decompress(base64.b85decode(text.removeprefix(_PACKED))), type=kind)
    return msgspec.json.decode(text, type=kind)


def _text(message: object) -> str:
    raw = msgspec.json.encode(message)
    if len(raw) > _LONGEST_PLAIN:
        return _PACKED + base64.b85encode(zlib.compress(raw)).decode()
    return reduce(lambda text, pair: text.replace(*pair), _UNTAKEN, raw.decode())
