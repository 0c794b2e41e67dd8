"""No JSON at all breaks a reader: of a callback, of a record, of an answer, for a task of any type."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reprise.domain.events import AnswerLost
from reprise.domain.operations import OPERATIONS
from reprise.providers.suno.answers import Heard
from reprise.providers.suno.provider import Suno
from reprise.providers.suno.record import record_report
from reprise.providers.suno.wire import WIRE
from tests.unit.providers.test_payload_reality import ANY_JSON

NAMES = ["code", "msg", "data", "task_id", "callbackType", "audioWavUrl", "video_url", "vocal_removal_info", "vocalUrl",
         "vocal_url", "status", "error", "successFlag", "response", "sunoData", "alignedWords", "word", "startS",
         "personaId", "result", "errorCode"]  # fmt: skip
TASKS = st.sampled_from(sorted(WIRE))
DEEP = st.recursive(
    ANY_JSON,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=12,
)


@given(DEEP, TASKS)
def test_no_json_breaks_a_reader_of_any_task(body: Any, name: str) -> None:
    reading = Suno().read(json.dumps(body))
    report = Suno().report(reading, OPERATIONS[name]) if reading else None
    assert report is None or report.attempt is None


@given(st.dictionaries(st.sampled_from(NAMES), DEEP), TASKS)
def test_no_record_breaks_the_reader_of_any_task(record: dict[str, Any], name: str) -> None:
    report = record_report(record, WIRE[name].results)
    assert report is None or report.attempt is None


@given(DEEP, TASKS)
def test_no_answer_breaks_the_reader_of_any_task(body: Any, name: str) -> None:
    outcome = WIRE[name].taken(1, Heard(200, json.dumps(body).encode()))
    assert outcome.attempt == 1
    assert WIRE[name].taken(1, Heard(200, b"<html>")) == AnswerLost(1)
