"""Tasks and clips: what the provider remembers about a request."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from .config import Json
from .melody import POOL_SIZE, Melody
from .operations import Operation


class Status(StrEnum):
    """States of record-info. CALLBACK_EXCEPTION blames the receiver: the results are there all the same."""

    PENDING = "PENDING"
    TEXT_SUCCESS = "TEXT_SUCCESS"
    FIRST_SUCCESS = "FIRST_SUCCESS"
    SUCCESS = "SUCCESS"
    CREATE_TASK_FAILED = "CREATE_TASK_FAILED"
    GENERATE_AUDIO_FAILED = "GENERATE_AUDIO_FAILED"
    GENERATE_LYRICS_FAILED = "GENERATE_LYRICS_FAILED"
    GENERATE_WAV_FAILED = "GENERATE_WAV_FAILED"
    GENERATE_MP4_FAILED = "GENERATE_MP4_FAILED"
    SENSITIVE_WORD_ERROR = "SENSITIVE_WORD_ERROR"
    CALLBACK_EXCEPTION = "CALLBACK_EXCEPTION"


REACHED = {"text": Status.TEXT_SUCCESS, "first": Status.FIRST_SUCCESS, "complete": Status.SUCCESS}
_FAILED = {
    "lyrics": Status.GENERATE_LYRICS_FAILED,
    "wav": Status.GENERATE_WAV_FAILED,
    "mp4": Status.GENERATE_MP4_FAILED,
}
_CONTENT_REFUSED = 400
_WORDED = ("music", "lyrics")  # the others have no words that could be refused


@dataclass(frozen=True)
class Failure:
    """Why a task failed: the callback's code and words, and record-info's status."""

    code: int
    message: str
    status: Status

    @classmethod
    def of(cls, given: Json, kind: str) -> Failure:
        """From a fault or a control request; by default a 400 is a refusal of content."""
        code = int(given.get("code", 500))
        usual = _FAILED.get(kind, Status.GENERATE_AUDIO_FAILED)
        if code == _CONTENT_REFUSED and kind in _WORDED:
            usual = Status.SENSITIVE_WORD_ERROR
        message = str(given.get("msg", "Internal Error, Please try again later."))
        return cls(code, message, Status(given.get("status", usual)))


@dataclass(frozen=True)
class Clip:
    """One of the songs of a task."""

    id: str
    task_id: str
    variant: int
    tune: int
    seconds: float
    base_url: str


@dataclass(eq=False)
class Task:
    """One accepted request, its progress and every delivery made for it."""

    id: str
    number: int
    operation: Operation
    request: Json
    key: str
    base_url: str
    accepted_at: float
    cost: float
    clips: tuple[Clip, ...] = ()
    sources: tuple[Clip, ...] = ()
    inherited: Json = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    uploads: list[Json] = field(default_factory=list)
    status: Status = Status.PENDING
    times: dict[str, float] = field(default_factory=dict)
    failure: Failure | None = None
    deliveries: list[Json] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    callbacks_stopped: bool = False
    hurry: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def over(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.failure is not None or self.succeeded

    @property
    def succeeded(self) -> bool:
        """Whether its results are there."""
        return self.status in (Status.SUCCESS, Status.CALLBACK_EXCEPTION)

    @property
    def words(self) -> Json:
        """What was asked for; what works on a song may have that song's words."""
        return self.request | self.inherited

    @property
    def callback_url(self) -> str:
        """Where its callbacks go; empty when the request named no place."""
        return str(self.request.get("callBackUrl") or "")


class TaskStore:
    """All tasks by id, their clips by id, and what was made of a clip by operation and clip."""

    def __init__(self) -> None:
        self.tasks: dict[str, Task] = {}
        self.clips: dict[str, Clip] = {}
        self.made: dict[tuple[str, str], str] = {}

    def add(self, task: Task) -> None:
        """Remember a task and its clips."""
        self.tasks[task.id] = task
        self.clips.update({clip.id: clip for clip in task.clips})
        self.made.update({(task.operation.name, clip.id): task.id for clip in task.sources})

    def next_number(self) -> int:
        """Tasks are numbered from 1: faults are drawn by number."""
        return len(self.tasks) + 1


def new_id() -> str:
    """32 lowercase hex, as real task ids are."""
    return uuid.uuid4().hex


def tunes_for(task_id: str, count: int) -> list[int]:
    """Tunes of the pool for the clips of a task: neighbours, so no two are alike."""
    first = int.from_bytes(sha256(task_id.encode()).digest()[:2])
    return [(first + variant) % POOL_SIZE for variant in range(count)]


def clips_for(task_id: str, tunes: list[tuple[int, Melody]], base_url: str) -> tuple[Clip, ...]:
    """The clips of a task, with UUID ids and the true length of their audio."""
    return tuple(
        Clip(str(uuid.uuid4()), task_id, variant, tune, melody.seconds, base_url)
        for variant, (tune, melody) in enumerate(tunes)
    )
