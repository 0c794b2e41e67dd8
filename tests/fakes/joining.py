"""What stands for `join`: the bytes of songs one after the other, a second for each byte."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import IO

from reprise.domain.media import MediaType
from reprise.providers.assets.joining import JoinBounds, Joined


def join(sources: Iterable[IO[bytes]], target: IO[bytes], _bounds: JoinBounds, _clock: Callable[[], float]) -> Joined:
    """Join by magic."""
    for source in sources:
        source.seek(0)
        target.write(source.read())
    return Joined(float(target.tell()), MediaType.MP3)
