"""The template and the code know the same functions, the same variables, and a sample of every trigger."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from tests.gates.definition import steps

from tests.gates.declared import Declared, declared, functions, snake
from tests.gates.source import ROOT, modules

WRITTEN = {path.parent.name for path in modules("functions") if path.name == "app.py"}
EVENTS = ROOT / "events"
# What a sample must show of its trigger, by the trigger's type.
SOURCES = {"SQS": "aws:sqs", "DynamoDB": "aws:dynamodb"}


def variables(settings: type) -> set[str]:
    """The environment variables that fill a settings class."""
    return {field.name.upper() for field in dataclasses.fields(settings)}


def sample(function: str, event: str) -> Path:
    """Where the sample of a trigger is kept."""
    return EVENTS / f"{function}.{snake(event)}.json"


def fits(trigger: dict[str, Any], event: Any) -> bool:
    """Whether a sample is of this kind and for this route."""
    properties = trigger["Properties"]
    if trigger["Type"] == "HttpApi":
        route = f"{properties['Method']} {properties['Path']}".removeprefix("ANY ")
        return event["version"] == "2.0" and event["routeKey"] in (route, "$default")
    if trigger["Type"] in SOURCES:
        return {record["eventSource"] for record in event["Records"]} == {SOURCES[trigger["Type"]]}
    return isinstance(event, dict)


def test_every_function_has_its_folder_and_every_folder_its_function() -> None:
    assert set(declared()) == WRITTEN


@pytest.mark.parametrize("function", sorted(WRITTEN))
def test_a_function_is_given_the_variables_it_reads_and_no_others(function: str) -> None:
    assert variables(functions()[function].settings) == declared()[function].variables


@pytest.mark.parametrize("function", sorted(WRITTEN))
def test_settings_cannot_be_changed(function: str) -> None:
    assert functions()[function].settings.__dataclass_params__.frozen


def test_there_is_a_sample_of_every_trigger_and_of_nothing_else() -> None:
    wanted = {sample(name, event).name for name, function in declared().items() for event in function.events}
    wanted |= {sample("runner", step).name for step in steps()}
    assert {path.name for path in EVENTS.glob("*")} == wanted


@pytest.mark.parametrize("function", declared().values(), ids=declared())
def test_a_sample_is_what_its_trigger_sends(function: Declared) -> None:
    name = function.folder.name
    there = {event: sample(name, event) for event in function.events if sample(name, event).exists()}
    wrong = [
        path.name
        for event, path in there.items()
        if not fits(function.events[event], json.loads(path.read_text("utf-8")))
    ]
    assert wrong == []


@pytest.mark.parametrize("step", steps())
def test_a_sample_of_a_step_has_what_the_state_machine_sends(step: str) -> None:
    found = json.loads(sample("runner", step).read_text("utf-8"))
    assert found["step"] == step
    assert set(found) == {key.removesuffix(".$") for key in steps()[step]}
