"""A template that wants what the local stack has not is refused by name, not followed in part."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from local.intrinsics import TemplateError
from local.resources import Place
from local.template import Template

PLACE = Place("http://127.0.0.1:8700", "http://127.0.0.1:5000")
EVENT = """
Resources:
  Queue: {Type: AWS::SQS::Queue}
  Table: {Type: AWS::DynamoDB::Table}
  Function:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: code/
      Handler: app.handler
      Events: {One: {Type: %s, Properties: {%s}}}
"""
MACHINE = "AWS::Serverless::StateMachine"
RESOURCE = "Resources: {One: {Type: %s, Properties: {%s}}}"


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (EVENT % ("SQS", "FilterCriteria: {Filters: []}"), "FilterCriteria of SQS events"),
        (EVENT % ("SQS", "MaximumBatchingWindowInSeconds: 5"), "MaximumBatchingWindowInSeconds of SQS events"),
        (EVENT % ("SQS", "BatchSize: 11"), "a BatchSize of 11 wants a batching window"),
        (EVENT % ("DynamoDB", "FilterCriteria: {Filters: []}"), "FilterCriteria of DynamoDB events"),
        (EVENT % ("DynamoDB", "ParallelizationFactor: 2"), "ParallelizationFactor of DynamoDB events"),
        (EVENT % ("HttpApi", "Method: GET, Path: '/files/{proxy+}'"), "greedy paths: /files/{proxy+}"),
        (EVENT % ("Schedule", "Schedule: rate(1 hour)"), "events of type Schedule"),
        (EVENT % ("ScheduleV2", "ScheduleExpression: 'cron(0 1 * * ? *)'"), "only knows rate(...) schedules"),
        (RESOURCE % ("AWS::SQS::Queue", "FifoQueue: true"), "FifoQueue of the queue One"),
        (RESOURCE % ("AWS::DynamoDB::Table", "LocalSecondaryIndexes: []"), "LocalSecondaryIndexes of the table One"),
        (RESOURCE % (MACHINE, "Definition: {}"), "Definition of the state machine One"),
        (RESOURCE % (MACHINE, "Type: EXPRESS, DefinitionUri: one.json"), "only knows standard state machines, not One"),
        (RESOURCE % (MACHINE, "DefinitionUri: one.json"), "nothing is given for Function of a state machine"),
    ],
)
def test_what_a_template_wants_and_the_stack_has_not_is_named(tmp_path: Path, text: str, missing: str) -> None:
    path = tmp_path / "template.yaml"
    path.write_text(text)
    (tmp_path / "one.json").write_text('{"Resource": "${Function}"}')
    with pytest.raises(TemplateError, match=re.escape(missing)):
        Template(path, PLACE, {}).plan()
