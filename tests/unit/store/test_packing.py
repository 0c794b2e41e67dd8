"""What is packed can be read by every later release, and what an earlier one packed by this."""

from __future__ import annotations

import hashlib
import zlib
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprise.domain.requests import Song
from reprise.domain.track import Track
from reprise.store.attributes import decode, encode, from_item, present, to_item
from reprise.store.packing import DICTIONARIES, WRITTEN, Newer, pack, unpack
from reprise.store.tracks import fields_of, track_of
from tests.unit.domain import make

DIGESTS = {1: "b18ac3bfb933bc7073fc9cb6a1b802a3e0a1d17195e81ba148e7b07b2fe6443f"}
MADE = [make.queued, make.sending, make.accepted, make.playable, make.waiting, make.completed, make.failed]
STATES = [each() for each in MADE]


def yesterdays(track: Track) -> dict[str, Any]:
    """A track's item before there were dictionaries: only what has parts is packed, as a plain zlib stream."""
    fields = encode(track)
    parts = {name: value for name, value in fields.items() if isinstance(value, dict | tuple | list)}
    values = {name: value for name, value in fields.items() if name not in parts}
    return to_item({**values, "bulk": zlib.compress(msgspec.json.encode(present(parts)), 9)})


@given(st.binary() | st.text().map(str.encode))
def test_a_text_comes_back_as_it_was(text: bytes) -> None:
    assert unpack(pack(text)) == text
    assert unpack(zlib.compress(text)) == text


def test_a_dictionary_never_changes() -> None:
    assert {number: hashlib.sha256(words).hexdigest() for number, words in DICTIONARIES.items()} == DIGESTS


def test_a_new_dictionary_leaves_old_items_readable(monkeypatch: pytest.MonkeyPatch) -> None:
    old = pack(b'{"request":{}}')
    monkeypatch.setitem(DICTIONARIES, 2, b"other words")
    monkeypatch.setattr("reprise.store.packing.WRITTEN", 2)
    assert (old[0], pack(b"other words")[0]) == (WRITTEN, 2)
    assert (unpack(old), unpack(pack(b"other words"))) == (b'{"request":{}}', b"other words")


def test_what_a_later_release_packed_is_newer() -> None:
    with pytest.raises(Newer):
        unpack(bytes([max(DICTIONARIES) + 1]) + pack(b"words")[1:])


@pytest.mark.parametrize("track", STATES)
def test_yesterdays_item_is_read_and_nothing_of_it_stays_behind(track: Track) -> None:
    assert track_of(yesterdays(track)) == track
    assert to_item(fields_of(track_of(yesterdays(track)))) == to_item(fields_of(track))


@pytest.mark.parametrize("track", STATES)
def test_yesterdays_code_once_it_can_unpack_reads_todays_item(track: Track) -> None:
    fields = from_item(to_item(fields_of(track)))
    values = fields | msgspec.json.decode(unpack(fields["bulk"]))
    assert decode(values | {"request": decode(values["request"], Song)}, Track) == track
