"""Callbacks of Suno's resellers, decoded once. Every shape of contract section 3 is read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from reprise.domain.codes import failure_of
from reprise.domain.events import Failed, Report
from reprise.domain.states import Stage
from reprise.domain.track import Failure
from reprise.providers.provider import Reading
from reprise.providers.suno.clips import all_have_audio, all_play, clips_of
from reprise.providers.suno.fields import (
    LONGEST_TEXT,
    Fields,
    camel,
    code_of,
    first_text,
    items_of,
    task_id_of,
)
from reprise.providers.suno.files import FIELDS
from reprise.providers.suno.results import Results, error_of, going
from reprise.providers.suno.surprises import of_callback
from reprise.providers.suno.vocabulary import STAGES

_BYTE_ORDER_MARK = "\ufeff"
"""Some put it before their JSON; the standard lets us pass over it."""


def read(body: str) -> Reading | None:
    """The callback in a raw body, or None when it has no shape that we know."""
    try:
        decoded = json.loads(body.removeprefix(_BYTE_ORDER_MARK))
    except (ValueError, RecursionError):
        return None
    if not isinstance(decoded, Mapping):
        return None
    return reading_of(camel(decoded))


def reading_of(fields: Fields) -> Reading | None:
    """The callback in a decoded body with camelCase names."""
    data = fields.get("data")
    inner = data if isinstance(data, Mapping) else fields
    items = _items(inner)
    stage = _stage(fields, inner, items)
    if stage is None:
        return None
    code = _code(fields.get("code"), stage)
    ended = stage if code == 200 else Stage.ERROR
    return Reading(ended, code, _message(fields, items, inner), _task_id(fields, inner), items, of_callback(fields))


def report_of(reading: Reading, results: Results) -> Report:
    """What a callback means where such results are expected."""
    if reading.code == 200 and reading.stage is not Stage.ERROR:
        return results.report(reading.stage, reading.items, reading.task_id)
    return Failed(_failure(reading), reading.task_id)


def _message(fields: Fields, items: tuple[Fields, ...], inner: Fields) -> str:
    """What is said of it: some messages say nothing, and the cause is told beside them."""
    told = [first_text(fields.get("msg")), *map(error_of, (inner, *items))]
    return ": ".join(dict.fromkeys(filter(None, told)))[:LONGEST_TEXT]


def _task_id(fields: Fields, inner: Fields) -> str | None:
    return task_id_of(inner.get("taskId"), fields.get("taskId"))


def _failure(reading: Reading) -> Failure:
    # An `error` stage under code 200 does not tell its cause. It counts as a server error.
    code = 500 if reading.code == 200 else reading.code
    return failure_of(code, reading.message)


def _items(inner: Fields) -> tuple[Fields, ...]:
    """What is listed under `data`; without a list, the object itself may be the one thing that is told."""
    listed = inner.get("data")
    return items_of(listed) if isinstance(listed, list) else (inner,)


def _stage(fields: Fields, inner: Fields, items: tuple[Fields, ...]) -> Stage | None:
    named = first_text(inner.get("callbackType"), inner.get("stage"), inner.get("status"), _slowest(inner, items))
    if named is None:
        return _stage_untold(fields, items)
    return STAGES.get(named.lower()) or _stage_of_news(fields, items)


def _stage_untold(fields: Fields, items: tuple[Fields, ...]) -> Stage | None:
    return _stage_by_clips(items) or _stage_by_files(fields) or _stage_by_code(fields)


def _stage_of_news(fields: Fields, items: tuple[Fields, ...]) -> Stage | None:
    """A word that no document has. What can be heard is a `first`: it is not believed to be the end."""
    return Stage.FIRST if _stage_by_clips(items) else _stage_by_code(fields)


def _stage_by_clips(items: tuple[Fields, ...]) -> Stage | None:
    """Shapes 2 and 3 may tell no stage: their clips do. One that has failed by itself keeps nobody waiting."""
    clips = clips_of(going(items))
    if not clips:
        return None
    proofs = ((all_have_audio, Stage.COMPLETE), (all_play, Stage.FIRST))
    return next((stage for holds, stage in proofs if holds(clips)), None)


def _stage_by_files(fields: Fields) -> Stage | None:
    """Files are told of once, without a stage: when they are made, or when that has failed."""
    data = fields.get("data")
    return Stage.COMPLETE if isinstance(data, Mapping) and not FIELDS.isdisjoint(data) else None


def _stage_by_code(fields: Fields) -> Stage | None:
    if "msg" not in fields:
        return None
    is_failure = _code(fields.get("code"), Stage.QUEUED) != 200
    return Stage.ERROR if is_failure else None


def _slowest(inner: Fields, items: tuple[Fields, ...]) -> str | None:
    """Shape 2 has its status, if any, on the clips: the list is as far as its slowest one that has not failed."""
    if not isinstance(inner.get("data"), list):
        return None
    left = going(items)
    return _slowest_of(left) if left else "error" if items else None


def _slowest_of(items: Iterable[Fields]) -> str | None:
    told = ((first_text(item.get("status")) or "").lower() for item in items)
    return min(STAGES.keys() & set(told), key=lambda name: STAGES[name].rank, default=None)


def _code(value: object, stage: Stage) -> int:
    """The code as told; without one, the code that fits the stage. Some send 0 for success."""
    code = code_of(value)
    if code is None and stage is Stage.ERROR:
        return 500
    return code or 200
