"""What goes wrong around a track: clients that misbehave, processes that die, callbacks that never come."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest

from tests.e2e.outside import Stack, until


def connected(stack: Stack, said: bytes) -> socket.socket:
    place = urlsplit(stack.url)
    client = socket.create_connection((str(place.hostname), int(place.port or 0)), timeout=10)
    client.sendall(said)
    return client


HEAD = b"POST /v1/tracks HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"
RUDE = [
    b"", b"GET", b"GET /v1/health HTTP/1.1\r\n", HEAD, HEAD + b"\r\n{", b"\x16\x03\x01\x02\x00\x01\x00", b"\x00" * 2000,
    b"NONSENSE / HTTP/9.9\r\n\r\n", b"GET /v1/health HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 20_000 + b"\r\n\r\n",
]  # fmt: skip


@pytest.mark.parametrize("half_closed", [False, True])
def test_misbehaving_clients_stop_nobody_else(stack: Stack, half_closed: bool) -> None:
    with ExitStack() as open_clients:
        for said in RUDE * 5:
            client = open_clients.enter_context(connected(stack, said))
            if half_closed:
                client.shutdown(socket.SHUT_WR)
        for _ in range(5):
            answer = stack.call("GET", "/v1/health")
            assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert stack.call("GET", "/v1/health").status_code == 200


def test_a_crash_is_a_502_and_the_same_key_finds_what_was_begun(stack: Stack, token: str) -> None:
    key = {"headers": {"Idempotency-Key": "once"}, "json": {"prompt": "rain"}}
    stack.fault(function="generate", service="dynamodb", operation="TransactWriteItems", when="after", error="crash")
    assert stack.call("POST", "/v1/tracks", token, **key).status_code == 502
    again = stack.call("POST", "/v1/tracks", token, **key)
    assert (again.status_code, again.json()["status"]) == (200, "pending")
    assert stack.balance(token) == 9
    assert len(stack.call("GET", "/v1/tracks", token).json()["items"]) == 1


def test_a_crash_before_anything_was_kept_leaves_nothing(stack: Stack, token: str) -> None:
    stack.fault(function="generate", service="dynamodb", operation="TransactWriteItems", when="before", error="crash")
    assert stack.call("POST", "/v1/tracks", token, json={"prompt": "rain"}).status_code == 502
    assert stack.balance(token) == 10
    stack.reaches(token, stack.start(token)["trackId"], status="completed")


def test_a_crash_while_copying_is_made_good(stack: Stack, token: str) -> None:
    stack.fault(function="follow", service="sqs", operation="SendMessage", error="crash")
    stack.reaches(token, stack.start(token)["trackId"], status="completed", stored=True)


def test_callbacks_that_are_lost_are_made_up_for_by_the_sweep(stack: Stack, token: str) -> None:
    stack.simulator("POST", "faults", kind="callback_lost", count=1)
    started = stack.start(token)

    def swept() -> bool:
        stack.sweep()
        return bool(stack.track(token, started["trackId"])["status"] == "completed")

    assert until(swept)
    assert len(stack.reaches(token, started["trackId"], stored=True)["versions"]) == 2


def test_a_client_may_ask_for_it_too(stack: Stack, token: str) -> None:
    stack.simulator("POST", "faults", kind="callback_lost", count=1)
    started = stack.start(token)
    assert stack.call("GET", "/v1/sync", token).json()["count"] == 1

    def synced() -> bool:
        stack.call("POST", "/v1/sync", token, json={"taskIds": [started["taskId"]]})
        return bool(stack.track(token, started["trackId"])["status"] == "completed")

    assert until(synced)


def test_an_answer_that_was_lost_is_not_asked_for_twice(stack: Stack, token: str) -> None:
    stack.simulator("POST", "faults", kind="reset_before_accept", seconds=0, count=1)
    before = len(stack.simulator("GET", "requests")["items"])
    started = stack.start(token)
    assert started["status"] == "pending"
    stack.sweep()
    assert len(stack.simulator("GET", "requests")["items"]) <= before + 1


def test_nothing_is_left_in_the_dead_letters(stack: Stack) -> None:
    depths = stack.call("GET", "/_local/queues").json()
    assert {name: depth["visible"] for name, depth in depths.items() if depth["deadLetter"] and depth["visible"]} == {}
