"""A message that cannot be handled comes again: when its handler says, after a pause, or as its queue has it."""

from __future__ import annotations

from typing import Any

import pytest

from reprise.domain.jobs import AskJob
from reprise.edge.batches import Inbox, Later, Message
from reprise.store.queues import Queue

pytestmark = pytest.mark.unit


class Sqs:
    """Remembers how long messages are hidden."""

    def __init__(self) -> None:
        self.hidden: list[int] = []

    def change_message_visibility(self, **asked: Any) -> None:
        """ChangeMessageVisibility."""
        self.hidden.append(asked["VisibilityTimeout"])


def hidden(fault: Exception | None, pause: int, body: str = '{"track_id": "t", "attempt": 1}') -> list[int]:
    """For how long a message is hidden that meets this."""

    def handle(_message: Message[AskJob]) -> None:
        if fault:
            raise fault

    sqs: Any = Sqs()
    record = {"body": body, "receiptHandle": "r", "attributes": {"ApproximateReceiveCount": "1"}}
    inbox = Inbox(AskJob, handle, Queue(sqs, "url"), pause)
    if fault is None and body.startswith("{"):
        inbox.take(record)
    else:
        with pytest.raises(type(fault) if fault else ValueError):
            inbox.take(record)
    found: list[int] = sqs.hidden
    return found


@pytest.mark.parametrize(
    ("fault", "pause", "expected"),
    [
        (None, 20, []),
        (OSError(), 20, [20]),
        (OSError(), 0, []),
        (Later(7), 20, [7]),
        (Later(7), 0, [7]),
    ],
)
def test_a_message_comes_again_when_it_should(fault: Exception | None, pause: int, expected: list[int]) -> None:
    assert hidden(fault, pause) == expected


def test_so_does_one_that_cannot_be_read() -> None:
    assert hidden(None, 20, "no message") == [20]
