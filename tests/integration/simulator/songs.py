"""What the tests of tasks on songs share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .conftest import Stand

Json = dict[str, Any]
WAV, MP4, STEMS = "/api/v1/wav", "/api/v1/mp4", "/api/v1/vocal-removal"
REPLACE = "/api/v1/generate/replace-section"
PERSONA = "/api/v1/generate/generate-persona"
ALIGNED = "/api/v1/generate/get-timestamped-lyrics"
BOOST = "/api/v1/style/generate"
RECOVERY = "/api/v1/suno/recovery"
SECTION = {"prompt": "[Verse] new", "tags": "calm", "title": "New", "fullLyrics": "all", "infillStartS": 2}


@dataclass(frozen=True)
class Song:
    """A finished song of the simulator, and the other one of its task."""

    task_id: str
    clips: list[Json] = field(default_factory=list)

    @property
    def audio_id(self) -> str:
        """The first clip."""
        return str(self.clips[0]["id"])

    @property
    def names(self) -> Json:
        """How a request names it."""
        return {"taskId": self.task_id, "audioId": self.audio_id}


async def finished(stand: Stand, dialect: str = "sunoapi", **changes: Any) -> Song:
    """A song, with no callbacks left to come."""
    await stand.configure(dialect=dialect)
    task_id = await stand.begin(**changes)
    data = await stand.over(task_id)
    await stand.receiver.wait(3)
    stand.receiver.bodies.clear()
    return Song(task_id, data["response"]["sunoData"])


async def post(stand: Stand, path: str, **body: Any) -> Json:
    """The envelope of a request with these fields alone."""
    _, answer = await stand.call("POST", path, json=body)
    return dict(answer)


async def calling(stand: Stand, path: str, **body: Any) -> Json:
    """The same, with the address of the receiver."""
    return await post(stand, path, callBackUrl=stand.receiver.url, **body)


async def record(stand: Stand, path: str, task_id: str) -> Json:
    """`data` of the record-info below a path."""
    _, answer = await stand.call("GET", f"{path}/record-info?taskId={task_id}")
    return dict(answer["data"])


async def reported(stand: Stand) -> Json:
    """The one callback that a task makes."""
    await stand.receiver.wait(1)
    return stand.receiver.bodies[0]
