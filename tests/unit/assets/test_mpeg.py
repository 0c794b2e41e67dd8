"""MP3s: frames from the tag to the end, and nothing else."""

from __future__ import annotations

import io

import mutagen
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reprise.domain import mpeg
from reprise.domain.media import MediaType, sniff, whole
from tests.integration.assets.stand import mp3

pytestmark = pytest.mark.unit
SONG = mp3(1.0)
BARE = SONG[144:]  # without the first frame's promises
TAG = b"ID3\x04\0\0\0\0\x02\x00" + bytes(256)


def _whole(data: bytes, media: MediaType = MediaType.MP3) -> bool:
    return whole(media, lambda at, count: data[at : at + count], len(data))


def test_an_mp3_may_have_tags_and_padding_around_its_frames() -> None:
    for before in (b"", TAG, TAG + bytes(500)):
        for after in (b"", b"TAG" + bytes(125), b"APETAGEX" + bytes(60)):
            data = before + SONG + after
            assert sniff(data) is MediaType.MP3
            assert _whole(data)


def test_an_mp3_is_frames_to_its_end() -> None:
    for data in (
        SONG[:-1],
        SONG[:1000] + bytes(500) + SONG[1500:],
        TAG + b"x" * 999,
    ):
        assert not _whole(data)


@pytest.mark.parametrize("tail", [
    bytes(1), bytes(9), bytes(5000), bytes(60_000), b"<html>sorry</html>", b"\r\n", "fin \u266a".encode(), b"\xff" * 40,
], ids=lambda tail: f"{tail[:6]!r}*{len(tail)}")  # fmt: skip
@pytest.mark.parametrize("song", [SONG, BARE, TAG + SONG], ids=["promised", "bare", "tagged"])
def test_what_players_pass_over_behind_the_last_frame_is_no_fault(song: bytes, tail: bytes) -> None:
    assert _whole(song + tail)
    assert mutagen.File(io.BytesIO(song + tail)).info.length > 1


def test_behind_a_song_that_is_as_long_as_promised_there_may_be_anything() -> None:
    for tail in (bytes(500_000), bytes(100) + BARE, b"x" * 100_000):
        assert _whole(SONG + tail)


@pytest.mark.parametrize("at", range(432, len(BARE) - 144, 36))
def test_a_hole_is_no_end(at: int) -> None:
    """Nothing promises how long it is: too much silence, or sound that goes on, give the hole away."""
    assert not _whole(BARE[:at] + bytes(70_000))
    assert not _whole(BARE[:at] + bytes(700) + BARE)


@pytest.mark.parametrize("cut", [*range(1, 8), 100, 143])
@pytest.mark.parametrize("song", [SONG, BARE], ids=["promised", "bare"])
def test_a_frame_that_has_begun_is_a_cut(song: bytes, cut: int) -> None:
    assert not _whole(song[:-cut])
    assert not _whole(song + BARE[:cut])


def test_a_cut_between_frames_shows_when_the_first_frame_promised_more() -> None:
    assert not _whole(SONG[:-144])
    assert _whole(BARE[:-144])


def test_two_frames_are_not_enough() -> None:
    assert not _whole(BARE[:288])
    assert _whole(BARE[:432])


@settings(deadline=None)
@given(st.binary(max_size=3000))
def test_nothing_made_up_is_a_song(data: bytes) -> None:
    for start in (b"", b"ID3\x03\0\0\0\0\0\0", SONG[:4], SONG[:144]):
        found = sniff(start + data)
        assert found is None or not _whole(start + data, found)


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=400), st.integers(0, len(BARE)))
def test_what_mutagen_cannot_play_we_do_not_keep(junk: bytes, at: int) -> None:
    """Mutagen reads the first frames only, so it may well play what we refuse."""
    data = BARE[:at] + junk + BARE[at + len(junk) :]
    if sniff(data) is MediaType.MP3 and _whole(data):
        assert mutagen.File(io.BytesIO(data)).info.length > 0


@settings(deadline=None)
@given(st.binary(min_size=4, max_size=4))
def test_a_frame_is_never_shorter_than_its_header(header: bytes) -> None:
    found = mpeg.frame(header)
    assert found is None or 24 <= found.length <= 1441


@settings(deadline=None)
@given(st.integers(0, 2**28 - 1), st.booleans())
def test_an_id3_length_is_read_seven_bits_at_a_time(size: int, footer: bool) -> None:
    packed = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    head = b"ID3\x04\0" + (b"\x10" if footer else b"\0") + packed
    assert mpeg.id3_length(head) == 10 + size + 10 * footer
    assert mpeg.id3_length(head[:9]) == 0
