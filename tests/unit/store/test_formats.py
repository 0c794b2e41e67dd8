"""Items of another release: what is not known is written back as it was read, a newer format is not read at all."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import replace
from typing import Any

import pytest

from reprise.domain.accounts import Profile
from reprise.domain.unknown import Unknown
from reprise.store.accounts import Accounts, profile_of
from reprise.store.attributes import Item, from_item, to_item
from reprise.store.formats import NEWEST
from reprise.store.packing import Newer, pack, unpack
from reprise.store.tracks import fields_of, track_of
from tests.unit.domain import make

STRANGE: Item = {
    "text": {"S": "x"}, "number": {"N": "1.50"}, "numbers": {"NS": ["1", "2"]}, "phrases": {"SS": ["a", "b"]},
    "bytes": {"B": b"\x00\xff"}, "blobs": {"BS": [b"\x01", b"\x02"]}, "nothing": {"NULL": True}, "no": {"BOOL": False},
    "empty": {"S": ""},
    "map": {"M": {"deep": {"L": [{"B": b"\x03"}, {"N": "1E+2"}, {"SS": ["c"]}]}, "none": {"M": {}}}},
}  # fmt: skip
PARTS = b'{"stems":[null,{}],"ratio":1.50,"huge":123456789012345678901234567890}'


def told(value: Any) -> Any:
    """Raw attributes as a stream's record has them: binary is base64, at any depth."""
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, dict):
        return {name: told(inner) for name, inner in value.items()}
    return [told(inner) for inner in value] if isinstance(value, list) else value


def strange_item() -> Item:
    item = to_item(fields_of(make.completed()))
    bulk = unpack(item["bulk"]["B"])[:-1] + b"," + PARTS[1:]
    return item | STRANGE | {"bulk": {"B": pack(bulk)}}


@pytest.mark.parametrize("record", [False, True], ids=["item", "stream"])
def test_what_the_code_does_not_know_is_written_back_as_it_was_read(*, record: bool) -> None:
    item = strange_item()
    track = track_of(json.loads(json.dumps(told(item))) if record else item)
    assert track == make.completed()
    again = to_item(fields_of(replace(track, preferred=1)))
    assert {name: again[name] for name in STRANGE} == STRANGE
    assert unpack(again["bulk"]["B"]).endswith(PARTS[1:])
    assert track_of(again).preferred == 1


def test_an_account_keeps_what_the_code_does_not_know() -> None:
    accounts: Any = Accounts(None, "table")  # type: ignore[arg-type]
    item = accounts.replace_profile(None, Profile("u"))["Put"]["Item"]
    profile = profile_of(item | STRANGE)
    again = accounts.replace_profile(profile, replace(profile, balance=5))["Put"]["Item"]
    assert {name: again[name] for name in STRANGE} == STRANGE
    assert (again["balance"], again.keys() - STRANGE.keys()) == ({"N": "5"}, item.keys())


def test_what_is_carried_makes_no_other_value() -> None:
    assert replace(make.queued(), unknown=Unknown(STRANGE)) == make.queued()


def test_the_first_format_is_not_written_and_a_newer_one_not_read() -> None:
    item = to_item(fields_of(make.queued()))
    assert "v" not in item
    assert track_of(item | {"v": {"N": str(NEWEST)}}) == make.queued()
    for read in (track_of, profile_of):
        with pytest.raises(Newer):
            read(item | {"v": {"N": str(NEWEST + 1)}})


def test_what_the_store_adds_is_not_carried() -> None:
    item = to_item(fields_of(make.queued()))
    assert track_of(item).unknown == Unknown()
    assert from_item(item)["due_shard"]
