"""A wish and the record of it: what makes two requests the same one, and for how long."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest

from reprise.domain.operations import EXTEND, LYRICS
from reprise.domain.requests import Extend, Lyrics
from reprise.domain.wishes import REPEAT_WINDOW, IdempotencyRecord, SourceRef, Wish, record_of
from tests.unit.domain import make
from tests.unit.domain.make import NOW, song


def sha256(**said: Any) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


EXTENSION = make.wish(
    operation=EXTEND, request=Extend(continue_at=12.5), provider=None, sources=(SourceRef("track-0", 1),)
)


@pytest.mark.parametrize(
    ("wish", "fingerprint"),
    [
        (make.wish(), sha256(prompt="rain", provider="suno")),
        (make.wish(request=song(title="Tides")), sha256(prompt="rain", provider="suno", title="Tides")),
        (make.wish(request=song(style_tags=())), sha256(prompt="rain", provider="suno")),
        (make.wish(request=song(style_tags=("pop",))), sha256(prompt="rain", provider="suno", style_tags=["pop"])),
        (make.wish(request=song(has_vocals=False)), sha256(prompt="rain", provider="suno", has_vocals=False)),
        (make.wish(project_id="p"), sha256(prompt="rain", provider="suno", project_id="p")),
        (
            make.wish(operation=LYRICS, request=Lyrics(prompt="rain")),
            sha256(prompt="rain", provider="suno", operation="lyrics"),
        ),
        (EXTENSION, sha256(continue_at=12.5, operation="extend", source=["track-0", 1])),
    ],
)
def test_a_fingerprint_is_of_all_that_was_said_and_of_nothing_else(wish: Wish, fingerprint: str) -> None:
    assert wish.fingerprint == fingerprint


def test_who_asks_and_under_which_key_is_no_part_of_what_is_said() -> None:
    assert make.wish(user_id="user-2", key=None).fingerprint == make.wish().fingerprint


def test_the_record_of_a_key_is_kept_for_good() -> None:
    assert record_of(make.wish(), "track-9", NOW) == IdempotencyRecord(
        make.wish().fingerprint, "track-9", NOW, expires_at=None
    )


@pytest.mark.parametrize("key", [None, ""])
def test_the_record_of_a_request_without_a_key_is_kept_for_a_day(key: str | None) -> None:
    tomorrow = int(NOW.timestamp()) + 24 * 60 * 60
    assert record_of(make.wish(key=key), "track-9", NOW) == IdempotencyRecord(
        make.wish().fingerprint, "track-9", NOW, tomorrow
    )


@pytest.mark.parametrize(("age", "recent"), [(0, True), (4.999, True), (5, False), (60, False)])
def test_a_request_is_recent_for_less_than_five_seconds(age: float, *, recent: bool) -> None:
    record = IdempotencyRecord("f", "track-9", NOW - timedelta(seconds=age))
    assert record.is_recent(NOW) is recent
    assert timedelta(seconds=5) == REPEAT_WINDOW
