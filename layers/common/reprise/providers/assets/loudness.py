"""Listens to a stored song: FFmpeg decodes it piece by piece, and its meter (EBU R 128) is read every 100 ms."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, TYPE_CHECKING

from reprise.domain.loudness import Loudness
from reprise.domain.media import WINDOW, MediaType, sniff

if TYPE_CHECKING:
    from av import AudioFrame, AudioStream, Packet
    from av.container import InputContainer
    from av.filter import Graph

# FFmpeg is told what a file is. Left to guess, it would also read playlists, which name other files and addresses.
_FORMATS: dict[MediaType | None, str] = {MediaType.MP3: "mp3", MediaType.WAV: "wav"}
_DECODERS = ("mp3float", "mp3", "pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_f64le")
_OPTIONS = {"codec_whitelist": ",".join(_DECODERS)}
# A player gives a song with one channel to both ears, so it counts twice.
_METER = "metadata=1:peak=true:dualmono=true:framelog=quiet"
_RATES = range(8_000, 192_001)
_CHANNELS = range(1, 3)
_LONGEST = 9_000
"""Readings of a quarter of an hour: what comes later does not change what a song is like. It bounds the time."""
_SILENCE_LUFS = -70.0
"""What the meter says when it has heard nothing above it."""
_DAMAGED_PEAK = 4.0
"""12 dB over full scale: no song gets there, but a compressed one whose bytes were changed does."""


def measured(body: IO[bytes]) -> Loudness | None:
    """How loud the song in a file is; None for silence, and for what is too short or cannot be decoded."""
    from av import FFmpegError  # noqa: PLC0415 - a layer of its own, which few functions have
    from av import open as opened  # noqa: PLC0415

    body.seek(0)
    name = _FORMATS.get(sniff(body.read(WINDOW)))
    if name is None:
        return None
    body.seek(0)
    try:
        # Its tags are of no interest, so a wrong spelling there is no fault.
        with opened(body, "r", name, _OPTIONS, metadata_errors="replace") as container:
            return _last(_readings(container))
    except (FFmpegError, LookupError, ValueError):
        return None


def _last(readings: Iterable[dict[str, str]]) -> Loudness | None:
    """The meter sums up as it goes; a piece that is cut short at the end has no reading."""
    for reading in deque(filter(None, islice(readings, _LONGEST)), maxlen=1):
        lufs, peak = float(reading["lavfi.r128.I"]), float(reading["lavfi.r128.true_peak"])
        return Loudness(round(lufs, 2), peak) if lufs > _SILENCE_LUFS and peak < _DAMAGED_PEAK else None
    return None


def _readings(container: InputContainer) -> Iterator[dict[str, str]]:
    stream = container.streams.audio[0]
    if not _usual(stream):
        return
    graph = _graph(stream)
    for packet in container.demux(stream):
        for frame in _frames(packet):
            graph.push(frame)
            yield from _pulled(graph)
    graph.push(None)
    yield from _pulled(graph)


def _usual(stream: AudioStream) -> bool:
    """A WAV may claim anything of itself, and what FFmpeg does with it costs memory and time."""
    decoder = getattr(stream.codec_context, "name", "")  # without a decoder there is no context
    return decoder in _DECODERS and stream.rate in _RATES and stream.channels in _CHANNELS


def _graph(stream: AudioStream) -> Graph:
    from av.filter import Graph  # noqa: PLC0415

    graph = Graph()
    graph.link_nodes(graph.add_abuffer(stream), graph.add("ebur128", _METER), graph.add("abuffersink")).configure()
    return graph


def _frames(packet: Packet[AudioStream]) -> list[AudioFrame]:
    from av.error import InvalidDataError  # noqa: PLC0415

    try:
        return packet.decode()
    except InvalidDataError:  # a hole in a song; players pass over it as well
        return []


def _pulled(graph: Graph) -> Iterator[dict[str, str]]:
    try:
        while True:
            yield graph.pull().metadata
    except (BlockingIOError, EOFError):  # it wants more, or has told all
        return
