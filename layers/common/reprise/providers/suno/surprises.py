"""What of a provider's JSON no document has: short codes, few of them, and never what users wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from reprise.domain.codes import CALLBACK_CODES
from reprise.domain.states import Stage
from reprise.providers.suno.answers import Heard
from reprise.providers.suno.dialects import DIALECTS
from reprise.providers.suno.fields import Fields, camel, code_of, first_text, objects_of, task_id_of
from reprise.providers.suno.files import FIELDS as FILE_FIELDS
from reprise.providers.suno.files import STEM_FIELDS
from reprise.providers.suno.record import STATUSES, status_of

STAGES = {
    "text": Stage.TEXT,
    "first": Stage.FIRST,
    "audio": Stage.COMPLETE,
    "complete": Stage.COMPLETE,
    "error": Stage.ERROR,
    "fail": Stage.ERROR,
    "failed": Stage.ERROR,
    "success": Stage.COMPLETE,
    "succeeded": Stage.COMPLETE,
    "text_success": Stage.TEXT,
    "first_success": Stage.FIRST,
    "streaming": Stage.FIRST,
}
"""The words for a stage, in callbacks."""

RUNNING = 201
"""The code of a recovery that is under way (providers, section 10)."""

_MOST, _LONGEST = 5, 40
_ODD = re.compile(r"[^A-Za-z0-9_.-]")

_CODES = frozenset({0, 200, *CALLBACK_CODES})
_ENVELOPE = frozenset({"code", "msg", "data"})
_CLIP = frozenset(
    {
        "id",
        "audioId",
        "audioUrl",
        "sourceAudioUrl",
        "downloadUrl",
        "streamUrl",
        "streamAudioUrl",
        "sourceStreamAudioUrl",
        "imageUrl",
        "sourceImageUrl",
        "prompt",
        "modelName",
        "title",
        "tags",
        "createTime",
        "duration",
        "error",
        "errorMessage",
        "status",
        "stage",
    }
)
_CALLBACK = _ENVELOPE | _CLIP | FILE_FIELDS | {"callbackType", "taskId", "errorCode"}
_RECORD = frozenset(
    {
        "taskId",
        "parentMusicId",
        "musicId",
        "musicIndex",
        "audioId",
        "param",
        "response",
        "status",
        "successFlag",
        "type",
        "operationType",
        "errorCode",
        "errorMessage",
        "createTime",
        "completeTime",
        "callbackUrl",
        "callBackUrl",
    }
)
_ANSWER = frozenset(
    {
        "taskId",
        "alignedWords",
        "waveformData",
        "hootCer",
        "isStreamed",
        "personaId",
        "name",
        "description",
        "param",
        "result",
        "creditsConsumed",
        "creditsRemaining",
        "successFlag",
        "errorCode",
        "errorMessage",
        "createTime",
    }
)


def of_callback(fields: Fields) -> tuple[str, ...]:
    """What is odd about a callback with camelCase names."""
    data = fields.get("data")
    inner = data if isinstance(data, Mapping) else fields
    return _few(
        [
            *_codes(fields.get("code"), _CODES),
            *_words("status", _stage_words(inner), STAGES),
            *_names([*fields, *inner], _CALLBACK),
            *_names(_stems(inner), {*STEM_FIELDS, "originUrl", "originData", "id"}),
            *_kinds({"data": data, "data.data": inner.get("data")}, (Mapping, list)),
            *_kinds({"callbackType": inner.get("callbackType"), "msg": fields.get("msg")}, (str,)),
            *_task_id(inner.get("taskId"), fields.get("taskId")),
        ]
    )


def of_record(data: Fields) -> tuple[str, ...]:
    """What is odd about what record-info holds of a task."""
    return _few(
        [
            *_codes(data.get("errorCode"), _CODES),
            *_words("status", [status_of(data)], STATUSES),
            *_names(camel(data), _RECORD),
            *_kinds({"response": data.get("response")}, (Mapping,)),
            *_kinds({"errorMessage": data.get("errorMessage")}, (str,)),
        ]
    )


def of_answer(dialect: str, heard: Heard) -> tuple[str, ...]:
    """What is odd about the answer to a call of ours. One that comes from before the provider says nothing of it."""
    envelope = heard.envelope
    if not envelope:
        return ("value:body",) if heard.status == 200 else ()
    return _few([*_codes(envelope.get("code"), {*DIALECTS[dialect], RUNNING}), *_names(envelope, _ENVELOPE)])


def of_brought(heard: Heard) -> tuple[str, ...]:
    """What is odd about the data that an answer to a call of ours brings."""
    return _few(_names(camel(heard.data or {}), _ANSWER))


def _few(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(islice(dict.fromkeys(found), _MOST))


def _stage_words(inner: Fields) -> list[object]:
    named = first_text(inner.get("callbackType"), inner.get("stage"), inner.get("status"))
    return [named, *(item.get("status") for item in objects_of(inner.get("data")))]


def _stems(inner: Fields) -> Iterator[str]:
    separated = (inner.get(name) for name in ("vocalSeparationInfo", "vocalRemovalInfo"))
    for part in separated:
        yield from camel(part) if isinstance(part, Mapping) else ()


def _codes(code: object, known: Iterable[int]) -> Iterator[str]:
    number = code_of(code)
    if number is not None and number not in known:
        yield _short("code", str(number))
    if number is None and code not in (None, ""):
        yield "value:code"


def _words(kind: str, words: Iterable[object], known: Iterable[str]) -> Iterator[str]:
    told = (word for word in words if isinstance(word, str) and word)
    folded = {name.lower() for name in known}
    return (_short(kind, word) for word in told if word.lower() not in folded)


def _names(names: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    return (_short("field", name) for name in names if name not in known)


def _kinds(values: Mapping[str, Any], kinds: tuple[type, ...]) -> Iterator[str]:
    told = ((name, value) for name, value in values.items() if value is not None)
    return (_short("value", name) for name, value in told if not isinstance(value, kinds))


def _task_id(*values: object) -> Iterator[str]:
    told = [value for value in values if value not in (None, "")]
    if told and not task_id_of(*told):
        yield "value:taskId"


def _short(kind: str, text: str) -> str:
    return f"{kind}:{_ODD.sub('?', text[:_LONGEST])}"
