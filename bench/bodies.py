"""What bodies of 1 MiB cost, whatever is in them, against `json.loads` of the same text: `python -m bench.bodies`.

Every kind of body is made of the worst that its fields take, and goes from the event to the refusal. Exits with 1
when one of them takes longer than 300 ms, or is over its ratio.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import fields
from typing import Any

import local  # noqa: F401 - puts the layer where it can be imported
from bench.machine import machine
from reprise.domain.requests import camel
from reprise.edge.function import serve
from reprise.edge.http import MAX_BODY_BYTES, Call, Response
from reprise.edge.requests import GrantRequest, SignRequest, SyncRequest
from reprise.edge.routes import Route
from reprise.edge.run_requests import DiaryBody, ParcoursBody
from reprise.edge.task_bodies import ExtendBody, LyricsBody, SongBody, keyed_body

KINDS = (SongBody, ExtendBody, LyricsBody, ParcoursBody, DiaryBody, SignRequest, SyncRequest, GrantRequest)
MOST_MILLISECONDS = 300
MOST_TIMES = 6
"""Of the time that `json.loads` needs, or of a millisecond where it needs less."""

ROUNDS = 3
_ROOM = MAX_BODY_BYTES - 100


def main() -> int:
    """Measure; 0 when all is within bounds."""
    os.environ["POWERTOOLS_LOG_LEVEL"] = "CRITICAL"  # what is answered is no news here
    measured = [(f"{kind.__name__}: {name}", *_measure(kind, raw)) for kind in KINDS for name, raw in _bodies(kind)]
    print(f"{machine()}; {len(measured)} bodies of up to 1 MiB, best of {ROUNDS}")
    for name, ours, bare in sorted(measured, key=lambda one: -one[1])[:8]:
        print(f"  {name:44} {ours:5.0f} ms, {_ratio(ours, bare):4.1f} times json.loads")
    print(f"  at most {MOST_MILLISECONDS} ms and {MOST_TIMES} times are allowed")
    slow = [name for name, ours, bare in measured if ours > MOST_MILLISECONDS or _ratio(ours, bare) > MOST_TIMES]
    return int(bool(slow))


def _bodies(kind: type[Any]) -> Iterator[tuple[str, str]]:
    """Bodies of this kind, by what is bad about them."""
    for name in (camel(one.name) for one in fields(kind)):
        for bad, value in _VALUES.items():
            yield f"{name}, {bad}", f'{{"{name}": {value}}}'
    yield "many fields", "{" + ", ".join(f'"f{number}": 1' for number in range(_ROOM // 13)) + "}"
    yield "a long name", f'{{"{"x" * _ROOM}": 1}}'
    yield "no JSON", "[" * _ROOM


def _text(repeated: str) -> str:
    return f'"{repeated * (_ROOM // len(repeated))}"'


_VALUES: dict[str, str] = {
    "brackets": _text("<"),
    "tags": _text("<a"),
    "scripts": _text("<script>"),
    "handlers": _text("onkey"),
    "control characters": _text("\\u0000"),
    "surrogates": _text("\\ud800"),
    "a number": "9" * _ROOM,
    "numbers": f"[{', '.join(['1'] * (_ROOM // 3))}]",
    "texts": f"[{', '.join([_text('<a')[:799] + chr(34)] * (_ROOM // 802))}]",
    "objects": f"[{', '.join(['{}'] * (_ROOM // 4))}]",
    "lists": f"[{', '.join(['[' + ', '.join(['1'] * 200) + ']'] * (_ROOM // 602))}]",
    "nested": "[" * 900 + "]" * 900,
}


def _measure(kind: type[Any], raw: str) -> tuple[float, float]:
    """Milliseconds of the whole answer, and of `json.loads`."""
    key = "POST /v1/things"
    route: Route[None, Any] = Route(key, lambda _, call: _read(kind, call), None, None, "Read a body.")
    event = {"routeKey": key, "requestContext": {}, "headers": {}, "body": raw}
    return _best(lambda: serve({key: route}, lambda: None, event)), _best(lambda: _loaded(raw))


def _read(kind: type[Any], call: Call) -> Response[None]:
    keyed_body(kind, call)
    return Response(204, None)


def _loaded(raw: str) -> None:
    with suppress(ValueError, RecursionError):
        json.loads(raw)


def _best(run: Callable[[], object]) -> float:
    return min(_milliseconds(run) for _ in range(ROUNDS))


def _milliseconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1000


def _ratio(ours: float, bare: float) -> float:
    return ours / max(bare, 1)


if __name__ == "__main__":
    sys.exit(main())
