"""The long run: `python -m tests.simulation.soak --tracks 1000000 [--seed N] [--processes 2]`.

Story after story, each of its own seed, from the given seed on. The first that breaks an invariant ends the run and
names its seed; `--seed <that> --tracks 1` tells exactly that story again.
"""

# ruff: noqa: T201 - one reads it in a terminal
from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "layers" / "common"))

from bench.machine import machine
from tests.simulation.drawing import tell

_SELF = "tests.simulation.soak"
_REPORT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Told:
    """How a story went."""

    seed: int
    tracks: int
    seconds: float
    """Of this process's own time: what the rate would be on a machine with nothing else to do."""
    trouble: str | None = None


def attempt(seed: int) -> Told:
    """Tell a story; what went wrong is told too."""
    began = time.process_time()
    try:
        return Told(seed, tell(seed), time.process_time() - began)
    except Exception:  # noqa: BLE001 - whatever it is, its seed must be known
        return Told(seed, 0, time.process_time() - began, traceback.format_exc())


def soak(wanted: int, seed: int, processes: int) -> int:
    """Tell stories until there were so many tracks; the exit code."""
    began = reported = time.monotonic()
    tracks, stories, busy = 0, 0, 0.0
    for told in _stories(seed, processes):
        if told.trouble:
            print(told.trouble)
            print(f"FAILED after {tracks} tracks; again: python -m {_SELF} --seed {told.seed} --tracks 1")
            return 1
        tracks, stories, busy = tracks + told.tracks, stories + 1, busy + told.seconds
        if tracks >= wanted or time.monotonic() - reported > _REPORT_SECONDS:
            reported = time.monotonic()
            rates = f"{tracks / (reported - began):.0f} tracks/s, {tracks / busy:.0f} a processor second"
            print(f"{tracks} tracks in {stories} stories, {rates}", flush=True)
        if tracks >= wanted:
            break
    print(f"ok: nothing lost, nothing doubled; seeds {seed} to {seed + stories - 1}")
    return 0


def _stories(seed: int, processes: int) -> Iterator[Told]:
    if processes == 1:
        yield from map(attempt, count(seed))
        return
    with get_context("spawn").Pool(processes) as pool:
        # In slices, since a pool takes all it is given at once and there is no end to give.
        for start in count(seed, 64 * processes):
            yield from pool.imap(attempt, range(start, start + 64 * processes))


def main() -> int:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(prog=f"python -m {_SELF}", description=__doc__.splitlines()[0])
    parser.add_argument("--tracks", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    print(machine())
    return soak(given.tracks, given.seed, 1 if given.tracks == 1 else given.processes)


if __name__ == "__main__":
    sys.exit(main())
