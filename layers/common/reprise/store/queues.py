"""Messages that wait in SQS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient

MAX_DELAY_SECONDS = 900


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


def _text(message: object) -> str:
    return msgspec.json.encode(message).decode()
