"""`make demo`: one song, from a prompt to a file that plays, through the whole system; with TASK, more of it."""

from __future__ import annotations

import argparse
import os
import sys
import time
from functools import partial
from typing import Any

import requests
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from local.client import Client, StackError, running_stack
from local.demo_tasks import DEMOS, SIMULATED, demonstrate, until
from local.processes import ROOT, free_port
from local.songs import saved

PROMPT = "a calm piano song about a river at dawn"

STAGES: dict[str, tuple[str, str]] = {
    "accepted": ("taskId", "the provider has taken it"),
    "text": ("textAt", "the lyrics are written"),
    "playable": ("audioUrl", "the first version can be heard"),
    "complete": ("completedAt", "every version is finished"),
    "stored": ("stored", "audio and covers are in our bucket"),
}
"""What is waited for: the track's field that becomes true, and what that means."""

NEXT = """
What to try next
  make up                      the same stack, to keep: http://127.0.0.1:8700/v1/health
  PROMPT="..." make demo       another song
  make demo TASK=stems         and its stems; or extend, replace, cover, wav, video, vocals, lyrics, merge …
  make demo-parcours           a journey of 20 minutes, from words to sound (PRESET=panique-anxiete)
  make test                    every promise, proved
  README.md, docs/             how it works, what is promised, how to deploy it
"""


def main() -> int:
    """Make a song; 0 when it plays."""
    parser = argparse.ArgumentParser(prog="python -m local.demo", description=__doc__)
    parser.add_argument("--prompt", default=os.environ.get("PROMPT") or PROMPT)
    parser.add_argument("--task", default=os.environ.get("TASK") or None, choices=DEMOS, help="what comes after it")
    asked, console = parser.parse_args(), Console(highlight=False)
    simulated = SIMULATED if asked.task else {}
    try:
        with running_stack(free_port(), ROOT / ".cache" / "local" / "demo", **simulated) as base:
            client = Client(base, "demo-user")
            track, song = _make(client, asked.prompt, console)
            if asked.task:
                demonstrate(client, asked.task, track, console)
    except (StackError, requests.RequestException, OSError) as error:
        console.print(f"[red]The demo failed:[/red] {error}")
        return 1
    console.print(f"\n[bold green]Your song:[/bold green] {song}", soft_wrap=True)
    console.print(NEXT, soft_wrap=True)
    return 0


def _make(client: Client, prompt: str, console: Console) -> tuple[dict[str, Any], str]:
    console.print(f"[bold]Prompt:[/bold] {prompt}")
    track_id = client.call("POST", "/v1/tracks", 202, json={"prompt": prompt})["trackId"]
    track = _follow(client, track_id, console)
    left = client.call("GET", "/v1/credits", 200)["remaining"]
    console.print(f"[bold]Charged:[/bold] {track['creditsCharged']} credit, {left} left")
    signed = client.call("POST", "/v1/sign-track", 200, json={"trackId": track_id})
    song = saved(signed["url"], ROOT / ".cache" / f"demo-{track_id[:8]}")
    return track, f"{song.path}, {song.seconds:.1f} s of {song.media_type}, {song.size:,} bytes"


def _follow(client: Client, track_id: str, console: Console) -> dict[str, Any]:
    track: dict[str, Any] = {}
    started = time.monotonic()
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        waiting = progress.add_task("")
        for name, (field, meaning) in STAGES.items():
            progress.update(waiting, description=f"waiting for: {name}")
            track = until(client, track_id, partial(_has, field), name)
            console.print(f"  {time.monotonic() - started:5.1f} s  [green]{name:9}[/green] {meaning}")
    return track


def _has(field: str, track: dict[str, Any]) -> bool:
    return bool(track[field])


if __name__ == "__main__":
    sys.exit(main())
