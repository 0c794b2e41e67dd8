"""Callbacks as the Suno provider reads them for a song: the reading, and what it means."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from reprise.domain.events import Report
from reprise.domain.operations import OPERATIONS, TRACK, Operation
from reprise.domain.states import Stage
from reprise.providers.suno.provider import Suno
from reprise.providers.suno.record import record_report
from reprise.providers.suno.results import SONGS


@dataclass(frozen=True, slots=True)
class Callback:
    """A callback that was understood."""

    stage: Stage
    report: Report
    code: int
    task_id: str | None


def parse_callback(body: object, operation: Operation = TRACK) -> Callback | None:
    """The callback in a body, or None when it has no shape that Suno sends."""
    suno = Suno()
    reading = suno.read(json.dumps(body))
    if reading is None:
        return None
    return Callback(reading.stage, suno.report(reading, operation), reading.code, reading.task_id)


def told(name: str, said: object) -> Report | None:
    """What a callback means for a task of this type."""
    callback = parse_callback(said, OPERATIONS[name])
    return callback.report if callback else None


def report_of(data: Mapping[str, object]) -> Report | None:
    """What record-info's `data` means for a song."""
    return record_report(data, SONGS)
