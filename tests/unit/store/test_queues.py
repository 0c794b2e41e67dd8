"""Messages as they are sent, and read again: small ones as they are, large ones packed so that SQS takes them."""

from __future__ import annotations

import random
import string
import zlib
from dataclasses import dataclass
from typing import Any, cast

import pytest

from reprise.store.queues import Queue, message_of
from tests.fakes.blueprint import plan
from tests.fakes.clock import VirtualClock
from tests.fakes.sqs import FakeSQS
from tests.fakes.wire import Wire

QUEUE = plan().queues[0]
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class News:
    """A message."""

    body: str


def sent(news: News) -> str:
    """The text of a message that was sent; the fake refuses what SQS refuses."""
    sqs = FakeSQS([QUEUE], VirtualClock(), Wire())
    Queue(cast("Any", sqs), f"http://aws.invalid/{QUEUE.name}").send(news)
    (message,) = sqs.waiting(QUEUE.logical_id)
    return message.body


def printable(length: int) -> str:
    """What can hardly be packed."""
    return "".join(random.Random(7).choices(string.printable[:94], k=length))


@pytest.mark.parametrize(
    "body",
    ["", "да", "x" * MIB, "\x00" * MIB, "\uffff\ufffe", "\uffff" * MIB, "\U0001f3b5" * (MIB // 4), "\\uffff",
     printable(MIB * 94 // 100), "packed:x"],
    ids=["empty", "words", "large", "escaped", "refused", "refused and large", "wide", "a spelling", "hard to pack",
         "a prefix"],
)  # fmt: skip
def test_what_was_sent_is_read(body: str) -> None:
    assert message_of(sent(News(body)), News) == News(body)


def test_a_small_message_is_plain_json() -> None:
    assert sent(News("x")) == '{"body":"x"}'
    assert len(sent(News("x" * 60_000))) < 64 * 1024


@pytest.mark.parametrize("text", ["", "packed:", "packed:!", "packed:\uffff", "{", "[]", '{"body": 5}'], ids=ascii)
def test_what_nobody_sent_is_an_error(text: str) -> None:
    with pytest.raises((ValueError, zlib.error)):
        message_of(text, News)
