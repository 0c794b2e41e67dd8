"""Operations that answer at once: words with their times, a persona, a richer style."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

from .clipviews import moment
from .config import Json
from .operations import Operation
from .sources import clips_of
from .tasks import Clip, new_id
from .world import World

_QUIET_SHARE = 0.1  # before the first word and after the last one
_POINTS = 60
_BOOSTS = ("warm analog textures", "slow breathing pulse", "wide soft reverb", "gentle dynamics")


@dataclass(frozen=True)
class Ask:
    """A request that has been paid, of one key."""

    operation: Operation
    body: Json
    key: str
    cost: float


def answer(ask: Ask, world: World) -> Json:
    """`data` of the answer."""
    return _ANSWERS[ask.operation.name](ask, world)


def _aligned(ask: Ask, world: World) -> Json:
    (clip,) = clips_of(ask.operation, ask.body, world.store, world.config.dialect)
    choice = random.Random(clip.id)  # noqa: S311 - a picture of sound, not a secret
    return {
        "alignedWords": _words(clip, _lyrics(clip, world)),
        "waveformData": [round(choice.random(), 5) for _ in range(_POINTS)],
        "hootCer": round(choice.uniform(0.05, 0.4), 5),
        "isStreamed": False,
    }


def _lyrics(clip: Clip, world: World) -> str:
    task = world.store.tasks[clip.task_id]
    is_instrumental = task.words.get("instrumental") or task.operation.name == "add-instrumental"
    return "" if is_instrumental else str(task.words.get("prompt") or "")


def _words(clip: Clip, lyrics: str) -> list[Json]:
    """Words one after the other, each as long as its letters; a heading belongs to the word that follows."""
    words = _joined(lyrics)
    letters = [len(word.rsplit("]", 1)[-1].strip()) or 1 for word in words]
    begin, sung = clip.seconds * _QUIET_SHARE, clip.seconds * (1 - 2 * _QUIET_SHARE)
    ends = [round(begin + sung * passed / sum(letters), 4) for passed in accumulate(letters)]
    starts = [round(begin, 4), *ends]
    return [
        {"word": word, "success": True, "startS": start, "endS": end, "palign": 0}
        for word, start, end in zip(words, starts, ends, strict=False)
    ]


def _joined(lyrics: str) -> list[str]:
    words, heading = [], ""
    for line in filter(None, map(str.strip, lyrics.splitlines())):
        head, bracket, rest = line.rpartition("]")
        heading += head + bracket + "\n" if bracket else ""
        sung = rest.split()
        words += [f"{heading if number == 0 else ''}{word} " for number, word in enumerate(sung)]
        heading = "" if sung else heading
    return words


def _persona(ask: Ask, world: World) -> Json:
    world.store.made[ask.operation.name, ask.body["audioId"]] = persona = new_id()
    return {"personaId": persona, "name": ask.body["name"], "description": ask.body["description"]}


def _boosted(ask: Ask, world: World) -> Json:
    content = ask.body["content"]
    added = random.Random(content).sample(_BOOSTS, 2)  # noqa: S311 - words, not secrets
    return {
        "taskId": new_id(), "param": json.dumps(ask.body, ensure_ascii=False), "result": ", ".join((content, *added)),
        "creditsConsumed": ask.cost, "creditsRemaining": world.credits.left(ask.key), "successFlag": "1",
        "errorCode": None, "errorMessage": "", "createTime": moment(world.config.style, time.time()),
    }  # fmt: skip


_ANSWERS: dict[str, Callable[[Ask, World], Json]] = {
    "timestamped-lyrics": _aligned, "persona": _persona, "boost-style": _boosted,
}  # fmt: skip
