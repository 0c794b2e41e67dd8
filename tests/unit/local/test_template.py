"""The template reader: what it finds, what it resolves, what it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from local.intrinsics import Resolver, TemplateError
from local.resources import Place
from local.settings import parameter_values, secrets
from local.specs import Key, Plan
from local.template import Template

ROOT = Path(__file__).parents[3]
PROJECT = ROOT / "tests" / "integration" / "local" / "project" / "template.yaml"
PLACE = Place("http://127.0.0.1:8700", "http://127.0.0.1:5000")
OWN = {"JwtIssuer": "http://issuer", "JwtAudience": "somebody", "FeaturesFile": "/features.json"}


def plan_of(path: Path, **environ: str) -> Plan:
    return Template(path, PLACE, environ, OWN).plan()


def resolver(parameters: dict[str, Any] | None = None, conditions: dict[str, Any] | None = None) -> Resolver:
    return Resolver(conditions or {}, parameters or {}, lambda logical, name: f"<{logical}:{name}>")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"Ref": "Size"}, "10"),
        ({"Ref": "Table"}, "<Table:None>"),
        ({"Fn::GetAtt": "Table.Arn"}, "<Table:Arn>"),
        ({"Fn::Sub": "a-${Size}-${Table.Arn}"}, "a-10-<Table:Arn>"),
        ({"Fn::If": ["Big", "yes", "no"]}, "yes"),
        ({"Fn::If": ["Small", "yes", "no"]}, "no"),
        ([1, {"Ref": "AWS::NoValue"}, 2], [1, 2]),
        ({"a": {"Ref": "AWS::NoValue"}, "b": 1}, {"b": 1}),
    ],
)
def test_intrinsics(value: Any, expected: Any) -> None:
    conditions = {
        "Big": {"Fn::Equals": [{"Ref": "Size"}, "10"]},
        "Small": {"Fn::Not": [{"Fn::Equals": ["10", {"Ref": "Size"}]}]},
    }
    assert resolver({"Size": "10"}, conditions)(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        {"Fn::ImportValue": "x"},
        {"Fn::If": ["Unknown", 1, 2]},
        {"Fn::Join": ["/", ["a"]]},
        {"Fn::And": [True, True]},
        {"Fn::Not": [{"Condition": "Unknown"}]},
        {"Fn::Sub": ["${x}", {"x": "y"}]},
        {"Fn::GetAtt": ["Table", "Arn"]},
    ],
)
def test_what_is_not_known_is_refused(value: Any) -> None:
    with pytest.raises(TemplateError):
        resolver()(value)


def test_a_parameter_takes_the_setting_of_its_name() -> None:
    declared = {
        "SunoBaseUrl": {"Default": "https://a"},
        "SunoRequestsPer10Seconds": {"Default": 20},
        "AllowedOrigins": {"Type": "CommaDelimitedList", "Default": ""},
        "JwtIssuer": {"Default": ""},
    }
    environ = {"SUNO_REQUESTS_PER_10_SECONDS": "5", "ALLOWED_ORIGINS": "http://a, http://b"}
    assert parameter_values(declared, environ, {"JwtIssuer": "http://own"}) == {
        "SunoBaseUrl": "https://a",
        "SunoRequestsPer10Seconds": "5",
        "AllowedOrigins": ["http://a", "http://b"],
        "JwtIssuer": "http://own",
    }


def test_a_secret_in_the_environment_switches_its_parameter_on() -> None:
    declared = {"SunoWebhookSecretParameter": {"Default": ""}}
    assert parameter_values(declared, {}, {}) == {"SunoWebhookSecretParameter": ""}
    assert parameter_values(declared, {"SUNO_WEBHOOK_SECRET": "s"}, {})["SunoWebhookSecretParameter"]


def test_a_parameter_without_default_or_value_is_refused() -> None:
    with pytest.raises(TemplateError, match="Needed"):
        parameter_values({"Needed": {"Type": "String"}}, {}, {})


def test_secrets_are_what_environments_name() -> None:
    environments = [{"SUNO_API_KEY": "ssm:/a/key", "PLAIN": "x"}, {"HOOK_SECRET": "ssm:/a/hook"}]
    assert secrets(environments, {"HOOK_SECRET": "given"}) == {"/a/key": "local-suno-key", "/a/hook": "given"}


def test_the_plan_of_a_project() -> None:
    plan = plan_of(PROJECT, SUNO_BASE_URL="http://sim")
    web = plan.functions["web"]
    assert web.environment["THINGS_TABLE"] == "reprise-ThingsTable"
    assert web.environment["SUNO_BASE_URL"] == "http://sim"
    assert (web.timeout, web.memory, web.layers) == (2.0, 256, (PROJECT.parent / "layer",))
    assert {(route.method, route.path, route.authorized) for route in plan.routes} == {
        ("GET", "/v1/health", False),
        ("ANY", "/v1/open/{what}", False),
        ("GET", "/v1/mine", True),
    }
    assert plan.authorizer is not None
    assert plan.authorizer.audience == ("somebody",)
    assert plan.cors.origins == ("https://app.example",)


def test_a_function_has_its_own_layers_after_those_of_all() -> None:
    layers = plan_of(PROJECT).functions["tick"].layers
    assert layers == (PROJECT.parent / "layer", PROJECT.parent / "one_more")


def test_the_sources_of_a_project() -> None:
    plan = plan_of(PROJECT)
    (stream,), (schedule,) = plan.stream_sources, plan.schedules
    queues = {one.queue: one for one in plan.queue_sources}
    queue = queues["WorkQueue"]
    assert stream.oldest is None
    assert (stream.table, stream.attempts, stream.bisect, stream.on_failure) == (
        "ThingsTable",
        2,
        True,
        "FollowDeadLetters",
    )
    assert (queue.queue, queue.batch_size, queue.partial) == ("WorkQueue", 5, True)
    assert [(name, one.concurrency) for name, one in queues.items()] == [
        ("WorkQueue", 4),
        ("NarrowQueue", 2),
        ("WideQueue", 6),
    ]
    assert (schedule.name, schedule.seconds, schedule.input) == ("tick", 3600.0, {"why": "clock"})


def test_the_stores_of_a_project() -> None:
    plan = plan_of(PROJECT)
    tables = {table.logical_id: table for table in plan.tables}
    assert tables["ThingsTable"].request["StreamSpecification"] == {
        "StreamEnabled": True,
        "StreamViewType": "NEW_AND_OLD_IMAGES",
    }
    assert tables["DoneTable"].ttl_attribute == "gone"
    queues = {queue.logical_id: queue for queue in plan.queues}
    assert queues["WorkQueue"].dead_letters == "WorkDeadLetters"
    assert '"maxReceiveCount":2' in queues["WorkQueue"].attributes["RedrivePolicy"]
    assert plan.buckets == ("reprise-bucket",)


def test_the_machine_and_the_key_of_a_project() -> None:
    plan = plan_of(PROJECT)
    (machine,) = plan.machines
    assert (machine.name, machine.functions) == ("reprise-line", ("step",))
    assert "arn:aws:lambda:us-east-1:123456789012:function:reprise-StepFunction" in machine.definition
    assert "${" not in machine.definition
    environment = plan.functions["step"].environment
    assert (plan.keys, environment["KEY"]) == ((Key("alias/reprise-Key", {}),), "alias/reprise-Key")
    assert environment["KEY_ARN"] == "arn:aws:kms:us-east-1:123456789012:alias/reprise-Key"


def test_the_real_template_can_be_read() -> None:
    plan = plan_of(ROOT / "template.yaml")
    assert {"generate", "callback", "sweep"} <= set(plan.functions)
    assert plan.parameters["/reprise/public-base-url"] == PLACE.url
    assert [schedule.name for schedule in plan.schedules] == ["sweep"]
    assert [(one.name, one.functions) for one in plan.machines] == [("reprise-parcours", ("runner",))]
    signing = {"KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC"}
    assert plan.keys == (Key("alias/reprise-NotesKey", {}), Key("alias/reprise-CursorKey", signing))
    for function in plan.functions.values():
        assert all(isinstance(value, str) for value in function.environment.values())


def test_what_follows_a_commit_is_tried_for_an_hour() -> None:
    streams = [one for one in plan_of(ROOT / "template.yaml").stream_sources if one.function == "follow"]
    assert [stream.table for stream in streams] == ["TracksTable", "RunsTable"]
    for stream in streams:
        assert (stream.attempts, stream.oldest, stream.bisect, stream.partial) == (None, 3600, True, True)


def test_who_counts_has_a_reader_of_its_own_whose_batches_name_their_shard() -> None:
    (stream,) = (one for one in plan_of(ROOT / "template.yaml").stream_sources if one.function == "measure")
    assert (stream.table, stream.windows, stream.attempts, stream.oldest) == ("TracksTable", True, None, None)
