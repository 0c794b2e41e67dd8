"""What the functions rely on in SQS, of the fake and of moto's."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

pytestmark = pytest.mark.xdist_group("contract")
Queue = tuple[Any, str]


def received(queue: Queue, most: int = 10) -> list[dict[str, Any]]:
    """What is visible, taken."""
    client, url = queue
    asked = {"MaxNumberOfMessages": most, "WaitTimeSeconds": 0, "AttributeNames": ["All"]}
    messages: list[dict[str, Any]] = client.receive_message(QueueUrl=url, **asked).get("Messages", [])
    return messages


def test_a_message_is_received_once_while_it_is_hidden_and_deleted_for_good(queue: Queue) -> None:
    client, url = queue
    client.send_message(QueueUrl=url, MessageBody="one")
    (message,) = received(queue)
    assert (message["Body"], message["Attributes"]["ApproximateReceiveCount"]) == ("one", "1")
    assert received(queue) == []
    for _ in range(2):
        client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    assert received(queue) == []


def test_a_message_that_is_shown_again_counts_its_receives(queue: Queue) -> None:
    client, url = queue
    client.send_message(QueueUrl=url, MessageBody="one")
    for receives in "12":
        (message,) = received(queue)
        assert message["Attributes"]["ApproximateReceiveCount"] == receives
        client.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)


def test_a_delayed_message_is_not_there_yet(queue: Queue) -> None:
    client, url = queue
    client.send_message(QueueUrl=url, MessageBody="late", DelaySeconds=900)
    assert received(queue) == []


def test_a_delay_of_more_than_a_quarter_of_an_hour_is_refused(queue: Queue) -> None:
    client, url = queue
    with pytest.raises(ClientError) as error:
        client.send_message(QueueUrl=url, MessageBody="later", DelaySeconds=901)
    assert error.value.response["Error"]["Code"] == "InvalidParameterValue"


def test_a_message_received_too_often_leaves_the_queue(queue: Queue) -> None:
    client, url = queue
    client.send_message(QueueUrl=url, MessageBody="poison")
    seen = 0
    for _ in range(8):
        for message in received(queue):
            seen += 1
            client.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
    assert seen == 5  # the template's maxReceiveCount
