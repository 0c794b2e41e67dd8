"""What `make demo TASK=…` does after its song: one task of each type, to a result that plays, opens or reads."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console

from local.client import Client, StackError
from local.processes import ROOT
from local.songs import Saved, saved

PATIENCE_SECONDS = 120.0
_POLL_SECONDS = 0.2

SIMULATED = {"SIM_TEXT_DELAY": "0.5", "SIM_FIRST_DELAY": "1", "SIM_COMPLETE_DELAY": "2", "SIM_SONG_SECONDS": "40"}
"""A song that is long enough to have a part of it replaced, and soon there."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Demo:
    """One task: how it is asked for, and what there is to show in the end."""

    path: str
    shown: Callable[[Client, Json, Json], Iterator[str]]
    """Lines about the result, of the client, the task's track and the song's."""
    body: Json = field(default_factory=dict)


def demonstrate(client: Client, name: str, song: Json, console: Console) -> None:
    """Ask for a task that works on this song, and show what comes of it. Raises StackError."""
    demo = DEMOS[name]
    body = demo.body | ({"sources": _versions(song)} if name == "merge" else {})
    started = time.monotonic()
    track_id = client.call("POST", demo.path.format(song["trackId"]), 202, json=body)["trackId"]
    console.print(f"\n[bold]Task:[/bold] {name} {body or ''}", soft_wrap=True)
    track = until(client, track_id, lambda now: now["status"] == "completed", "completed")
    console.print(f"  {time.monotonic() - started:5.1f} s  [green]completed[/green]")
    for line in demo.shown(client, track, song):
        console.print(f"  {time.monotonic() - started:5.1f} s  {line}", soft_wrap=True)
    left = client.call("GET", "/v1/credits", 200)["remaining"]
    console.print(f"[bold]Charged:[/bold] {track['creditsCharged']} credit, {left} left")


def until(client: Client, track_id: str, wanted: Callable[[Json], bool], what: str) -> Json:
    """A track as soon as it is as wanted. Raises StackError when it fails, or that never comes."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        track = client.track(track_id)
        if track["error"]:
            raise StackError(f"the track failed: {track['error']['message']}")
        if wanted(track):
            return track
        time.sleep(_POLL_SECONDS)
    raise StackError(f"not {what} within {PATIENCE_SECONDS:.0f} s; see .cache/local/demo/stack.log")


def _versions(song: Json) -> list[Json]:
    return [{"trackId": song["trackId"], "variantIndex": one["variantIndex"]} for one in song["versions"]]


def _audio(client: Client, track: Json, _song: Json) -> Iterator[str]:
    """The first version of the task's own track."""
    until(client, track["trackId"], lambda now: bool(now["stored"]), "stored")
    yield _told("audio", _signed(client, track, "audio"))


def _files(client: Client, _track: Json, song: Json) -> Iterator[str]:
    """The files that the song's first version has now."""

    def are_stored(now: Json) -> bool:
        files = now["versions"][0]["files"]
        return bool(files) and all(one["stored"] for one in files)

    version = until(client, song["trackId"], are_stored, "stored")["versions"][0]
    for one in version["files"]:
        yield _told(one["asset"], _signed(client, song, one["asset"]))


def _video(client: Client, _track: Json, song: Json) -> Iterator[str]:
    until(client, song["trackId"], lambda now: bool(now["versions"][0]["videoUrl"]), "filmed")
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        signed = client.call("POST", "/v1/sign-track", 200, 409, json={"trackId": song["trackId"], "asset": "video"})
        if "url" in signed:
            yield _told("video", saved(signed["url"], _stem(song, "video")))
            return
        time.sleep(_POLL_SECONDS)
    raise StackError("the video is not stored")


def _texts(_client: Client, track: Json, _song: Json) -> Iterator[str]:
    for text in track["texts"]:
        yield f"[green]{text['title']}[/green]: {text['text'].splitlines()[0]} …"


def _signed(client: Client, track: Json, asset: str) -> Saved:
    signed = client.call("POST", "/v1/sign-track", 200, json={"trackId": track["trackId"], "asset": asset})
    return saved(signed["url"], _stem(track, asset))


def _stem(track: Json, asset: str) -> Path:
    return ROOT / ".cache" / f"demo-{track['trackId'][:8]}-{asset}"


def _told(what: str, file: Saved) -> str:
    return f"[green]{what}[/green] {file.path}, {file.seconds:.1f} s of {file.media_type}, {file.size:,} bytes"


_ON_SONG = "/v1/tracks/{}/"

DEMOS: dict[str, Demo] = {
    "extend": Demo(_ON_SONG + "extend", _audio, {"continueAt": 30, "prompt": "the river reaches the sea"}),
    "replace": Demo(_ON_SONG + "replace", _audio, {"startAt": 10, "endAt": 22, "lyrics": "[Verse]\nThe rain has gone"}),
    "cover": Demo(_ON_SONG + "cover", _audio, {"prompt": "as a slow waltz", "styleTags": ["waltz"]}),
    "vocals": Demo(_ON_SONG + "vocals", _audio, {"prompt": "a warm low voice", "styleTags": ["soul"]}),
    "instrumental": Demo(_ON_SONG + "instrumental", _audio, {"styleTags": ["strings"], "negativeTags": "drums"}),
    "stems": Demo(_ON_SONG + "stems", _files),
    "wav": Demo(_ON_SONG + "wav", _files),
    "video": Demo(_ON_SONG + "video", _video, {"author": "The Tides"}),
    "lyrics": Demo("/v1/lyrics", _texts, {"prompt": "a river at dawn"}),
    "merge": Demo("/v1/merges", _audio, {"title": "Both"}),
}
