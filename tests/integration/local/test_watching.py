"""Calls are reported; faults are met where they were set."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from local.processes import ROOT
from tests.integration.local.conftest import Running


@pytest.fixture(autouse=True)
def _afresh(stack: Running) -> Iterator[None]:
    stack.ask("DELETE", "/_local/calls")
    yield
    stack.ask("DELETE", "/_local/faults")


def calls(stack: Running, function: str = "web") -> list[dict[str, Any]]:
    every = stack.ask("GET", "/_local/calls").json()["items"]
    return [call for call in every if call["function"] == function]


def write(stack: Running) -> int:
    return stack.ask("POST", "/v1/open/write", json={"ids": ["w-1", "w-2"]}).status_code


def test_aws_calls_are_reported(stack: Running) -> None:
    write(stack)
    first, second = calls(stack)
    assert (first["service"], first["operation"], first["status"]) == ("dynamodb", "PutItem", 200)
    assert first["resources"] == ["PutItem:reprise-ThingsTable"]
    assert first["units"] == 1.0
    assert first["ms"] > 0
    assert first["at"] <= second["at"]
    assert first["requestId"] == second["requestId"]


def test_provider_calls_are_reported_without_their_query(stack: Running) -> None:
    stack.ask("GET", "/v1/open/provider")
    (call,) = calls(stack)
    assert (call["service"], call["operation"], call["status"]) == ("provider", "GET /nothing", 404)


def test_an_error_is_met_once(stack: Running) -> None:
    fault = {"function": "web", "service": "dynamodb", "operation": "*", "after": 2, "error": "ThrottlingException"}
    assert stack.ask("POST", "/_local/faults", json=fault).status_code == 201
    assert write(stack) == 500
    assert [call.get("error") for call in calls(stack)] == [None, "ThrottlingException"]
    assert write(stack) == 204
    assert stack.ask("GET", "/_local/faults").json() == {"items": []}


def test_a_crash_before_a_call_is_a_502_and_the_call_was_not_made(stack: Running) -> None:
    stack.ask("POST", "/_local/faults", json={"function": "web", "after": 2, "error": "crash"})
    assert write(stack) == 502
    assert len(calls(stack)) == 1


def test_a_crash_after_a_call_is_a_502_and_the_call_was_made(stack: Running) -> None:
    stack.ask("POST", "/_local/faults", json={"function": "web", "after": 2, "when": "after", "error": "crash"})
    assert write(stack) == 502
    assert len(calls(stack)) == 2


def test_a_provider_can_be_out_of_reach(stack: Running) -> None:
    stack.ask("POST", "/_local/faults", json={"service": "provider", "error": "ReadTimeout"})
    assert stack.ask("GET", "/v1/open/provider").status_code == 500
    assert calls(stack)[0]["error"] == "ReadTimeout"


@pytest.mark.parametrize("body", ["{", '{"what": 1}', '{"after": 0}'])
def test_a_wrong_fault_is_refused(stack: Running, body: str) -> None:
    assert stack.ask("POST", "/_local/faults", data=body).status_code == 400


NOT_WATCHED_YET = """
import http.client, sys
from local.worker.watch import Watch
Watch(None, []).install()
print(http.client.HTTPConnection.request.__module__)
print(sorted({"botocore"} & set(sys.modules)))
import botocore.client
print(botocore.client.BaseClient._make_api_call.__module__)
"""


def test_libraries_are_watched_from_their_import_on_and_not_imported_for_it() -> None:
    command = [sys.executable, "-c", NOT_WATCHED_YET]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert printed.splitlines() == ["local.worker.watch", "[]", "local.worker.watch"]
