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
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "layers" / "common"))

from bench.machine import machine
from tests.simulation.drawing import tell

Tell = Callable[[int], Counter[str]]
"""Tells the story of a seed to its end, and what was in it."""
_REPORT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Told:
    """How a story went."""

    seed: int
    seconds: float
    """Of this process's own time: what the rate would be on a machine with nothing else to do."""
    made: Counter[str] = field(default_factory=Counter)
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of stories: what is counted, how many of that are wanted, who tells them, and the module to start."""

    counted: str
    wanted: int
    tell: Tell
    module: str


def tracks(seed: int) -> Counter[str]:
    """Tell a story of tracks."""
    return Counter(tracks=tell(seed))


def attempt(tell_: Tell, seed: int) -> Told:
    """Tell a story; what went wrong is told too."""
    began = time.process_time()
    try:
        made = tell_(seed)
        return Told(seed, time.process_time() - began, made)
    except Exception:  # noqa: BLE001 - whatever it is, its seed must be known
        return Told(seed, time.process_time() - began, trouble=traceback.format_exc())


def soak(kind: Kind, seed: int, processes: int) -> int:
    """Tell stories until there was as much as is wanted; the exit code."""
    began = reported = time.monotonic()
    made, stories, busy = Counter[str](), 0, 0.0
    for told in _stories(kind.tell, seed, processes):
        if told.trouble:
            print(told.trouble)
            again = f"python -m {kind.module} --seed {told.seed} --{kind.counted} 1"
            print(f"FAILED after {made[kind.counted]} {kind.counted}; again: {again}")
            return 1
        made, stories, busy = made + told.made, stories + 1, busy + told.seconds
        count_ = made[kind.counted]
        if count_ >= kind.wanted or time.monotonic() - reported > _REPORT_SECONDS:
            reported = time.monotonic()
            rates = f"{count_ / (reported - began):.0f} {kind.counted}/s, {count_ / busy:.0f} a processor second"
            print(f"{_listed(made)} in {stories} stories, {rates}", flush=True)
        if count_ >= kind.wanted:
            break
    print(f"ok: nothing lost, nothing doubled; seeds {seed} to {seed + stories - 1}")
    return 0


def _listed(made: Counter[str]) -> str:
    return ", ".join(f"{number} {name}" for name, number in made.items())


def _stories(tell_: Tell, seed: int, processes: int) -> Iterator[Told]:
    one = partial(attempt, tell_)
    if processes == 1:
        yield from map(one, count(seed))
        return
    with get_context("spawn").Pool(processes) as pool:
        # In slices, since a pool takes all it is given at once and there is no end to give.
        for start in count(seed, 64 * processes):
            yield from pool.imap(one, range(start, start + 64 * processes))


def main(kind: Kind, text: str) -> int:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(prog=f"python -m {kind.module}", description=text.splitlines()[0])
    parser.add_argument(f"--{kind.counted}", dest="wanted", type=int, default=kind.wanted)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    print(machine())
    return soak(replace(kind, wanted=given.wanted), given.seed, 1 if given.wanted == 1 else given.processes)


if __name__ == "__main__":
    sys.exit(main(Kind("tracks", 1_000_000, tracks, "tests.simulation.soak"), __doc__))
