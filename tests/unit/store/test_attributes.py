"""Domain values as DynamoDB items and back, whatever is in them."""

from __future__ import annotations

import json
import random
import string
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprise.domain.accounts import Plan, Profile
from reprise.domain.loudness import Loudness
from reprise.domain.requests import Recover, Request, Song, Wav, Words
from reprise.domain.track import Track
from reprise.domain.versions import Asset, Copy, Version
from reprise.store.attributes import decode, encode, from_item, to_item
from reprise.store.tracks import fields_of, track_of
from tests.fakes.streams import image
from tests.unit.domain import make
from tests.unit.domain.make import NOW, A


@pytest.mark.parametrize(
    ("plain", "attribute"),
    [
        ("x", {"S": "x"}), (5, {"N": "5"}), (-0.5, {"N": "-0.5"}), (True, {"BOOL": True}), (False, {"BOOL": False}),
        (b"b", {"B": b"b"}), (frozenset({"b", "a"}), {"SS": ["a", "b"]}), ([1, "x"], {"L": [{"N": "1"}, {"S": "x"}]}),
        ((1,), {"L": [{"N": "1"}]}), ({"a": 1}, {"M": {"a": {"N": "1"}}}), (0, {"N": "0"}), (0.0, {"N": "0.0"}),
    ],
)  # fmt: skip
def test_a_value_has_its_attribute(plain: Any, attribute: dict[str, Any]) -> None:
    assert to_item({"name": plain}) == {"name": attribute}


@pytest.mark.parametrize("nothing", [None, "", [], {}, (), frozenset()])
def test_what_is_empty_is_left_out(nothing: object) -> None:
    assert to_item({"name": nothing, "other": 1}) == {"other": {"N": "1"}}


def test_times_are_text_that_sorts() -> None:
    assert encode(make.queued())["created_at"] == "2026-01-02T03:04:05Z"


COPIED = Version(A, 1, (Copy(Asset.AUDIO, "k", 5, "s"), Copy(Asset.COVER, refusal="x")))
HEARD = Version(A, 1, (Copy(Asset.AUDIO, "k", 5, "s", loudness=Loudness(-14.0, 0.0)),))
MADE = [make.queued, make.sending, make.accepted, make.playable, make.waiting, make.completed, make.failed]
STATES = [each() for each in MADE] + [make.completed(versions=(COPIED, HEARD))]


@pytest.mark.parametrize("track", STATES)
def test_a_track_comes_back_as_it_was(track: Track) -> None:
    assert track_of(to_item(fields_of(track))) == track


@pytest.mark.parametrize(("task_type", "request_"), [("wav", Wav()), ("words", Words()), ("recover", Recover())])
def test_a_request_that_says_nothing_comes_back(task_type: str, request_: Request) -> None:
    track = make.completed(task_type=task_type, request=request_)
    assert track_of(to_item(fields_of(track))) == track


@pytest.mark.parametrize("track", STATES)
def test_a_track_in_a_streams_record_is_the_same(track: Track) -> None:
    record = json.loads(json.dumps(image(to_item(fields_of(track)))))
    assert track_of(record) == track


def test_what_an_operator_looks_for_stands_by_its_name_and_the_rest_is_packed() -> None:
    item = to_item(fields_of(make.completed()))
    assert {kind for attribute in item.values() for kind in attribute} == {"S", "N", "B"}
    assert [name for name, attribute in item.items() if "B" in attribute] == ["bulk"]
    assert (item["status"], item["task_id"], item["rev"]) == ({"S": "completed"}, {"S": "task-1"}, {"N": "7"})


def test_lyrics_that_stand_in_the_request_and_in_both_versions_are_kept_once() -> None:
    words = "".join(random.Random(1).choices(string.ascii_letters, k=2000))
    clips = make.versions(make.clip("a", lyrics=words), make.clip("b", lyrics=words))
    track = make.completed(request=Song(lyrics=words), versions=clips)
    (bulk,) = (attribute["B"] for attribute in to_item(fields_of(track)).values() if "B" in attribute)
    assert len(words) * 0.7 < len(bulk) < len(words)


def test_an_account_comes_back_as_it_was() -> None:
    for value in (
        Profile("u", Plan.PRO, 5, NOW, 1, NOW, 2, 3, frozenset({"t"}), 4),
        Profile("u"),
    ):
        assert decode(from_item(to_item(encode(value))), type(value)) == value


def test_only_what_is_due_is_in_the_due_index() -> None:
    assert fields_of(make.queued(gate="suno:main#3"))["due_shard"] == "queue#suno:main#3#standard"
    assert fields_of(make.queued())["due_shard"] == "queue#standard"
    assert fields_of(make.accepted())["due_shard"].startswith("due#")
    assert fields_of(make.failed())["due_shard"] is None
    assert fields_of(make.completed(submission="queued"))["due_shard"].startswith("due#")


TEXT = st.text(st.characters(codec="utf-8"), min_size=1)
PLAIN = st.recursive(
    TEXT | st.integers(-(10**30), 10**30) | st.booleans() | st.binary(min_size=1)
    | st.floats(allow_nan=False, allow_infinity=False).filter(lambda number: number == 0 or abs(number) > 1e-130),
    lambda inner: st.lists(inner, min_size=1, max_size=4) | st.dictionaries(TEXT, inner, min_size=1, max_size=4),
    max_leaves=10,
)  # fmt: skip


@given(st.dictionaries(TEXT, PLAIN))
def test_plain_values_come_back_as_they_were(plain: dict[str, Any]) -> None:
    assert from_item(to_item(plain)) == plain


@given(st.floats(0, 1))
def test_every_weight_that_a_request_may_have_is_a_number_for_dynamodb(weight: float) -> None:
    item = to_item({"style_weight": weight})
    number = Decimal(item["style_weight"]["N"])
    assert number == 0 or Decimal("1e-130") <= abs(number) <= 1
    track = replace(make.queued(), request=Song(prompt="rain", style_weight=weight))
    request = track_of(to_item(fields_of(track))).request
    assert isinstance(request, Song)
    assert request.style_weight == pytest.approx(weight, abs=1e-100)
