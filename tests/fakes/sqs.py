"""The SQS client in memory: delay, visibility, receive counts, retention and redrive, on the virtual clock."""

# ruff: noqa: N803 - the arguments are spelled as AWS spells them
from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from botocore.exceptions import ClientError

from local import specs
from tests.fakes.clock import VirtualClock
from tests.fakes.wire import Wire

Answer = dict[str, Any]
_MOST_DELAY = 900
_MOST_VISIBILITY = 43200
_LARGEST = 1024 * 1024
_UNTAKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that no message may have."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `receipt` is that of its latest receive."""

    message_id: str
    body: str
    sent_at: datetime
    visible_at: datetime
    receives: int = 0
    receipt: str = ""


class _Queue:
    def __init__(self, spec: specs.Queue) -> None:
        self.logical_id = spec.logical_id
        self.name = spec.name
        self.visibility = int(spec.attributes.get("VisibilityTimeout", "30"))
        self.retention = int(spec.attributes.get("MessageRetentionPeriod", "345600"))
        redrive = json.loads(spec.attributes.get("RedrivePolicy", "{}"))
        self.most_receives = int(redrive["maxReceiveCount"]) if redrive else None
        self.dead_letters = spec.dead_letters
        self.messages: dict[str, Message] = {}


class FakeSQS:
    """The part of botocore's SQS client that the store and an event source mapping use."""

    def __init__(self, queues: Iterable[specs.Queue], clock: VirtualClock, wire: Wire) -> None:
        self._queues = {one.logical_id: one for one in map(_Queue, queues)}
        self._by_name = {one.name: one for one in self._queues.values()}
        self._clock = clock
        self._wire = wire
        self._number = 0

    def save(self) -> tuple[int, dict[str, dict[str, Message]]]:
        """Everything that waits."""
        return self._number, {name: dict(queue.messages) for name, queue in self._queues.items()}

    def load(self, saved: tuple[int, dict[str, dict[str, Message]]]) -> None:
        """Be as it was when it was saved."""
        self._number = saved[0]
        for name, messages in saved[1].items():
            self._queues[name].messages = dict(messages)

    def waiting(self, logical_id: str) -> list[Message]:
        """What is in a queue, seen or unseen."""
        queue = self._queues[logical_id]
        if not queue.messages:  # as nearly every queue is, nearly always
            return []
        oldest = self._clock() - timedelta(seconds=queue.retention)
        kept = [one for one in queue.messages.values() if one.sent_at > oldest]
        if len(kept) < len(queue.messages):
            queue.messages = {one.message_id: one for one in kept}
        return kept

    def send_message(self, *, QueueUrl: str, MessageBody: str, DelaySeconds: int = 0) -> Answer:
        """SendMessage."""

        def send() -> Answer:
            if not 0 <= DelaySeconds <= _MOST_DELAY or len(MessageBody.encode()) > _LARGEST:
                raise _refusal("InvalidParameterValue", "SendMessage")
            if _UNTAKEN.search(MessageBody):
                raise _refusal("InvalidMessageContents", "SendMessage")
            self._number += 1
            now = self._clock()
            message = Message(f"message-{self._number}", MessageBody, now, now + timedelta(seconds=DelaySeconds))
            self._queue(QueueUrl).messages[message.message_id] = message
            return {"MessageId": message.message_id}

        return self._wire("sqs.SendMessage", send)

    def receive_message(self, *, QueueUrl: str, MaxNumberOfMessages: int = 1, **_asked: Any) -> Answer:
        """ReceiveMessage; what was received too often goes to the dead letters instead."""

        def receive() -> Answer:
            queue, now = self._queue(QueueUrl), self._clock()
            visible = (one for one in self.waiting(queue.logical_id) if one.visible_at <= now)
            taken = islice((one for one in visible if not self._redriven(queue, one)), MaxNumberOfMessages)
            return {"Messages": [self._shown(queue, one) for one in taken]}

        return self._wire("sqs.ReceiveMessage", receive)

    def change_message_visibility(self, *, QueueUrl: str, ReceiptHandle: str, VisibilityTimeout: int) -> Answer:
        """ChangeMessageVisibility."""

        def change() -> Answer:
            if not 0 <= VisibilityTimeout <= _MOST_VISIBILITY:
                raise _refusal("InvalidParameterValue", "ChangeMessageVisibility")
            queue = self._queue(QueueUrl)
            for message in self._held(queue, ReceiptHandle):
                hidden = self._clock() + timedelta(seconds=VisibilityTimeout)
                queue.messages[message.message_id] = replace(message, visible_at=hidden)
            return {}

        return self._wire("sqs.ChangeMessageVisibility", change)

    def delete_message(self, *, QueueUrl: str, ReceiptHandle: str) -> Answer:
        """DeleteMessage; deleting again changes nothing."""

        def delete() -> Answer:
            queue = self._queue(QueueUrl)
            for message in self._held(queue, ReceiptHandle):
                del queue.messages[message.message_id]
            return {}

        return self._wire("sqs.DeleteMessage", delete)

    def _queue(self, url: str) -> _Queue:
        queue = self._by_name.get(url.rpartition("/")[2])
        if queue is None:
            raise _refusal("AWS.SimpleQueueService.NonExistentQueue", "SQS")
        return queue

    def _held(self, queue: _Queue, receipt: str) -> list[Message]:
        return [one for one in queue.messages.values() if one.receipt == receipt]

    def _redriven(self, queue: _Queue, message: Message) -> bool:
        if queue.most_receives is None or message.receives < queue.most_receives or not queue.dead_letters:
            return False
        del queue.messages[message.message_id]
        self._queues[queue.dead_letters].messages[message.message_id] = message
        return True

    def _shown(self, queue: _Queue, message: Message) -> Answer:
        self._number += 1
        hidden = self._clock() + timedelta(seconds=queue.visibility)
        receives = message.receives + 1
        received = replace(message, receives=receives, visible_at=hidden, receipt=f"receipt-{self._number}")
        queue.messages[message.message_id] = received
        return {
            "MessageId": message.message_id,
            "ReceiptHandle": received.receipt,
            "Body": message.body,
            "Attributes": {"ApproximateReceiveCount": str(receives)},
        }


def _refusal(code: str, operation: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": code}}, operation)
