"""What AWS does with the template, where one would not guess it."""

from __future__ import annotations

from typing import Any

import pytest

from reprise.domain.gates import Account, Rate
from reprise.providers.inhouse import WORKERS
from reprise.usecases.merging import STORING
from reprise.usecases.pumping import LEASE
from tests.gates.declared import parameters, properties_of, resources

FUNCTIONS = properties_of("AWS::Serverless::Function")


def events(kind: str) -> dict[str, dict[str, Any]]:
    """Function -> properties of its event of a type."""
    return {
        name: event["Properties"]
        for name, one in FUNCTIONS.items()
        for event in one.get("Events", {}).values()
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


SENDS_WHAT_OTHERS_BRING = {"CallbackFunction"}
"""Fills its queue from HTTP calls only; what it takes out of it stays there until it is done."""

LARGEST_QUOTA = 1000
"""Calls in ten seconds for which nobody has to look at the template again."""


def feeds_itself(name: str) -> bool:
    """Whether a function may send to the queue that calls it."""
    queue = events("SQS")[name]["Queue"]
    rights = [each for policy in FUNCTIONS[name]["Policies"] for each in policy["Statement"] if "Action" in each]
    return any("sqs:SendMessage" in right["Action"] and queue in right["Resource"] for right in rights)


def test_lambda_does_not_cut_what_goes_round_on_purpose() -> None:
    round_and_round = {name for name in events("SQS") if feeds_itself(name)}
    allowed = {name for name, one in FUNCTIONS.items() if one.get("RecursiveLoop") == "Allow"}
    assert round_and_round - allowed == SENDS_WHAT_OTHERS_BRING
    assert allowed <= round_and_round


def test_the_providers_quota_limits_sending_and_not_the_number_of_workers() -> None:
    """Each gate has a pump of its own, and one pump makes all calls of its gate at once."""
    workers = events("SQS")["SubmitFunction"]["ScalingConfig"]["MaximumConcurrency"]
    for quota in (parameters()["SunoRequestsPer10Seconds"]["Default"], LARGEST_QUOTA):
        assert workers >= len(Account("suno:main", Rate(quota, 10)).gates)


def test_a_pump_that_dies_is_followed_by_its_own_message_when_its_lease_is_over() -> None:
    queue = properties_of("AWS::SQS::Queue")["SubmissionsQueue"]
    assert FUNCTIONS["SubmitFunction"]["Timeout"] < LEASE.total_seconds() < queue["VisibilityTimeout"]


def test_a_merge_that_has_its_permit_finds_a_worker() -> None:
    assert events("SQS")["MergeFunction"]["ScalingConfig"]["MaximumConcurrency"] == WORKERS


def test_a_worker_that_dies_over_a_merge_is_followed_by_another_in_time() -> None:
    hidden = properties_of("AWS::SQS::Queue")["MergesQueue"]["VisibilityTimeout"]
    assert FUNCTIONS["MergeFunction"]["Timeout"] < hidden
    assert hidden + STORING.total_seconds() < parameters()["GenerationTimeoutSeconds"]["Default"]


def test_a_worker_of_merges_has_room_for_one_song_and_what_it_joins() -> None:
    rooms, largest = FUNCTIONS["MergeFunction"]["EphemeralStorage"]["Size"], parameters()["MaxLargeAssetBytes"]
    assert rooms * 1024 * 1024 > 2.2 * largest["Default"]


KEEPS = {"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Cognito::UserPool", "AWS::KMS::Key"}
"""What holds more than can be made again."""


def test_no_data_goes_with_a_stack() -> None:
    kept = {name: one for name, one in resources().items() if one["Type"] in KEEPS}
    policies = {name: (one.get("DeletionPolicy"), one.get("UpdateReplacePolicy")) for name, one in kept.items()}
    assert policies.pop("CursorKey") == (None, None)  # what it signs is asked for anew
    assert set(policies.values()) == {("Retain", "Retain")}, policies


def open_routes() -> set[str]:
    """Route keys that want no token."""
    routes = [
        event["Properties"]
        for one in FUNCTIONS.values()
        for event in one.get("Events", {}).values()
        if event["Type"] == "HttpApi"
    ]
    is_open = [route for route in routes if route.get("Auth", {}).get("Authorizer") == "NONE"]
    return {f"{route['Method']} {route['Path']}".replace("ANY $default", "$default") for route in is_open}


def test_what_anybody_may_call_is_limited() -> None:
    """API Gateway refuses to deploy settings of a route that there is not, and takes a key only as it is written."""
    limits = properties_of("AWS::Serverless::HttpApi")["Api"]["RouteSettings"]
    assert set(limits) == open_routes()
    assert all(0 < limit["ThrottlingRateLimit"] <= limit["ThrottlingBurstLimit"] for limit in limits.values())
