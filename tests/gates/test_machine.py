"""The state machine's definition: what Step Functions would refuse is refused here, and nothing in it is idle."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from cfnlint.api import lint
from cfnlint.config import ManualArgs

from tests.gates.declared import declared
from tests.gates.definition import FUNCTION, PROPERTIES, Scope, scopes, states, steps, text

LARGEST_DEFINITION = 1024 * 1024
LONGEST_NAME = 80
LONGEST_TIMEOUT = 99_999_999
MOST_SEGMENTS, MOST_EXTENSIONS = 48, 3
"""A run of 48 segments is the largest that is made in one transaction."""

SEGMENT_EVENTS, EXTENSION_EVENTS, MOST_EVENTS = 10, 8, 25_000
TASKS = {name: state for name, state in states().items() if state["Type"] == "Task"}
NEVER_AGAIN = {"FirstFailed", "Superseded"}


def template(definition: str) -> str:
    """A CloudFormation template with this definition in it: the linter does not open files that a template names."""
    properties = {"DefinitionString": definition, "RoleArn": "arn:aws:iam::123456789012:role/some"}
    machine = {"Type": "AWS::StepFunctions::StateMachine", "Properties": properties}
    return json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"Machine": machine}})


def complaints(definition: str) -> list[str]:
    """What cfn-lint says against a definition."""
    found = lint(template(definition), config=ManualArgs(regions=["eu-west-1"]))
    return [f"{one.rule.id} {one.message}" for one in found]


def targets(state: dict[str, Any]) -> Iterator[str]:
    """Where a state may lead."""
    ways = [state, *state.get("Choices", ()), *state.get("Catch", ())]
    yield from (way["Next"] for way in ways if "Next" in way)
    yield from (state[key] for key in ("Default",) if key in state)


def reached(scope: Scope) -> set[str]:
    """The states of a scope to which some way leads."""
    found, before = {scope["StartAt"]}, set[str]()
    while found != before:
        before, found = found, found | {name for one in found for name in targets(scope["States"][one])}
    return found


def test_the_linter_of_cloudformation_finds_no_fault() -> None:
    assert complaints(text()) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('"Type": "Pass"', '"Type": "Past"'),
        ('"MaxConcurrency": 1,', '"MaxConcurrency": 1, "MostAtOnce": 1,'),
        ('"StartAt": "Segments"', '"StartAt": "Segment"'),
        ('"TimeoutSeconds": 900', '"TimeoutSeconds": "soon"'),
    ],
)
def test_the_linter_would_find_one(right: str, wrong: str) -> None:
    assert right in text()
    assert complaints(text().replace(right, wrong)) != []


@pytest.mark.parametrize("scope", list(scopes()), ids=lambda scope: scope["StartAt"])
def test_every_way_leads_to_a_state_and_to_every_state_leads_a_way(scope: Scope) -> None:
    assert reached(scope) == set(scope["States"])


def test_it_is_within_the_services_limits() -> None:
    assert len(text().encode()) <= LARGEST_DEFINITION
    assert max(map(len, states())) <= LONGEST_NAME
    assert sum(len(scope["States"]) for scope in scopes()) == len(states()), "names are not used twice"
    waits = [one["TimeoutSeconds"] for one in [*scopes(), *states().values()] if "TimeoutSeconds" in one]
    assert all(0 < seconds <= LONGEST_TIMEOUT for seconds in waits)
    longest = MOST_SEGMENTS * SEGMENT_EVENTS + (MOST_EXTENSIONS + 1) * EXTENSION_EVENTS
    assert longest * 2 < MOST_EVENTS, "even if everything is tried again"


@pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
def test_nothing_waits_for_ever(task: dict[str, Any]) -> None:
    assert task["TimeoutSeconds"] > declared()["runner"].timeout


def test_no_run_is_cut_short_by_the_machines_own_timeout() -> None:
    """It only ends what goes round and round; every legal wait fits in, and what is tried again, too."""
    whole = next(scopes())
    longest = MOST_SEGMENTS * TASKS["Segment"]["TimeoutSeconds"]
    longest += (MOST_EXTENSIONS + 1) * TASKS["Lengthen"]["TimeoutSeconds"]
    assert longest < whole["TimeoutSeconds"] < 2 * longest


def test_it_is_a_standard_machine_that_knows_the_runner_by_its_substitution() -> None:
    assert PROPERTIES["Type"] == "STANDARD"
    assert set(PROPERTIES["DefinitionSubstitutions"]) == {"Partition", "RunnerFunctionArn"}
    assert {task["Parameters"]["FunctionName"] for task in TASKS.values()} == {FUNCTION}


def test_an_answer_is_not_asked_for_again() -> None:
    """The first retrier that fits is the one that counts, and States.TaskFailed fits everything but a timeout."""
    for task in (TASKS["Segment"], TASKS["Lengthen"]):
        first, *others = task["Retry"]
        assert first["MaxAttempts"] == 0
        assert set(first["ErrorEquals"]) <= NEVER_AGAIN
        assert {each for retrier in others for each in retrier["ErrorEquals"]} & NEVER_AGAIN == set()


@pytest.mark.parametrize("step", steps())
def test_whoever_waits_says_how_to_answer(step: str) -> None:
    waiting = {one["Parameters"]["Payload"]["step"] for one in TASKS.values() if one["Resource"].endswith("TaskToken")}
    assert (steps()[step].get("token.$") == "$$.Task.Token") == (step in waiting)
