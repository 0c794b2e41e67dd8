"""Which songs cannot be joined, and where joining ends."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace

import pytest

from reprise.domain.mpeg import frame
from reprise.providers.assets.joining import JoinBounds, JoinFailed, SourceUnusable, join
from tests.fakes.songs import M4A, MP3, UNTOLD, WAV, Kind, joined, tone

pytestmark = pytest.mark.unit
ONE_CHANNEL = replace(UNTOLD, channels=1)
LONG = tone(440, 3.0, MP3)
RIFF = tone(440)
PLAIN = tone(440, 1.0, M4A)


def changed(file: bytes, box: bytes, at: int, value: bytes) -> bytes:
    """An M4A with other bytes in one of its tables."""
    begin = file.index(box) + 4 + at
    return file[:begin] + value + file[begin + len(value) :]


def indexed(file: bytes, more: bytes) -> bytes:
    """An M4A whose index, which is at its end, has one more box."""
    at = file.index(b"moov") - 4
    length = len(file) - at + 8 + len(more)
    return file[:at] + length.to_bytes(4, "big") + file[at + 4 :] + (8 + len(more)).to_bytes(4, "big") + b"udta" + more


UNUSABLE = {
    "nothing": (b"", "content"),
    "a head without samples": (b"RIFF" + bytes(4) + RIFF[8 : RIFF.index(b"data")] + b"data\0\0\0\0", "empty"),
    "a blink": (tone(440, 0.03), "empty"),
    "text": (b"not a song at all " * 1000, "content"),
    "a song that goes on with one channel": (tone(440, 1.0, UNTOLD) + tone(440, 1.0, ONE_CHANNEL), "content"),
    "a playlist": (b"#EXTM3U\n#EXTINF:9,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n", "content"),
    "noise that begins like a song": (LONG[:700] + bytes(range(256)) * 200, "incomplete"),
    "half an MP3": (LONG[: len(LONG) // 2], "incomplete"),
    "half a WAV": (RIFF[: len(RIFF) // 2], "incomplete"),
    "an M4A that ends early": (PLAIN[: len(PLAIN) // 2], "incomplete"),
    "four channels": (tone(440, 1.0, Kind(channels=4)), "content"),
    "a rate of a thousand": (tone(440, 1.0, Kind(rate=1000)), "content"),
    "a codec that songs do not have": (RIFF[:20] + b"\x02\x00" + RIFF[22:], "content"),
    "an M4A without an index": (PLAIN.replace(b"moov", b"free"), "incomplete"),
    "an M4A with endless packets": (changed(PLAIN, b"stsz", 4, b"\0\0\0\x64\x10\0\0\0"), "content"),
    "an M4A that is edited without end": (changed(PLAIN, b"elst", 4, b"\0\1\0\0"), "content"),
    "an M4A of single samples": (changed(PLAIN, b"stts", 4, b"\0\0\0\1\x7f\0\0\0\0\0\0\1"), "content"),
    "an M4A of many tracks": (indexed(PLAIN, b"trak" * 8), "content"),
    "an M4A with a compressed index": (indexed(PLAIN, b"cmov"), "content"),
    "an M4A with a large index": (indexed(PLAIN, bytes(4 * 1024 * 1024)), "content"),
    "an M4A with two indexes": (PLAIN + PLAIN[PLAIN.index(b"moov") - 4 :], "content"),
    "an M4A in fragments": (
        tone(440, 1.0, Kind("ipod", "aac", container_options=(("movflags", "frag_keyframe+empty_moov"),))),
        "content",
    ),
}


@pytest.mark.parametrize(("file", "reason"), UNUSABLE.values(), ids=UNUSABLE)
def test_what_is_no_song_is_refused_by_its_number(file: bytes, reason: str) -> None:
    with pytest.raises(SourceUnusable) as refusal:
        joined([RIFF, file, RIFF])
    assert (refusal.value.index, refusal.value.reason) == (1, reason)


def damaged(song: bytes, frames: int) -> bytes:
    """An MP3 of which so many frames have a head, but nothing behind it that can be decoded."""
    at, holed = song.index(b"\xff\xfb", song.index(b"Info")), bytearray(song)
    for number in itertools.count():
        found = frame(bytes(holed[at : at + 4]))
        if found is None or number == frames:
            return bytes(holed)
        holed[at + 4 : at + found.length] = b"\xff" * (found.length - 4)
        at += found.length
    raise AssertionError


def test_an_index_may_have_more_in_it() -> None:
    assert joined([indexed(PLAIN, b"title"), RIFF]) == joined([PLAIN, RIFF])


def test_a_song_may_have_a_hole_as_players_pass_over_it() -> None:
    assert joined([damaged(LONG, 4), RIFF])[0].seconds == pytest.approx(4, abs=0.2)


@pytest.mark.parametrize("frames", [60, 200])
def test_a_song_of_holes_is_none(frames: int) -> None:
    with pytest.raises(SourceUnusable) as refusal:
        joined([RIFF, damaged(LONG, frames)])
    assert (refusal.value.index, refusal.value.reason) == (1, "incomplete")


@pytest.mark.parametrize("kind", [MP3, UNTOLD, WAV, M4A], ids=["MP3", "MP3 that says nothing", "WAV", "M4A"])
def test_a_song_may_be_only_so_long(kind: Kind) -> None:
    with pytest.raises(SourceUnusable) as refusal:
        joined([RIFF, tone(440, 1.2, kind)], JoinBounds(1.0, source_seconds=1.1))
    assert (refusal.value.index, refusal.value.reason) == (1, "too_long")


def test_the_result_may_be_only_so_large() -> None:
    size = len(joined([LONG, RIFF])[1])
    assert joined([LONG, RIFF], JoinBounds(1.0, max_bytes=size))
    for most in (size - 1, size // 2):
        with pytest.raises(JoinFailed, match="too_large"):
            joined([LONG, RIFF], JoinBounds(1.0, max_bytes=most))


def test_it_ends_when_its_time_is_over() -> None:
    seconds = itertools.count()
    with pytest.raises(JoinFailed, match="deadline"):
        join([io.BytesIO(RIFF)] * 2, io.BytesIO(), JoinBounds(work_seconds=10), lambda: next(seconds))
    assert next(seconds) < 20
