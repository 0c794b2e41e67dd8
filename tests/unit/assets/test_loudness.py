"""How loud songs are: tones of known loudness, and files that are no songs."""

from __future__ import annotations

import io
import math
import wave
from array import array
from functools import lru_cache

import lameenc
import pytest

from local.simulator.cover import png
from local.simulator.melody import render
from reprise.domain.loudness import Loudness
from reprise.providers.assets import measured

pytestmark = pytest.mark.unit
RATE = 48_000
NEAR = 0.1
"""What EBU Tech 3341 allows a meter to be wrong by."""
LAME = -0.46
"""The encoder makes everything a little quieter, so that it does not clip."""


def tone(decibels: float, seconds: float = 2.0, channels: int = 2, rate: int = RATE) -> bytes:
    """A sine of 1 kHz whose top is so far below full scale, as samples of 16 bits."""
    top = 32_767 * 10 ** (decibels / 20)
    turn = [round(top * math.sin(2 * math.pi * n * 1000 / rate)) for n in range(rate // 1000) for _ in range(channels)]
    return array("h", turn).tobytes() * int(1000 * seconds)


def wav(samples: bytes, channels: int = 2, rate: int = RATE) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(samples)
    return file.getvalue()


def mp3(samples: bytes, channels: int = 2, rate: int = RATE) -> bytes:
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(128)
    encoder.set_in_sample_rate(rate)
    encoder.set_channels(channels)
    encoder.set_quality(7)
    return bytes(encoder.encode(samples) + encoder.flush())


def id3(name: bytes, content: bytes) -> bytes:
    """A tag with one frame, before a song."""
    frame = name + len(content).to_bytes(4, "big") + bytes(2) + content
    return b"ID3\x03\0\0" + bytes(len(frame) >> shift & 127 for shift in (21, 14, 7, 0)) + frame


@lru_cache(maxsize=1)
def song() -> bytes:
    return mp3(tone(-6))


def heard(file: bytes) -> Loudness:
    loudness = measured(io.BytesIO(file))
    assert loudness
    return loudness


@pytest.mark.parametrize("decibels", [0, -6.02, -23, -33])
def test_a_tone_in_both_channels_is_as_loud_as_its_top_is_high(decibels: float) -> None:
    """EBU Tech 3341, tests 1 and 2."""
    loudness = heard(wav(tone(decibels)))
    assert loudness.lufs == pytest.approx(decibels, abs=NEAR)
    assert loudness.peak == pytest.approx(10 ** (decibels / 20), abs=0.002)


def test_what_is_quiet_for_a_while_does_not_count() -> None:
    """EBU Tech 3341, test 3."""
    quiet, loud = tone(-36, 10, rate=8_000), tone(-23, 60, rate=8_000)
    assert heard(wav(quiet + loud + quiet, rate=8_000)).lufs == pytest.approx(-23, abs=NEAR)


@pytest.mark.parametrize("decibels", [-1, -12, -23])
def test_an_mp3_is_as_loud_as_what_it_was_made_of(decibels: float) -> None:
    assert heard(mp3(tone(decibels))).lufs == pytest.approx(decibels + LAME, abs=NEAR)


def test_one_channel_is_played_to_both_ears() -> None:
    assert heard(wav(tone(-23, channels=1), channels=1)).lufs == pytest.approx(-23, abs=NEAR)
    assert heard(mp3(tone(-23, channels=1), channels=1)).lufs == pytest.approx(-23 + LAME, abs=NEAR)


@pytest.mark.parametrize("rate", [8_000, 16_000, 32_000, 96_000])
def test_a_song_may_have_any_usual_rate(rate: int) -> None:
    assert heard(wav(tone(-23, rate=rate), rate=rate)).lufs == pytest.approx(-23, abs=NEAR)


def test_a_peak_may_lie_between_two_samples() -> None:
    """EBU Tech 3341, test 16: a sine of a quarter of the rate, whose samples all miss its top; it fades in and out."""
    tops = [16_384 * min(1, n / 4800, (RATE - n) / 4800) for n in range(RATE)]
    samples = [round(top * math.sin(math.pi / 4 + n * math.pi / 2)) for n, top in enumerate(tops)]
    assert max(samples) < 0.354 * 32_768
    assert heard(wav(array("h", samples).tobytes(), channels=1)).peak == pytest.approx(0.5, rel=0.023)


def test_a_melody_of_the_simulator_is_measured() -> None:
    loudness = heard(render(0).mp3)
    assert -30 < loudness.lufs < -5
    assert 0.1 < loudness.peak < 1.1


def test_a_song_is_measured_wherever_the_file_stands_and_stays_open() -> None:
    body = io.BytesIO(song())
    body.seek(0, io.SEEK_END)
    assert measured(body) == measured(body) == heard(song())


def test_a_song_that_ends_early_is_as_loud_as_what_there_is() -> None:
    assert heard(song()[: len(song()) // 2 + 7]).lufs == pytest.approx(-6 + LAME, abs=NEAR)
    assert heard(wav(tone(-6))[: RATE * 4]).lufs == pytest.approx(-6, abs=NEAR)


def test_a_hole_in_a_song_is_passed_over() -> None:
    whole = song() * 3
    holed = whole[:40_000] + bytes(3000) + whole[43_000:]
    assert heard(holed).lufs == pytest.approx(-6 + LAME, abs=0.3)


def test_tags_are_not_listened_to() -> None:
    picture = id3(b"APIC", b"\0image/png\0\x03\0" + png("a"))
    misspelt = id3(b"TIT2", b"\x03\xff\xfe\xe9\xe9")
    for tagged in (picture + song(), misspelt + song(), song() + b"TAG" + b"\xe9" * 125):
        assert heard(tagged).lufs == pytest.approx(-6 + LAME, abs=NEAR)


def test_silence_has_no_loudness() -> None:
    for silent in (bytes(RATE * 4), tone(-80)):
        assert measured(io.BytesIO(wav(silent))) is None
        assert measured(io.BytesIO(mp3(silent))) is None


ODD = wav(tone(-6))
NO_SONGS = {
    "nothing": b"",
    "a blink": wav(tone(-6, 0.3)),
    "a head without samples": wav(b""),
    "half a head": ODD[:30],
    "text": b"not a song at all " * 1000,
    "noise that begins like a song": song()[:4] + bytes(range(256)) * 200,
    "two songs of different rates": song() + mp3(tone(-6, rate=16_000), rate=16_000),
    "a codec that nobody has": ODD[:20] + b"\xee\xee" + ODD[22:],
    "a codec that songs do not have": ODD[:20] + b"\x02\x00" + ODD[22:],
    "four channels": wav(tone(-6, channels=4), channels=4),
    "a rate of a thousand": wav(tone(-6, rate=1000), rate=1000),
    "a playlist": b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n",
    "a list of files": b"ffconcat version 1.0\nfile /etc/hostname\n",
    "a picture": png("a"),
}


@pytest.mark.parametrize("file", NO_SONGS.values(), ids=NO_SONGS)
def test_what_is_no_song_has_no_loudness(file: bytes) -> None:
    assert measured(io.BytesIO(file)) is None


def test_nobody_believes_a_peak_that_only_damage_makes() -> None:
    samples = array("f", [20 * math.sin(n / 20) for n in range(RATE * 2)]).tobytes()
    floats = wav(samples)
    damaged = floats[:20] + b"\x03\x00" + floats[22:34] + b"\x20\x00" + floats[36:]
    assert measured(io.BytesIO(damaged)) is None


def test_a_very_long_song_is_as_loud_as_its_first_quarter_of_an_hour() -> None:
    quiet, loud = tone(-23, 900, 1, 8_000), tone(-3, 60, 1, 8_000)
    assert heard(wav(quiet + loud, 1, 8_000)).lufs == pytest.approx(-23, abs=NEAR)
