"""Cursors come back as the places they were, and only to whom they were given; ids are places too, but unsigned."""

from __future__ import annotations

import base64
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprise.domain.errors import InvalidInput
from reprise.edge.cursors import Cursors, decode_id, encode_id
from reprise.edge.http import Call
from tests.unit.edge.calls import CURSORS, listing

URL_SAFE = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
MINE = listing("me")


def cursor(place: str = "place") -> str:
    return str(CURSORS.encode(MINE, place))


@given(st.text(min_size=1, max_size=300))
def test_a_cursor_comes_back_as_the_place_it_was(place: str) -> None:
    with suppress(UnicodeEncodeError):  # half a surrogate pair is in no place
        assert CURSORS.decode(MINE, cursor(place)) == place
        assert set(cursor(place)) <= URL_SAFE


@pytest.mark.parametrize(
    "call", [listing("you"), listing("me", "GET /v1/others"), listing("m", "eGET /v1/things"), listing('me"]')]
)
def test_a_cursor_is_good_for_one_user_and_one_route(call: Call) -> None:
    with pytest.raises(InvalidInput, match="cursor"):
        CURSORS.decode(call, cursor())


def test_a_cursor_of_another_deployment_is_refused() -> None:
    with pytest.raises(InvalidInput, match="cursor"):
        Cursors(lambda: b"another secret").decode(MINE, cursor())


@pytest.mark.parametrize(
    "made_up",
    ["!", "a", "a b", "AAAA\n", "_w", "\u00e9", "AA==AA", "QUJD" * 1000, "QUJD", "", "A" * 22,
     cursor()[:-4], cursor() + "QUJD", base64.urlsafe_b64encode(b"x" * 16 + b"place").decode().rstrip("=")],
)  # fmt: skip
def test_a_made_up_cursor_is_refused(made_up: str) -> None:
    with pytest.raises(InvalidInput, match="cursor"):
        CURSORS.decode(MINE, made_up)


@pytest.mark.parametrize("place", range(len(cursor())))
def test_a_cursor_with_another_letter_is_refused_or_the_same_bytes(place: int) -> None:
    changed = cursor()[:place] + ("A" if cursor()[place] != "A" else "B") + cursor()[place + 1 :]
    with pytest.raises(InvalidInput, match="cursor"):
        CURSORS.decode(MINE, changed)


def test_the_secret_is_not_fetched_before_a_list_goes_on() -> None:
    def secret() -> bytes:
        pytest.fail("fetched")

    assert Cursors(secret).encode(MINE, None) is None


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P"]), min_size=1, max_size=200))
def test_an_id_comes_back_as_the_place_it_was(place: str) -> None:
    assert decode_id(encode_id(place)) == place


@given(st.text() | st.binary().map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_whatever_is_no_id_stands_for_nothing(text: str) -> None:
    place = decode_id(text)
    assert place is None or (place.isprintable() and 0 < len(place.encode()) <= 200)


@pytest.mark.parametrize("wrong", ["", "!", encode_id("a\x00b"), encode_id("x" * 201), encode_id("\u00e9" * 100)])
def test_what_cannot_be_a_place_is_no_id(wrong: str) -> None:
    assert decode_id(wrong) is None
