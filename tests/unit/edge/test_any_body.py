"""Whatever a body holds, it is a value of its kind or bad input told in words, in every language."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprise.domain.errors import InvalidInput
from reprise.domain.requests import camel
from reprise.edge.problems import LANGUAGES, problem, text
from reprise.edge.requests import body_as
from reprise.edge.task_bodies import keyed_body
from tests.gates.declared import functions
from tests.unit.edge.calls import call

BODIES = [route.body for function in functions().values() for route in function.routes.values() if route.body]
ODD = {"huge": 10**4000, "tiny": -(10**4000), "half": "\ud800", "long": "x" * 30_000, "nul": "\x00", "tags": "<" * 50}
SIMPLE = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(sorted(ODD)).map(lambda name: ODD[name])
)
FEELINGS = st.fixed_dictionaries({"emotion": SIMPLE, "intensity": SIMPLE})
VALUES = st.recursive(
    SIMPLE | FEELINGS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@pytest.mark.parametrize("kind", BODIES, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_any_body_is_taken_or_told(kind: type[Any], data: st.DataObject) -> None:
    names = st.sampled_from([*(camel(one.name) for one in fields(kind)), "idempotencyKey"]) | st.text(max_size=5)
    raw = json.dumps(data.draw(st.dictionaries(names, VALUES, max_size=6)))
    for read in (body_as, lambda kind, said: keyed_body(kind, said)[0]):
        try:
            assert isinstance(read(kind, call(raw=raw)), kind)
        except InvalidInput as error:
            is_told(error)


def is_told(error: InvalidInput) -> None:
    for language in LANGUAGES:
        _, body, _ = problem(error, language, "r")
        json.dumps(body, ensure_ascii=False).encode()
        assert body["errors"]
        assert text("field.wrong", language) not in [wrong["message"] for wrong in body["errors"]]
