"""What a file is, by its bytes: real ones pass, everything cut, holed or made up does not."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from reprise.domain.fetch_errors import FetchError
from reprise.domain.media import ACCEPTED, MediaType, credible, plausible, sniff, whole
from reprise.domain.versions import Asset
from reprise.providers.assets import inspect
from tests.integration.assets.stand import mp3

pytestmark = pytest.mark.unit


def _picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").save(out, kind)
    return out.getvalue()


def _wav(seconds: float = 0.5) -> bytes:
    pcm = bytes(int(16000 * seconds))
    form = struct.pack("<4sIHHIIHH4sI", b"fmt ", 16, 1, 1, 8000, 16000, 2, 16, b"data", len(pcm))
    return b"RIFF" + struct.pack("<I", 4 + len(form) + len(pcm)) + b"WAVE" + form + pcm


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def _mp4() -> bytes:
    header = _box(b"mvhd", bytes(12), struct.pack(">II", 1000, 2500), bytes(80))
    return _box(b"ftyp", b"isom", bytes(4)) + _box(b"moov", header) + _box(b"mdat", bytes(range(256)))


SONG = mp3(1.0)
FILES = {
    MediaType.MP3: SONG,
    MediaType.WAV: _wav(),
    MediaType.JPEG: _picture("JPEG"),
    MediaType.PNG: _picture("PNG"),
    MediaType.WEBP: _picture("WEBP"),
    MediaType.MP4: _mp4(),
}
EVERYTHING = frozenset(MediaType)


def _whole(media: MediaType, data: bytes) -> bool:
    return whole(media, lambda at, count: data[at : at + count], len(data))


def _refused(data: bytes, accepted: frozenset[MediaType] = EVERYTHING) -> str:
    with pytest.raises(FetchError) as error:
        inspect(io.BytesIO(data), len(data), accepted)
    return f"{type(error.value).__name__} {error.value.reason}"


@pytest.mark.parametrize("media", FILES)
def test_every_kind_is_recognised_and_whole(media: MediaType) -> None:
    data = FILES[media]
    assert sniff(data) is media
    assert _whole(media, data)
    assert inspect(io.BytesIO(data), len(data), EVERYTHING).media is media


@pytest.mark.parametrize("media", FILES)
def test_no_kind_is_whole_when_cut(media: MediaType) -> None:
    data = FILES[media]
    whole_after = [size for size in range(12, len(data) - 1, 7) if _whole(media, data[:size])]
    assert not whole_after


@pytest.mark.parametrize(("media", "seconds"), [(MediaType.MP3, 1.1), (MediaType.WAV, 0.5), (MediaType.MP4, 2.5)])
def test_the_length_is_measured(media: MediaType, seconds: float) -> None:
    measured = inspect(io.BytesIO(FILES[media]), len(FILES[media]), EVERYTHING).duration_seconds
    assert measured == pytest.approx(seconds, abs=0.1)


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html><html></html>",
        b'{"code": 404}',
        b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>",
        b"#EXTM3U\n",
        b"None",
        b"\x1f\x8b\x08" + bytes(99),
        zlib.compress(bytes(10_000)),
        bytes(5000),
        b"\xff" * 5000,
        b"OggS" + bytes(500),
        b"fLaC" + bytes(500),
        b"\xff\xf1\x50\x80" * 99,
        b"RIFF\0\0\0\0AVI " + bytes(500),
        b"GIF89a" + bytes(500),
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"\x7fELF",
    ],
)
def test_other_things_are_refused_for_good(data: bytes) -> None:
    assert sniff(data) is None
    assert _refused(data) == "FetchRefused content"


@pytest.mark.parametrize("asset", Asset)
def test_a_file_of_another_kind_is_refused_for_good(asset: Asset) -> None:
    for media, data in FILES.items():
        if media not in ACCEPTED[asset]:
            assert _refused(data, ACCEPTED[asset]) == "FetchRefused content"


def test_a_recognised_but_broken_file_is_worth_another_try() -> None:
    for data in (
        SONG[:-7],
        b"\xff\xfb\x90\x00" + b"<html>" * 999,
        b"ID3\x03\0\0\0\0\0\0" + b"x" * 99,
        FILES[MediaType.PNG][:-9],
    ):
        assert _refused(data) == "FetchFailed incomplete"


def test_a_movie_without_a_length_is_refused() -> None:
    assert _refused(_box(b"ftyp", b"isom", bytes(4)) + _box(b"moov") + _box(b"mdat")) == "FetchFailed incomplete"


@pytest.mark.parametrize("seconds", [None, 0.0, -1.0, 1e9, float("inf"), float("nan")])
def test_a_length_that_no_song_has_is_none(seconds: float | None) -> None:
    assert credible(seconds) is None
    assert credible(181.2) == 181.2


@pytest.mark.parametrize(
    ("measured", "announced", "fits"),
    [
        (180, 180.4, True),
        (180, 183, True),
        (180, 190, False),
        (90, 180, False),
        (180, 90, False),
        (6.2, 7.1, True),
        (6.6, 8.0, False),
        (None, 9, True),
        (9, None, True),
    ],
)
def test_a_length_fits_what_was_announced(measured: float | None, announced: float | None, fits: bool) -> None:
    assert plausible(measured, announced) is fits
