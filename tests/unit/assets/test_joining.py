"""What a listener hears of a joined song, measured on its samples."""

from __future__ import annotations

import io
import itertools
from array import array
from functools import lru_cache

import pytest

from reprise.domain.media import ACCEPTED, MediaType
from reprise.domain.versions import Asset
from reprise.providers.assets.inspection import inspect
from reprise.providers.assets.joining import CROSSFADE_SECONDS, Joined, join
from reprise.providers.assets.samples import crossed
from tests.fakes.songs import (
    M4A,
    MP3,
    PATIENT,
    TOP,
    UNTOLD,
    WAV,
    Kind,
    encoded,
    heard,
    joined,
    largest_step,
    longest_quiet,
    strength,
    tone,
)

pytestmark = pytest.mark.unit
RATE = 44_100
FRAME = 1152
TWO_MILLISECONDS = RATE // 500
EDGE = RATE // 25
"""40 ms: twice as much as two songs sound together."""

KINDS = {
    "MP3": MP3,
    "MP3, 48 kHz, mono": Kind("mp3", "libmp3lame", 48_000, 1, 96_000),
    "MP3, 22 kHz, mono": Kind("mp3", "libmp3lame", 22_050, 1, 64_000),
    "MP3, variable rate": Kind("mp3", "libmp3lame", options=(("flags", "+qscale"), ("global_quality", "472"))),
    "MP3 that says nothing of its encoder": UNTOLD,
    "WAV": WAV,
    "WAV, 8 kHz, mono": Kind("wav", "pcm_u8", 8_000, 1),
    "WAV, 96 kHz, floats": Kind("wav", "pcm_f32le", 96_000),
    "M4A": M4A,
    "M4A, 32 kHz, mono": Kind("ipod", "aac", 32_000, 1, 64_000),
}
FREQUENCIES = [330 + 110 * number for number in range(len(KINDS))]
LENGTHS = [0.5 + 0.037 * number for number in range(len(KINDS))]


def songs() -> list[bytes]:
    return [tone(*song) for song in zip(FREQUENCIES, LENGTHS, KINDS.values(), strict=True)]


@lru_cache(maxsize=1)
def all_joined() -> tuple[Joined, bytes]:
    return joined(songs())


@lru_cache(maxsize=1)
def sound() -> list[array[float]]:
    return heard(all_joined()[1])


def begins() -> list[int]:
    """Where each song begins in the result."""
    lengths = [length - CROSSFADE_SECONDS for length in LENGTHS]
    return [round(begin * RATE) for begin in itertools.accumulate(lengths, initial=0.0)][:-1]


JOINTS = pytest.mark.parametrize("number", range(1, len(KINDS)), ids=list(KINDS)[1:])


def own_level(number: int) -> float:
    """How high a song's tone goes before it is joined: some encoders make it quieter, and that stays."""
    values = heard(songs()[number])[0]
    rate = list(KINDS.values())[number].rate
    return strength(values[rate // 10 : -rate // 10], FREQUENCIES[number], rate)


def middle(number: int) -> array[float]:
    """A song's sound without its edges."""
    begin = begins()[number]
    return sound()[0][begin + EDGE : begin + round(LENGTHS[number] * RATE) - 2 * EDGE]


def around(number: int) -> array[float]:
    """What is heard where a song begins."""
    begin = begins()[number]
    return sound()[0][begin - EDGE : begin + 2 * EDGE]


def test_it_is_as_long_as_its_songs_without_what_sounds_together() -> None:
    expected = sum(LENGTHS) - CROSSFADE_SECONDS * (len(KINDS) - 1)
    assert all_joined()[0].seconds == pytest.approx(expected, abs=FRAME / RATE)
    assert len(sound()[0]) == pytest.approx(expected * RATE, abs=FRAME)


@pytest.mark.parametrize("number", range(len(KINDS)), ids=KINDS)
def test_every_song_is_at_its_place_and_as_loud_as_it_was_in_both_ears(number: int) -> None:
    begin = begins()[number] + EDGE
    own = own_level(number)
    assert len(sound()) == 2
    for ear in sound():
        piece = ear[begin : begin + RATE // 4]
        levels = {frequency: strength(piece, frequency) for frequency in FREQUENCIES}
        assert max(levels, key=lambda frequency: levels[frequency]) == FREQUENCIES[number]
        assert levels[FREQUENCIES[number]] == pytest.approx(own, rel=0.01)


@JOINTS
def test_no_silence_is_between_two_songs(number: int) -> None:
    assert longest_quiet(around(number)) < TWO_MILLISECONDS
    blocks = [around(number)[at : at + RATE // 100] for at in range(0, 3 * EDGE, RATE // 100)]
    assert min(max(block) for block in blocks if len(block) == RATE // 100) > TOP / 3


@JOINTS
def test_nothing_clicks_between_two_songs(number: int) -> None:
    in_songs = max(largest_step(middle(number - 1)), largest_step(middle(number)))
    assert largest_step(around(number)) < 1.15 * in_songs


def test_loud_ends_that_do_not_meet_make_no_step() -> None:
    up, down = encoded([TOP] * RATE), encoded([-TOP] * RATE)
    left, _ = heard(joined([up, down])[1])
    assert largest_step(left[RATE // 2 : -RATE // 2]) < 0.01


def test_a_song_that_meets_itself_goes_on_as_loud() -> None:
    song = array("f", [0.5, -0.25] * 882).tobytes()
    assert crossed(song, song) == song


def test_the_silence_of_a_song_stays() -> None:
    quiet = [0.0] * (RATE // 2)
    loud = [TOP if n // 50 % 2 else -TOP for n in range(RATE // 2)]
    for kind in (WAV, MP3):
        _, file = joined([encoded(loud + quiet, kind), encoded(quiet + loud, kind)])
        silence = longest_quiet(heard(file)[0])
        assert silence == pytest.approx((1 - CROSSFADE_SECONDS) * RATE, abs=1.5 * FRAME)


def test_inspection_takes_it_and_it_says_how_long_it_is() -> None:
    found, file = all_joined()
    inspection = inspect(io.BytesIO(file), len(file), ACCEPTED[Asset.AUDIO])
    assert found.media is inspection.media is MediaType.MP3
    assert inspection.duration_seconds == pytest.approx(found.seconds, abs=3 * FRAME / RATE)


def test_the_same_songs_make_the_same_bytes() -> None:
    assert joined(songs()[:3]) == joined(songs()[:3])


def test_a_song_is_read_from_its_beginning_and_stays_open() -> None:
    body = io.BytesIO(tone(440))
    body.seek(0, io.SEEK_END)
    again = [join([body, body], io.BytesIO(), PATIENT, lambda: 0.0) for _ in range(2)]
    assert again[0].seconds == again[1].seconds == pytest.approx(2 - CROSSFADE_SECONDS, abs=0.001)


def test_a_song_is_written_before_the_next_one_is_read() -> None:
    """So memory does not grow with the songs."""
    target, written = io.BytesIO(), list[int]()

    class Watched(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            written.append(target.tell())
            return super().read(size)

    join([Watched(tone(440, 5.0)), Watched(tone(550))], target, PATIENT, lambda: 0.0)
    assert written[0] == 0
    assert len(set(written)) > 2
    assert sorted(written) == written
