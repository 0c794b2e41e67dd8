"""Turns a stored song into samples: FFmpeg decodes it packet by packet, and no file can make that endless."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import IO, TYPE_CHECKING

from reprise.domain.media import WINDOW, MediaType, plausible, sniff, whole
from reprise.providers.assets.m4a import is_modest
from reprise.providers.assets.samples import RATE, WIDTH, doubled, held_back, taken, without_padding

if TYPE_CHECKING:
    from av import AudioFrame, AudioStream, Packet
    from av.audio.resampler import AudioResampler
    from av.container import InputContainer

# FFmpeg is told what a file is. Left to guess, it would also read playlists, which name other files and addresses.
_FORMATS = {MediaType.MP3: "mp3", MediaType.WAV: "wav", MediaType.MP4: "mov"}
_MP3 = frozenset({"mp3float", "mp3"})
_DECODERS = _MP3 | {"aac", "pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_f64le"}
_OPTIONS = {"codec_whitelist": ",".join(sorted(_DECODERS)), "max_streams": "64"}
_RATES = range(8_000, 192_001)
_CHANNELS = range(1, 3)

_DELAY = 1105
"""Samples that LAME and its decoder put before a song, where an MP3 does not say how many; an M4A always does."""
_PADDING = 2 * 1152 * WIDTH
"""At most two frames are filled up behind a song, in bytes."""


class Unusable(Exception):
    """A file is no song that can be joined: `content`, `incomplete`, `empty` or `too_long`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def decoded(body: IO[bytes], longest: float) -> Iterator[bytes]:
    """A song's samples, a piece for each packet of its file, some of them empty; Unusable where there is no song.

    What an encoder has put before and behind the song is left out.
    """
    from av import FFmpegError  # noqa: PLC0415 - a layer of its own, which few functions have
    from av import open as opened  # noqa: PLC0415

    name = _FORMATS[_whole_media(body)]
    body.seek(0)
    try:
        with opened(body, "r", name, _OPTIONS, metadata_errors="replace") as container:
            yield from _song(container, longest)
    except (FFmpegError, LookupError, ValueError):
        raise Unusable("content") from None


def _whole_media(body: IO[bytes]) -> MediaType:
    """What the file is; Unusable when it is nothing we decode, or has not the end that its beginning promises."""
    read, size = partial(_read, body), body.seek(0, io.SEEK_END)
    media = _media(read(0, WINDOW))
    if media is MediaType.MP4 and not is_modest(read, size):
        raise Unusable("content")
    if not whole(media, read, size):
        raise Unusable("incomplete")
    return media


def _media(head: bytes) -> MediaType:
    media = MediaType.MP4 if head[4:8] == b"ftyp" else sniff(head)
    if media not in _FORMATS:
        raise Unusable("content")
    return media


def _read(body: IO[bytes], at: int, count: int) -> bytes:
    body.seek(at)
    return body.read(count)


def _bounded(pieces: Iterable[bytes], longest: float) -> Iterator[bytes]:
    room = int(longest * RATE) * WIDTH
    for piece in pieces:
        room -= len(piece)
        if room < 0:
            raise Unusable("too_long")
        yield piece


def _song(container: InputContainer, longest: float) -> Iterator[bytes]:
    stream = container.streams.audio[0]
    decoder = getattr(stream.codec_context, "name", "")  # without a decoder there is no context
    if decoder not in _DECODERS or not _is_usual(stream):
        raise Unusable("content")
    packets = container.demux(stream)
    first = next(packets)
    pieces = _bounded(_pieces(stream, chain([first], packets)), longest)
    if decoder in _MP3 and not first.has_sidedata("skip_samples"):
        return _unpadded(pieces, round(_DELAY * RATE / stream.rate))
    return _up_to(pieces, _seconds(stream.duration, stream)) if decoder == "aac" else pieces


def _is_usual(stream: AudioStream) -> bool:
    """A file may claim anything of itself, and what FFmpeg does with it costs memory and time."""
    return stream.rate in _RATES and stream.channels in _CHANNELS


def _seconds(ticks: int | None, stream: AudioStream) -> float:
    return float((ticks or 0) * (stream.time_base or 0))


def _unpadded(pieces: Iterable[bytes], delay: int) -> Iterator[bytes]:
    """Where an MP3 does not say what its encoder added: the usual delay goes, and what fills up its end."""
    _, song = taken(pieces, delay * WIDTH)
    last = yield from held_back(song, _PADDING)
    yield without_padding(last)


def _up_to(pieces: Iterable[bytes], seconds: float) -> Iterator[bytes]:
    """An M4A says how long its song is; FFmpeg leaves out what comes before, but not what fills up the end."""
    room = round(seconds * RATE) * WIDTH
    for piece in pieces:
        yield piece[:room]
        room = max(0, room - len(piece))


def _pieces(stream: AudioStream, packets: Iterable[Packet[AudioStream]]) -> Iterator[bytes]:
    """Holes are passed over, as players do, unless much of the song is one."""
    from av.audio.resampler import AudioResampler  # noqa: PLC0415

    resampler = AudioResampler("flt", stream.layout, RATE)
    promised, heard = 0.0, 0
    for packet in packets:
        promised += _seconds(packet.duration, stream)
        piece = b"".join(_resampled(resampler, frame) for frame in _frames(packet))
        heard += len(piece)
        yield piece
    if not plausible(heard / WIDTH / RATE, promised):
        raise Unusable("incomplete")
    if heard:
        yield _resampled(resampler, None)


def _resampled(resampler: AudioResampler, frame: AudioFrame | None) -> bytes:
    return b"".join(_bytes(ready) for ready in resampler.resample(frame))


def _bytes(frame: AudioFrame) -> bytes:
    # FFmpeg would make one channel quieter when it makes two of it.
    channels = frame.layout.nb_channels
    filled = bytes(frame.planes[0])[: frame.samples * channels * WIDTH // 2]
    return filled if channels == 2 else doubled(filled)


def _frames(packet: Packet[AudioStream]) -> list[AudioFrame]:
    from av.error import InvalidDataError  # noqa: PLC0415

    try:
        return packet.decode()
    except InvalidDataError:
        return []
