"""What a listener hears of a joined song, measured on its samples; and what is refused."""

from __future__ import annotations

import io
import itertools
from array import array
from collections.abc import Sequence
from functools import lru_cache

import pytest

from reprise.domain.media import ACCEPTED, MediaType
from reprise.domain.mpeg import frame
from reprise.domain.versions import Asset
from reprise.providers.assets.inspection import inspect
from reprise.providers.assets.joining import (
    CROSSFADE_SECONDS,
    JoinBounds,
    Joined,
    JoinFailed,
    SourceUnusable,
    join,
)
from reprise.providers.assets.samples import crossed
from tests.fakes.songs import (
    M4A,
    MP3,
    TOP,
    UNTOLD,
    WAV,
    Kind,
    encoded,
    heard,
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
PATIENT = JoinBounds(work_seconds=1.0)


def songs() -> list[bytes]:
    return [tone(*song) for song in zip(FREQUENCIES, LENGTHS, KINDS.values(), strict=True)]


def joined(sources: Sequence[bytes], bounds: JoinBounds = PATIENT) -> tuple[Joined, bytes]:
    target = io.BytesIO()
    found = join([io.BytesIO(source) for source in sources], target, bounds, lambda: 0.0)
    return found, target.getvalue()


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
    "nothing": (b"", "empty"),
    "a head without samples": (b"RIFF" + bytes(4) + RIFF[8 : RIFF.index(b"data")] + b"data\0\0\0\0", "empty"),
    "a blink": (tone(440, 0.03), "empty"),
    "text": (b"not a song at all " * 1000, "content"),
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


def test_a_song_may_be_only_so_long() -> None:
    with pytest.raises(SourceUnusable) as refusal:
        joined([RIFF, tone(440, 1.2, MP3)], JoinBounds(1.0, source_seconds=1.1))
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
