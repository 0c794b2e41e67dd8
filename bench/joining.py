"""What joining songs costs: `python -m bench.joining [--songs 10] [--minutes 8]`.

A fresh process joins MP3s of noise and tones, the worst that an encoder gets. Exits 1 when it takes more than 100 MB
of memory on top of what the process has before, or more than `BUDGET_SECONDS` of the processor for a minute of music.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import local  # noqa: F401 - puts the layer where it can be imported
from bench.download import peak_mb
from bench.machine import machine
from reprise.providers.assets.joining import JoinBounds, join
from tests.fakes.songs import UNTOLD, encoded
from tests.integration.assets import stand

RATE = UNTOLD.rate
MEMORY_BUDGET_MB = 100
BUDGET_SECONDS = 5.0
_UNIT_SECONDS = 10


def main() -> int:
    """Measure and report; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--songs", type=int, default=10)
    parser.add_argument("--minutes", type=float, default=8.0)
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        _child(options.child)
        return 0
    return 0 if _run(options.songs, options.minutes) else 1


def _run(songs: int, minutes: float) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        song = Path(folder, "song.mp3")
        song.write_bytes(_unit() * round(minutes * 60 / _UNIT_SECONDS))
        command = [sys.executable, "-m", "bench.joining", "--child", *[str(song)] * songs]
        answer = subprocess.run(command, env=stand.python_path(), check=True, capture_output=True, text=True)
    return _report(json.loads(answer.stdout), songs, minutes)


def _unit() -> bytes:
    chance, turn = random.Random(7), 2 * math.pi / RATE
    tones = [0.3 * math.sin(turn * 220 * n) + 0.2 * math.sin(turn * 3300 * n) for n in range(_UNIT_SECONDS * RATE)]
    return encoded([tone + chance.uniform(-0.2, 0.2) for tone in tones], UNTOLD)


def _child(songs: list[str]) -> None:
    with ExitStack() as files, tempfile.TemporaryFile() as target:
        sources = [files.enter_context(Path(song).open("rb")) for song in songs]
        before, began, worked = peak_mb(), time.perf_counter(), time.process_time()
        joined = join(sources, target, JoinBounds(3600), time.monotonic)
        figures = {
            "before": before,
            "peak": peak_mb(),
            "wall": time.perf_counter() - began,
            "processor": time.process_time() - worked,
            "music": joined.seconds,
            "bytes": target.tell(),
        }
    print(json.dumps(figures))


def _report(found: dict[str, float], songs: int, minutes: float) -> bool:
    more, of_music = found["peak"] - found["before"], found["music"] / 60
    print(f"{songs} MP3s of {minutes:g} minutes; {machine()}")
    print(f"  {found['music'] / 60:.1f} minutes of music, {found['bytes'] / 1e6:.1f} MB")
    print(
        f"  memory: {found['peak']:.1f} MB at most, {more:.1f} MB of it for joining; {MEMORY_BUDGET_MB} MB are allowed"
    )
    wall, worked = found["wall"] / of_music, found["processor"] / of_music
    print(f"  a minute of music: {wall:.2f} s, {worked:.2f} s of the processor; {BUDGET_SECONDS:g} s of it are allowed")
    return more <= MEMORY_BUDGET_MB and worked <= BUDGET_SECONDS


if __name__ == "__main__":
    sys.exit(main())
