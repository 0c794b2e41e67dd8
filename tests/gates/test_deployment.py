"""What AWS does with the template, where one would not guess it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.gates.declared import properties_of

FUNCTIONS = properties_of("AWS::Serverless::Function")


def events(kind: str) -> dict[str, dict[str, Any]]:
    """Function -> properties of its event of a type."""
    return {
        name: event["Properties"]
        for name, one in FUNCTIONS.items()
        for event in one["Events"].values()
        if event["Type"] == kind
    }


@pytest.mark.parametrize("schedule", events("ScheduleV2").values(), ids=events("ScheduleV2"))
def test_two_stacks_of_an_account_have_two_schedules(schedule: dict[str, Any]) -> None:
    assert "${AWS::StackName}" in schedule["Name"]


@pytest.mark.parametrize("name", events("ScheduleV2"))
def test_a_scheduled_function_is_not_called_again_beside_its_next_turn(name: str) -> None:
    """Lambda would repeat a failed call twice by itself; the scheduler, which does not wait, cannot tell."""
    again = {"MaximumRetryAttempts": 0, "MaximumEventAgeInSeconds": 60}
    assert FUNCTIONS[name]["EventInvokeConfig"] == again
    assert events("ScheduleV2")[name]["RetryPolicy"] == again
