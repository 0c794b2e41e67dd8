"""The queues of the stack as tools see them: depths, and moving dead letters back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from local.aws import Aws
from local.specs import Queue

_DEPTHS = {
    "visible": "ApproximateNumberOfMessages",
    "inFlight": "ApproximateNumberOfMessagesNotVisible",
    "delayed": "ApproximateNumberOfMessagesDelayed",
}


class Queues:
    """All queues by logical id."""

    def __init__(self, aws: Aws, queues: Iterable[Queue]) -> None:
        self._aws = aws
        self._queues = {one.logical_id: one for one in queues}
        self._sources = {one.dead_letters: one for one in queues if one.dead_letters}

    def url(self, logical_id: str) -> str:
        """The URL of a queue."""
        return self._aws.queue_url(self._queues[logical_id].name)

    def source_of(self, logical_id: str) -> str | None:
        """The queue whose dead letters land in this one."""
        source = self._sources.get(logical_id)
        return source.logical_id if source else None

    async def send(self, logical_id: str, body: str) -> None:
        """Put a message into a queue."""
        await self._aws.call("sqs", "SendMessage", QueueUrl=self.url(logical_id), MessageBody=body)

    async def depths(self) -> dict[str, dict[str, Any]]:
        """How many messages wait in each queue."""
        found = await asyncio.gather(*(self._depth(queue) for queue in self._queues.values()))
        return dict(zip(self._queues, found, strict=True))

    async def _depth(self, queue: Queue) -> dict[str, Any]:
        answer = await self._aws.call(
            "sqs", "GetQueueAttributes", QueueUrl=self.url(queue.logical_id), AttributeNames=list(_DEPTHS.values())
        )
        depths = {name: int(answer["Attributes"][attribute]) for name, attribute in _DEPTHS.items()}
        dead = queue.logical_id in self._sources or "DeadLetter" in queue.logical_id
        return {**depths, "deadLetter": dead, "fullName": queue.name}

    async def redrive(self, logical_id: str) -> int:
        """Move everything from a dead-letter queue back to where it came from; how many."""
        target, moved = self.url(self._sources[logical_id].logical_id), 0
        while messages := await self._take(logical_id):
            for message in messages:
                body = {"MessageBody": message["Body"], "MessageAttributes": message.get("MessageAttributes", {})}
                await self._aws.call("sqs", "SendMessage", QueueUrl=target, **body)
                handle = message["ReceiptHandle"]
                await self._aws.call("sqs", "DeleteMessage", QueueUrl=self.url(logical_id), ReceiptHandle=handle)
                moved += 1
        return moved

    async def _take(self, logical_id: str) -> list[dict[str, Any]]:
        answer = await self._aws.call(
            "sqs",
            "ReceiveMessage",
            QueueUrl=self.url(logical_id),
            MaxNumberOfMessages=10,
            MessageAttributeNames=["All"],
        )
        messages: list[dict[str, Any]] = answer.get("Messages", [])
        return messages
