"""`make demo-parcours`: one journey, from its words to files that play, with the provider's time made shorter."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import requests
from rich.console import Console
from rich.live import Live
from rich.table import Table

from local.client import Client, StackError, running_stack
from local.processes import ROOT, free_port
from local.songs import Saved, saved

PRESET = "panique-anxiete"
PATIENCE_SECONDS = 240.0
_POLL_SECONDS = 0.3
_SIMULATED = {"SIM_TEXT_DELAY": "0.5", "SIM_FIRST_DELAY": "1.5", "SIM_COMPLETE_DELAY": "3", "SIM_SONG_SECONDS": "195"}
"""A song of 195 s in 3 s: a provider takes some two minutes for it."""

_LOOKS = {"queued": "dim", "generating": "yellow", "first": "cyan", "complete": "green", "failed": "red"}

Json = dict[str, Any]


def main() -> int:
    """Make a journey; 0 when all that it promised plays."""
    parser = argparse.ArgumentParser(prog="python -m local.demo_parcours", description=__doc__)
    parser.add_argument("--preset", default=os.environ.get("PRESET") or PRESET)
    parser.add_argument("--language", default="en", choices=("en", "fr", "ru"))
    asked = parser.parse_args()
    console = Console(highlight=False)
    try:
        with running_stack(free_port(), ROOT / ".cache" / "local" / "demo-parcours", **_SIMULATED) as base:
            _travel(Client(base, "demo-listener", plan="pro", credits=20), asked.preset, asked.language, console)
    except (StackError, requests.RequestException, OSError) as error:
        console.print(f"[red]The demo failed:[/red] {error}")
        return 1
    return 0


def _travel(client: Client, preset: str, language: str, console: Console) -> None:
    spoken = {"Accept-Language": language}
    wish = {"presetKey": preset, "emotionState": "fear-0.8", "sudsStart": 8, "autoStart": True}
    created = client.call("POST", "/v1/parcours", 201, json=wish, headers=spoken)
    run = f"/v1/parcours/{created['runId']}"
    shown: Json = client.call("GET", run, 200, headers=spoken)
    console.print(f"[bold]{created['title']}[/bold]  (words: {shown['briefSource']})\n{created['brief']}\n")
    watch = Watch(time.monotonic())
    shown = _followed(client, run, spoken, watch, console)
    if shown["status"] != "ready":
        raise StackError(f"the run is {shown['status']}; see .cache/local/demo-parcours/stack.log")
    _saved_all(client, shown, console)


class Watch:
    """When each segment could first be heard, and when it was whole; in seconds since the start."""

    def __init__(self, started: float) -> None:
        self._started = started
        self.moments: dict[tuple[str, str], float] = {}

    def see(self, segments: list[Json]) -> None:
        """Note what has come since the last look."""
        for segment in segments:
            self.moments.setdefault((segment["segmentId"], segment["status"]), time.monotonic() - self._started)

    def at(self, segment: Json, *statuses: str) -> str:
        """The first of these moments, as text."""
        found = [
            self.moments[key] for key in ((segment["segmentId"], status) for status in statuses) if key in self.moments
        ]
        return f"{min(found):.1f} s" if found else ""


def _followed(client: Client, run: str, spoken: dict[str, str], watch: Watch, console: Console) -> Json:
    deadline = time.monotonic() + PATIENCE_SECONDS
    with Live(console=console, refresh_per_second=8) as live:
        for shown in _looks(client, run, spoken):
            watch.see(shown["segments"])
            live.update(_table(shown, watch))
            if shown["status"] != "creating":
                return shown
            if time.monotonic() > deadline:
                raise StackError(f"not ready within {PATIENCE_SECONDS:.0f} s")
    raise StackError("nobody looked")


def _looks(client: Client, run: str, spoken: dict[str, str]) -> Iterator[Json]:
    while True:
        yield client.call("GET", run, 200, headers=spoken)
        time.sleep(_POLL_SECONDS)


def _table(shown: Json, watch: Watch) -> Table:
    table = Table(
        caption=f"{shown['status']}, {shown['durationSeconds'] / 60:.1f} min of {shown['targetSeconds'] / 60:.0f}"
    )
    for heading in ("", "segment", "technique", "status", "plays", "heard at", "whole at"):
        table.add_column(heading, overflow="fold")
    for segment in shown["segments"]:
        status, seconds = segment["status"], segment["durationSeconds"]
        table.add_row(
            str(segment["segmentIndex"] + 1),
            segment["title"],
            segment["technique"],
            f"[{_LOOKS[status]}]{status}[/]",
            f"{seconds:.0f} s" if seconds else "",
            watch.at(segment, "first", "complete"),
            watch.at(segment, "complete"),
        )
    return table


def _saved_all(client: Client, shown: Json, console: Console) -> None:
    folder = ROOT / ".cache" / f"parcours-{shown['runId'][:8]}"
    songs = [_song(client, folder, segment) for segment in shown["segments"] if segment["status"] == "complete"]
    for song in songs:
        console.print(f"  {song.path}  {song.seconds:6.1f} s, {song.size:,} bytes", soft_wrap=True)
    played = sum(song.seconds for song in songs)
    left = client.call("GET", "/v1/credits", 200)["remaining"]
    console.print(f"\n[bold green]Your journey:[/bold green] {len(songs)} files, {played / 60:.1f} minutes")
    console.print(f"[bold]Charged:[/bold] {shown['creditsCharged'] - shown['creditsRefunded']} credits, {left} left")


def _song(client: Client, folder: Path, segment: Json) -> Saved:
    signed = client.call("POST", "/v1/sign-track", 200, json={"segmentId": segment["segmentId"]})
    return saved(signed["url"], folder / f"{segment['segmentIndex'] + 1}")


if __name__ == "__main__":
    sys.exit(main())
