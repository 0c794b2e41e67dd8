"""Deliveries that met a fault of ours or came too early: kept, and made good from the retry queue."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from reprise.domain.states import Status
from reprise.edge.clock import utc_now
from reprise.store import queues
from tests.integration.handlers.delivering import ID, TOKEN, WHOLE, configure, deliver, kept, running, signature
from tests.integration.handlers.world import World, message


def taken(world: World) -> Any:
    """The event of the one message in the retry queue."""
    url = world.queue_url("CallbackRetriesQueue")
    (found,) = world.surroundings.sqs.receive_message(QueueUrl=url, WaitTimeSeconds=1)["Messages"]
    event = message(found["Body"], "callback.retries")
    event["Records"][0] |= {"messageId": found["MessageId"], "receiptHandle": found["ReceiptHandle"]}
    return event


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries need not wait."""
    monkeypatch.setattr(queues, "MAX_DELAY_SECONDS", 0)


@pytest.mark.parametrize("table", ["TracksTable", "CallbacksTable"])
def test_a_fault_of_ours_is_made_good_from_the_retry_queue(world: World, at_once: None, table: str) -> None:
    track = running(world)
    request = next(one.request for one in world.plan.tables if one.logical_id == table)
    world.surroundings.dynamodb.delete_table(TableName=world.table(table))
    assert deliver(world, WHOLE) == (200, {"ok": True, "queued": True})
    world.surroundings.dynamodb.create_table(**request)
    world.keep(track)
    again = taken(world)
    assert world.invoke("callback", again) == {"batchItemFailures": []}
    assert kept(world).status is Status.COMPLETED
    assert TOKEN not in again["Records"][0]["body"]
    assert len(world.rows("CallbacksTable")) == 1


def test_a_forgery_that_cannot_be_logged_is_refused_all_the_same_and_never_queued(world: World) -> None:
    before = running(world)
    request = next(one.request for one in world.plan.tables if one.logical_id == "CallbacksTable")
    world.surroundings.dynamodb.delete_table(TableName=world.table("CallbacksTable"))
    assert deliver(world, WHOLE, token="wrong") == (401, {"ok": False, "error": "invalid_token"})
    world.surroundings.dynamodb.create_table(**request)
    assert (kept(world), world.waiting("CallbackRetriesQueue")) == (before, 0)


def test_a_forgery_that_came_while_nobody_could_tell_is_refused_out_of_the_queue(world: World, at_once: None) -> None:
    before = running(world)
    request = next(one.request for one in world.plan.tables if one.logical_id == "TracksTable")
    world.surroundings.dynamodb.delete_table(TableName=world.table("TracksTable"))
    assert deliver(world, WHOLE, token="wrong") == (200, {"ok": True, "queued": True})
    world.surroundings.dynamodb.create_table(**request)
    world.keep(before)
    assert world.invoke("callback", taken(world)) == {"batchItemFailures": []}
    assert [row["verdict"] for row in world.rows("CallbacksTable")] == ["invalid_token"]
    assert kept(world) == before


def test_a_signed_delivery_of_a_task_unknown_yet_stays_in_its_queue_until_it_finds_it(
    world: World, at_once: None
) -> None:
    configure(world, "body")
    assert deliver(world, WHOLE, query={}, headers=signature("body"))[0] == 202
    again = taken(world)
    (record,) = again["Records"]
    for _ in range(3):  # however often SQS delivers it, it is one message
        assert world.invoke("callback", again) == {"batchItemFailures": [{"itemIdentifier": record["messageId"]}]}
        assert world.waiting("CallbackRetriesQueue") == 0  # all that there is is the one in flight
    running(world)
    assert world.invoke("callback", again) == {"batchItemFailures": []}
    assert kept(world).status is Status.COMPLETED
    assert len(world.rows("CallbacksTable")) == 1


@pytest.mark.parametrize("pad", ["x", r"\u0000", "\uffff", "да"], ids=ascii)
def test_a_body_of_nearly_1_mib_that_meets_a_fault_of_ours_is_kept(world: World, at_once: None, pad: str) -> None:
    track = running(world)
    small = json.dumps(WHOLE).removesuffix("}")
    large = f'{small}, "pad": "{pad * (1_047_500 // len(pad.encode()))}"}}'
    request = next(one.request for one in world.plan.tables if one.logical_id == "TracksTable")
    world.surroundings.dynamodb.delete_table(TableName=world.table("TracksTable"))
    assert deliver(world, large) == (200, {"ok": True, "queued": True})
    world.surroundings.dynamodb.create_table(**request)
    world.keep(track)
    assert world.invoke("callback", taken(world)) == {"batchItemFailures": []}
    assert kept(world).status is Status.COMPLETED


def queued(**changes: Any) -> dict[str, Any]:
    """A message of the retry queue."""
    now = utc_now().isoformat()
    usual = {"delivery_id": "d", "provider": "suno", "body": json.dumps(WHOLE), "received_at": now}
    return message(usual | changes, "callback.retries")


def test_after_fifteen_minutes_an_unknown_task_is_given_up(world: World) -> None:
    received = (utc_now() - timedelta(minutes=15, seconds=1)).isoformat()
    again = queued(received_at=received, signed=True, signed_body=True, logged=True)
    assert world.invoke("callback", again) == {"batchItemFailures": []}
    assert world.waiting("CallbackRetriesQueue") == 0


def test_a_track_that_was_deleted_before_its_delivery_came_again_is_given_up_at_once(world: World) -> None:
    assert world.invoke("callback", queued(track_id=ID)) == {"batchItemFailures": []}
    assert world.rows("CallbacksTable") == []


def test_only_the_message_that_failed_comes_again(world: World) -> None:
    event = message("no delivery at all", "callback.retries")
    (record,) = event["Records"]
    assert world.invoke("callback", event) == {"batchItemFailures": [{"itemIdentifier": record["messageId"]}]}
