"""The same songs in other containers: WAV, M4A, and MP4 with a picture; PyAV is loaded when it is first needed."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from .cover import SIDE, pixels
from .melody import RATE, render, samples
from .tasks import Clip

if TYPE_CHECKING:
    from av import AudioStream, Packet, VideoStream
    from av.container import OutputContainer

_KEPT = 4  # files of minutes are megabytes
_SAMPLE_BYTES = 2
_BITRATE = 64_000
_PLAIN = {"fflags": "+bitexact", "movflags": "+faststart"}  # nothing in the file tells when it was made


def wav(clip: Clip) -> bytes:
    """The clip as 16-bit PCM, as long as its MP3."""
    tune = render(clip.tune)
    times = max(1, round(clip.seconds / tune.seconds))
    one = samples(clip.tune).ljust(round(tune.seconds * RATE) * _SAMPLE_BYTES, b"\0")
    body = io.BytesIO()
    with wave.open(body, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(_SAMPLE_BYTES)
        file.setframerate(RATE)
        file.writeframes(one * times)
    return body.getvalue()


@lru_cache(maxsize=_KEPT)
def m4a(clip: Clip) -> bytes:
    """The clip as AAC in an MP4 container, without a picture."""
    return _muxed(clip, "ipod", is_video=False)


@lru_cache(maxsize=_KEPT)
def mp4(clip: Clip) -> bytes:
    """The clip's cover as H.264, one picture a second, and its sound as AAC: what every browser plays."""
    return _muxed(clip, "mp4", is_video=True)


def _muxed(clip: Clip, container: str, *, is_video: bool) -> bytes:
    import av  # noqa: PLC0415 - heavy, and of the development environment alone

    # a path, and no buffer: FFmpeg opens it a second time to move the index to the front
    with TemporaryDirectory() as folder:
        path = Path(folder, "song")
        with av.open(path, "w", format=container, options=_PLAIN) as file:
            # FFmpeg wants all streams before the first packet
            picture = _picture(file) if is_video else None
            sound = _sound(file)
            for packet in chain(_pictures(picture, clip) if picture else (), _sounds(sound, clip)):
                file.mux(packet)
        return path.read_bytes()


def _picture(file: OutputContainer) -> VideoStream:
    stream = file.add_stream("libx264", rate=1, options={"preset": "ultrafast", "threads": "1"})
    stream.width = stream.height = SIDE
    stream.pix_fmt = "yuv420p"
    return stream


def _pictures(stream: VideoStream, clip: Clip) -> Iterator[Packet[Any]]:
    import av  # noqa: PLC0415

    frame = av.VideoFrame(SIDE, SIDE, "rgb24")
    frame.planes[0].update(pixels(clip.id))
    for second in range(max(1, round(clip.seconds))):
        frame.pts = second
        yield from stream.encode(frame)
    yield from stream.encode()


def _sound(file: OutputContainer) -> AudioStream:
    stream = file.add_stream("aac", rate=RATE, options={"b": str(_BITRATE), "aac_coder": "fast"})
    stream.layout = "mono"
    return stream


def _sounds(stream: AudioStream, clip: Clip) -> Iterator[Packet[Any]]:
    import av  # noqa: PLC0415

    with av.open(io.BytesIO(wav(clip)), "r") as sound:
        for frame in sound.decode(audio=0):
            yield from stream.encode(frame)
    yield from stream.encode()
