"""Whatever goes wrong by itself, somebody is told, and finds in docs/operations.md what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.gates.declared import declared, properties_of
from tests.gates.source import ROOT, modules

ALARMS = properties_of("AWS::CloudWatch::Alarm")
FUNCTIONS = {function.logical_id: function for function in declared().values()}
WATCHED_BY_THEIR_CALLERS = {
    "SignTrackFunction",
    "LibraryFunction",
    "AccountFunction",
    "DocsFunction",
    "SyncFunction",
    "ParcoursFunction",
}
"""Nothing is lost when one of these breaks off: its caller is told 5xx, which the ApiFaults alarm counts."""


def watched(metric: str, dimension: str = "") -> dict[str, dict[str, Any]]:
    """What the alarms on a metric watch: the value of the dimension, and the alarm."""
    alarms = [one for one in ALARMS.values() if one.get("MetricName") == metric]
    named = [({each["Name"]: each["Value"] for each in one.get("Dimensions", [])}, one) for one in alarms]
    return {dimensions.get(dimension, ""): one for dimensions, one in named}


def metrics() -> Iterator[tuple[str, str]]:
    """Namespace and name of every metric that an alarm watches, those that it computes with included."""
    for alarm in ALARMS.values():
        used = [one["MetricStat"]["Metric"] for one in alarm.get("Metrics", []) if "MetricStat" in one] or [alarm]
        yield from ((one["Namespace"], one["MetricName"]) for one in used)


@pytest.mark.parametrize("alarm", ALARMS.values(), ids=ALARMS)
def test_an_alarm_reaches_the_operator(alarm: dict[str, Any]) -> None:
    assert alarm["AlarmActions"] == ["AlarmTopic"]


def test_cloudwatch_may_publish_to_the_alarms_topic() -> None:
    """It may not use the key that AWS manages for SNS, so no alarm would come out of a topic with that key."""
    assert properties_of("AWS::SNS::Topic")["AlarmTopic"].get("KmsMasterKeyId") is None


def test_somebody_is_told_when_a_function_breaks_off() -> None:
    assert set(FUNCTIONS) - set(watched("Errors", "FunctionName")) == WATCHED_BY_THEIR_CALLERS
    assert set(watched("5xx", "ApiId")) == {"Api"}


@pytest.mark.parametrize("name", sorted(WATCHED_BY_THEIR_CALLERS))
def test_who_is_watched_by_callers_is_called_by_nobody_else(name: str) -> None:
    assert {event["Type"] for event in FUNCTIONS[name].events.values()} == {"HttpApi"}


def test_a_single_error_is_enough() -> None:
    assert {(one["Threshold"], one["EvaluationPeriods"]) for one in watched("Errors", "FunctionName").values()} == {
        (1, 1)
    }


def test_somebody_is_told_when_a_schedule_has_stopped() -> None:
    scheduled = {
        name for name, one in FUNCTIONS.items() if "ScheduleV2" in {event["Type"] for event in one.events.values()}
    }
    silent = watched("Invocations", "FunctionName")
    assert set(silent) == scheduled
    assert {one["ComparisonOperator"] for one in silent.values()} == {"LessThanThreshold"}
    assert {one["TreatMissingData"] for one in silent.values()} == {"breaching"}, "no call is no data"


def test_somebody_is_told_of_every_dead_letter() -> None:
    queues = properties_of("AWS::SQS::Queue")
    redriven = {one["RedrivePolicy"]["deadLetterTargetArn"] for one in queues.values() if "RedrivePolicy" in one}
    assert redriven <= {f"{name}.Arn" for name in queues if name.endswith("DeadLetters")}
    dead_letters = {f"{name}.QueueName" for name in queues if name.endswith("DeadLetters")}
    assert set(watched("ApproximateNumberOfMessagesVisible", "QueueName")) == dead_letters


def test_what_is_counted_in_the_log_has_an_alarm() -> None:
    filters = properties_of("AWS::Logs::MetricFilter").values()
    counted = {
        (each["MetricNamespace"], each["MetricName"]) for one in filters for each in one["MetricTransformations"]
    }
    assert counted == {metric for metric in metrics() if not metric[0].startswith("AWS/")}


def test_operations_says_of_every_alarm_what_to_do() -> None:
    """A row may stand for several alarms of one kind: `…DeadLetters`."""
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\S+)` \| [^|]+ \| [^|]+ \|$", text, re.MULTILINE)
    told = re.compile("|".join(row.replace("…", r"\w+") for row in rows))
    names = {name.removesuffix("Alarm") for name in ALARMS}
    assert {name for name in names if not told.fullmatch(name)} == set()
    assert [row for row in rows if not any(re.fullmatch(row.replace("…", r"\w+"), name) for name in names)] == []


def test_what_a_filter_waits_for_is_said_somewhere() -> None:
    patterns = [str(one["FilterPattern"]) for one in properties_of("AWS::Logs::MetricFilter").values()]
    waited_for = {message for pattern in patterns for message in re.findall(r'message = "(\w+)"', pattern)}
    code = "\n".join(path.read_text("utf-8") for path in modules("layers", "functions"))
    assert waited_for
    assert {message for message in waited_for if f'"{message}"' not in code} == set()
