"""The state machine of a run as tests see it: its definition with everything filled in, its states and its steps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from local import machines
from tests.gates.declared import properties_of
from tests.gates.source import ROOT

FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:runner"
PROPERTIES = properties_of("AWS::Serverless::StateMachine")["ParcoursMachine"]
PATH = ROOT / PROPERTIES["DefinitionUri"]

Scope = dict[str, Any]


@cache
def text() -> str:
    """The definition as Step Functions takes it; what it names does not exist."""
    return machines.definition(PATH.read_text("utf-8"), {"Partition": "aws", "RunnerFunctionArn": FUNCTION})


def scopes(scope: Scope | None = None) -> Iterator[Scope]:
    """Everything with a `StartAt` and `States` of its own: the whole, and what a Map does with each item."""
    whole = scope or json.loads(text())
    yield whole
    for state in whole["States"].values():
        if "ItemProcessor" in state:
            yield from scopes(state["ItemProcessor"])


def states() -> dict[str, dict[str, Any]]:
    """All states by name."""
    return {name: state for scope in scopes() for name, state in scope["States"].items()}


def steps() -> dict[str, dict[str, Any]]:
    """What the runner is sent at each of its steps, by the step's name."""
    payloads = [state["Parameters"]["Payload"] for state in states().values() if state["Type"] == "Task"]
    return {payload["step"]: payload for payload in payloads}
