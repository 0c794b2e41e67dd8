"""What of a provider's JSON no document has: short codes, few of them, and never what users wrote."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, islice
from types import NoneType
from typing import Any

from reprise.domain.codes import CALLBACK_CODES
from reprise.providers.suno.answers import Heard
from reprise.providers.suno.dialects import DIALECTS
from reprise.providers.suno.fields import Fields, camel, code_of, first_text, objects_of
from reprise.providers.suno.files import STEM_FIELDS, parts
from reprise.providers.suno.record import status_of
from reprise.providers.suno.vocabulary import ANSWER, CALLBACK, ENVELOPE, RECORD, STAGES, STATUSES

RUNNING = 201
"""The code of a recovery that is under way (providers, section 10)."""

_MOST, _LONGEST = 5, 40
_ODD = re.compile(r"[^A-Za-z0-9_.-]")

_CODES = frozenset({0, 200, *CALLBACK_CODES})
_STEMS = frozenset({*STEM_FIELDS, "originUrl", "originData", "id"})
_OBJECT, _TEXT = (Mapping, NoneType), (str, NoneType)


def of_callback(fields: Fields) -> tuple[str, ...]:
    """What is odd about a callback with camelCase names."""
    data = fields.get("data")
    inner = data if isinstance(data, Mapping) else fields
    return _few(
        _codes(fields.get("code"), _CODES),
        _statuses(_stage_statuses(inner), STAGES.keys()),
        _names([*fields, *inner], CALLBACK),
        _names(chain.from_iterable(parts(inner)[1:]), _STEMS),
        *(_kinds({"data": level.get("data")}, (*_OBJECT, list)) for level in (fields, inner)),
        _kinds({name: inner.get(name) for name in ("callbackType", "taskId", "error")}, _TEXT),
    )


def of_record(told: Fields) -> tuple[str, ...]:
    """What is odd about what record-info holds of a task."""
    data = camel(told)
    return _few(
        _codes(data.get("errorCode"), _CODES),
        _statuses([status_of(data)], _KNOWN_STATUSES),
        _names(data, RECORD),
        _kinds({"response": data.get("response")}, _OBJECT),
        _kinds({"errorMessage": data.get("errorMessage")}, _TEXT),
    )


_KNOWN_STATUSES = frozenset(map(str.lower, STATUSES))


def of_answer(dialect: str, heard: Heard) -> tuple[str, ...]:
    """What is odd about the answer to a call of ours. One that comes from before the provider says nothing of it."""
    envelope = heard.envelope
    if not envelope:
        return ("value:body",) if heard.status == 200 else ()
    return _few(_codes(envelope.get("code"), {*DIALECTS[dialect], RUNNING}), _names(envelope, ENVELOPE))


def of_brought(heard: Heard) -> tuple[str, ...]:
    """What is odd about the data that an answer to a call of ours brings."""
    return _few(_names(camel(heard.data or {}), ANSWER))


def _few(*found: Iterable[str]) -> tuple[str, ...]:
    return tuple(islice(dict.fromkeys(chain.from_iterable(found)), _MOST))


def _stage_statuses(inner: Fields) -> list[object]:
    named = first_text(inner.get("callbackType"), inner.get("stage"), inner.get("status"))
    return [named, *(item.get("status") for item in objects_of(inner.get("data")))]


def _codes(code: object, known: Collection[int]) -> Iterable[str]:
    number = code_of(code)
    if number is None:
        return _kinds({"code": code or None}, (NoneType,))
    return () if number in known else (_short("code", str(number)),)


def _statuses(words: Iterable[object], known: Collection[str]) -> Iterator[str]:
    told = filter(None, map(first_text, words))
    return (_short("status", word) for word in told if word.lower() not in known)


def _names(names: Iterable[str], known: Collection[str]) -> Iterator[str]:
    return (_short("field", name) for name in names if name not in known)


def _kinds(values: Mapping[str, Any], kinds: tuple[type, ...]) -> Iterator[str]:
    return (_short("value", name) for name, value in values.items() if not isinstance(value, kinds))


def _short(kind: str, text: str) -> str:
    return f"{kind}:{_ODD.sub('?', text[:_LONGEST])}"
