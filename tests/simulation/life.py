"""One whole life of a track that nothing disturbs, and what each of its steps costs: write units, and calls.

`python -m tests.simulation.life` prints it.
"""

# ruff: noqa: T201 - one reads it in a terminal
from __future__ import annotations

import sys
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

sys.path.insert(0, str(Path(__file__).parents[2] / "layers" / "common"))

from tests.fakes.payloads import DURATION_SECONDS
from tests.fakes.provider import Task
from tests.fakes.tables import Change
from tests.fakes.units import Meter, size_of
from tests.simulation import events
from tests.simulation.audit import TRACKS
from tests.simulation.staging import world
from tests.simulation.world import World

OWNER = str(uuid5(NAMESPACE_URL, "owner"))
"""As long as a Cognito user's id."""
LYRICS = Path(__file__).with_name("annabel_lee.txt").read_text("utf-8")[:1500]
"""1,500 characters, as a singer would have them."""
STAGES = ("text", "first", "complete")
WRITING = ("post", *STAGES, "copies")
"""The steps that every track goes through; the others of a life are what somebody may ask besides."""
_WISH = {"title": "Rain on a Tin Roof", "styleTags": ["dream pop", "slow", "brushed drums"]}


@dataclass(frozen=True, slots=True)
class Step:
    """What one step cost: units by table and `table.index`, the calls in their order, the track's largest item."""

    units: Counter[str]
    calls: list[str]
    largest: int


def life(lyrics: str = "") -> dict[str, Step]:
    """A track from its request to its last copy, then a repeated callback and two reads."""
    with world() as place:
        place.grant(OWNER, 10)
        place.cloud.clock.advance(0.123456)  # real moments have microseconds
        meter = place.cloud.dynamodb.meter = Meter()
        step = partial(_step, place, meter)
        wish = _WISH | (
            {"lyrics": lyrics} if lyrics else {"prompt": "a slow song about rain", "makeInstrumental": True}
        )
        steps = {"post": step(lambda: place.post_track(OWNER, wish, key="key").ok)}
        (task,) = place.cloud.provider.tasks.values()
        for stage in STAGES:
            place.cloud.clock.advance(40)
            steps[stage] = step(partial(_told, place, callback(task, stage, lyrics)))
        steps["copies"] = step(partial(_copied, place))
        steps["repeated"] = step(partial(_told, place, callback(task, "complete", lyrics)))
        steps["read"] = step(partial(_is_stored, place, task))
        steps["signed"] = step(partial(_signed, place, task))
        before = meter.used.copy()
        place.run_to_end()
        assert meter.used == before, "something was left to be done"
        return steps


def whole(steps: dict[str, Step]) -> int:
    """Write units of a life, without what was asked besides."""
    return sum(steps[name].units.total() for name in WRITING)


def _step(place: World, meter: Meter, act: Callable[[], bool]) -> Step:
    calls, used = len(place.cloud.wire.calls), meter.used.copy()
    sizes = [0]
    place.cloud.dynamodb.watchers.append(lambda changes: sizes.extend(map(_size, changes)))
    assert act()
    place.cloud.dynamodb.watchers.pop()
    return Step(meter.used - used, place.cloud.wire.calls[calls:], max(sizes))


def _size(change: Change) -> int:
    return size_of(change.new) if change.table == TRACKS else 0


def _is_stored(place: World, task: Task) -> bool:
    path = {"trackId": task.track_id}
    answer = place.http("library", events.request("GET /v1/tracks/{trackId}", user=OWNER, path=path))
    return bool(answer.ok and answer.body["stored"] and len(answer.body["versions"]) == 2)


def _signed(place: World, task: Task) -> bool:
    wanted = {"trackId": task.track_id, "variantIndex": 1}
    return place.http("sign_track", events.request("POST /v1/sign-track", wanted, user=OWNER)).ok


def _told(place: World, news: events.Event) -> bool:
    return place.http("callback", news).ok


def _copied(place: World) -> bool:
    place.work()
    return len(place.cloud.s3.objects) == 4


def callback(task: Task, stage: str, lyrics: str) -> events.Event:
    """A callback with both clips, ids and URLs as long as real ones."""
    clips = [_clip(task, letter, lyrics, whole=place < STAGES.index(stage)) for place, letter in enumerate("ab")]
    data = {"callbackType": stage, "task_id": task.task_id, "data": clips}
    return events.webhook(task.track_id, task.token, {"code": 200, "msg": "All generated successfully.", "data": data})


def _clip(task: Task, letter: str, lyrics: str, *, whole: bool) -> dict[str, Any]:
    name = str(uuid5(NAMESPACE_URL, f"{task.task_id}-{letter}"))
    file = f"https://musicfile.provider.example/{urlsafe_b64encode(name.encode()).decode()}"
    return {
        "id": name,
        "audio_url": f"{file}.mp3" if whole else "",
        "source_audio_url": f"https://cdn1.songs.example/{name}.mp3" if whole else "",
        "stream_audio_url": file,
        "source_stream_audio_url": f"https://audiopipe.songs.example/?item_id={name}",
        "image_url": f"{file}.jpeg",
        "source_image_url": f"https://cdn2.songs.example/image_{name}.jpeg",
        "prompt": lyrics or "[Instrumental]",
        "model_name": "chirp-crow",
        "title": "Rain on a Tin Roof",
        "tags": "dream pop, slow, brushed drums",
        "createTime": 1_769_900_000_321,
        **({"duration": DURATION_SECONDS} if whole else {}),
    }


def main() -> None:
    """A table: steps down, kinds of lyrics across."""
    lives = [life(), life(LYRICS)]
    print(f"{'write units':12}{'no lyrics':>12}{f'{len(LYRICS):,} chars':>12}")
    for name in WRITING:
        print(f"{name:12}" + "".join(f"{steps[name].units.total():12}" for steps in lives))
    print(f"{'whole life':12}" + "".join(f"{whole(steps):12}" for steps in lives))


if __name__ == "__main__":
    main()
