"""`make load`: many tracks at once through the whole stack, with faults of every kind; prints what became of them.

Exits with 1 when anything was lost or doubled, when an object is not whole, or when a queue is not empty.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import requests
from rich.console import Console
from rich.table import Table

from bench.machine import machine
from bench.verdicts import Verdicts
from local.client import Client, StackError, running_stack
from local.processes import ROOT, free_port

PER_USER = 10
"""Generations of one user: what the premium plan lets run at once."""

SETTINGS = {
    "SUNO_REQUESTS_PER_10_SECONDS": "2000",
    "STUCK_AFTER_SECONDS": "15",
    "GENERATION_TIMEOUT_SECONDS": "150",
    "SIM_RATE_LIMIT": "0",
    "SIM_RECORD_LIMIT": "0",
    "SIM_TEXT_DELAY": "1",
    "SIM_FIRST_DELAY": "2",
    "SIM_COMPLETE_DELAY": "4",
}
"""The provider's own quota would stretch 2,000 tracks over 17 minutes, so it is lifted on both sides."""

FAULTS: tuple[dict[str, Any], ...] = (
    {"kind": "create_error", "code": 430, "msg": "Call frequency too high"},
    {"kind": "create_error", "code": 455, "msg": "maintenance"},
    {"kind": "create_error", "code": 500, "msg": "server error", "http_status": 500},
    {"kind": "create_error", "code": 429, "msg": "The current credits are insufficient. Please top up."},
    {"kind": "timeout_after_accept", "seconds": 1},
    {"kind": "reset_before_accept"},
    {"kind": "callback_lost", "stages": ["text", "first", "complete", "error"]},
    {"kind": "callback_lost", "stages": ["complete"]},
    {"kind": "callback_delay", "stages": ["first"], "seconds": 5},
    {"kind": "callback_duplicate", "stages": ["text", "first", "complete"], "times": 3, "parallel": True},
    {"kind": "callback_reorder", "order": ["complete", "first", "text"]},
    {"kind": "task_error", "code": 400, "msg": "Song Description contained artist name", "at": "first"},
    {"kind": "task_error", "code": 500, "msg": "Internal Error", "at": "first"},
    {"kind": "task_error", "code": 531, "msg": "failed, refunded", "at": "text"},
    {"kind": "task_stuck", "before": "complete"},
    {"kind": "callback_exception"},
    {"kind": "asset_empty", "fetches": 1},
    {"kind": "asset_wrong_content", "body": "html", "fetches": 1},
    {"kind": "asset_wrong_content", "body": "json", "fetches": 2},
    {"kind": "asset_truncated", "bytes": 9000, "fetches": 1},
    {"kind": "asset_identical", "fetches": 1},
    {"kind": "asset_status", "status": 503, "fetches": 1},
    {"kind": "asset_status", "status": 404, "fetches": 1},
    {"kind": "asset_reset", "bytes": 5000, "fetches": 1},
    {"kind": "asset_gzip"},
    {"kind": "asset_slow", "bytes_per_second": 500, "fetches": 1},
    {"kind": "asset_oversized"},
)


@dataclass
class Run:
    """A load run under way."""

    base: str
    users: list[Client]
    accepted: Counter[str] = field(default_factory=Counter)

    def inject(self, share: float, seed: int) -> None:
        """Have the simulator misbehave in every way for that share of all tasks."""
        for number, fault in enumerate(FAULTS):
            asked = {**fault, "rate": share, "seed": seed + number}
            answer = requests.post(f"{self.base}/_local/simulator/faults", json=asked, timeout=10)
            answer.raise_for_status()

    def submit(self) -> None:
        """Ask for every track; refusals by the provider are answers like any other."""
        jobs = [(user, number) for number in range(PER_USER) for user in self.users]
        with ThreadPoolExecutor(16) as clients:
            self.accepted.update(clients.map(lambda job: self._post(*job), jobs))

    def settle(self, seconds: float, console: Console) -> list[dict[str, Any]]:
        """All tracks, once nothing about them is still to come; or as they are when the time is over."""
        deadline = time.monotonic() + seconds
        while True:
            requests.post(f"{self.base}/_local/schedules/sweep", timeout=90).raise_for_status()
            tracks = list(self.tracks())
            open_tracks, waiting = sum(not is_settled(track) for track in tracks), self.waiting()
            console.print(f"  {len(tracks) - open_tracks:,} of {len(tracks):,} settled, {waiting} messages wait")
            if not (open_tracks or waiting) or time.monotonic() > deadline:
                return tracks
            time.sleep(10)

    def waiting(self) -> int:
        """Messages in all queues but those for dead letters."""
        queues = requests.get(f"{self.base}/_local/queues", timeout=60).json().values()
        return sum(each["visible"] + each["inFlight"] + each["delayed"] for each in queues if not each["deadLetter"])

    def tracks(self) -> Iterable[dict[str, Any]]:
        """Every user's tracks."""
        with ThreadPoolExecutor(4) as clients:
            for page in clients.map(lambda user: user.call("GET", "/v1/tracks?limit=100", 200), self.users):
                yield from page["items"]

    def _post(self, user: Client, number: int) -> str:
        answer = user.call(
            "POST",
            "/v1/tracks",
            202,
            502,
            503,
            headers={"Idempotency-Key": f"load-{number}"},
            json={"prompt": f"load song {number}"},
        )
        return str(answer.get("code", "accepted"))


def is_settled(track: dict[str, Any]) -> bool:
    """Whether the track has ended and each of its audios is stored or refused for good."""
    versions = track["versions"]
    done = all(version["stored"] or "audio" in version.get("copyProblems", {}) for version in versions)
    return track["status"] == "failed" or (track["status"] == "completed" and done)


def main() -> int:
    """Run it; 0 when everything is as promised."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--tracks", type=int, default=2000)
    parser.add_argument("--faults", type=float, default=0.1, help="share of tracks for each kind of fault")
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--minutes", type=float, default=20)
    given = parser.parse_args()
    console = Console(highlight=False, soft_wrap=True)
    console.print(machine())
    with running_stack(free_port(), ROOT / ".cache" / "local" / "load", **SETTINGS) as base:
        return _report(*_drive(base, given, console), console)


def _drive(base: str, given: argparse.Namespace, console: Console) -> tuple[Verdicts, float]:
    started = time.monotonic()
    users = [
        Client(base, f"load-{number}", plan="premium", credits=100)
        for number in range(max(1, given.tracks // PER_USER))
    ]
    run = Run(base, users)
    run.inject(given.faults, given.seed)
    run.submit()
    console.print(f"answers: {dict(run.accepted)}; {time.monotonic() - started:.0f} s")
    tracks = run.settle(given.minutes * 60, console)
    return Verdicts.of(base, users, tracks), time.monotonic() - started


def _report(verdicts: Verdicts, seconds: float, console: Console) -> int:
    table = Table("what", "count", "must be")
    for name, count, wanted in verdicts.rows():
        table.add_row(name, f"{count:,}", wanted)
    console.print(table)
    console.print(f"{seconds:.0f} s; dead letters: {verdicts.dead_letters or 'none'}")
    for problem in verdicts.problems:
        console.print(f"[red]{problem}[/red]")
    return 1 if verdicts.problems else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except StackError as failure:
        print(f"error: {failure}", file=sys.stderr)
        sys.exit(1)
