"""The JSON bodies of successful responses, as types. Times are RFC 3339 UTC, amounts are credits."""

from __future__ import annotations

from typing import Any, NotRequired

from typing_extensions import TypedDict

from reprise.domain.accounts import Plan
from reprise.domain.credits import EntryType
from reprise.domain.states import Stage, Status
from reprise.domain.versions import Asset


class VersionView(TypedDict):
    """One of a track's songs. `copyProblems` says why an asset could not be copied."""

    variantIndex: int
    providerAudioId: str | None
    isPrimary: bool
    isPreferred: bool
    audioUrl: str | None
    streamUrl: str | None
    coverUrl: str | None
    videoUrl: str | None
    storagePath: str | None
    stored: bool
    durationSeconds: float | None
    lyrics: str | None
    modelName: str | None
    tags: str | None
    providerCreatedAt: str | None
    sha256: str | None
    files: list[FileView]
    copyProblems: NotRequired[dict[Asset, str]]


class FileView(TypedDict):
    """A file that was made of a version: its WAV, or one of its stems."""

    asset: Asset
    url: str | None
    stored: bool
    durationSeconds: float | None


class FailureView(TypedDict):
    """Why a track failed, in the reader's language."""

    code: str
    message: str


class FaceView(TypedDict):
    """What a player needs of a track: the preferred version's."""

    durationSeconds: float | None
    audioUrl: str | None
    coverUrl: str | None
    videoUrl: str | None


class MomentsView(TypedDict):
    """When a track reached what."""

    createdAt: str
    updatedAt: str
    textAt: str | None
    firstAt: str | None
    completedAt: str | None
    failedAt: str | None


class TextView(TypedDict):
    """Words for a song."""

    title: str | None
    text: str


class TextsView(TypedDict):
    """What a lyrics track has instead of versions."""

    texts: NotRequired[list[TextView]]


class TrackView(FaceView, MomentsView, TextsView):
    """A track with its versions."""

    trackId: str
    provider: str
    taskType: str
    taskId: str | None
    status: Status
    stage: Stage
    title: str | None
    prompt: str | None
    lyrics: str | None
    styleTags: list[str]
    projectId: str | None
    stored: bool
    error: FailureView | None
    creditsCharged: float
    creditsRefunded: float
    versions: list[VersionView]


class TrackPage(TypedDict):
    """Tracks, newest first."""

    items: list[TrackView]
    cursor: str | None


class StartedView(TypedDict):
    """A generation that a request started; `message` says that it did so before."""

    trackId: str
    taskId: str | None
    status: Status
    creditsCharged: float
    message: NotRequired[str]


class BatchView(TypedDict):
    """Of each song what it would have been answered by itself: `status` is the HTTP status, the rest as there.

    A song that was started has its own status in `trackStatus`.
    """

    results: list[dict[str, Any]]


class WordView(TypedDict):
    """A word, and the seconds between which it is sung."""

    text: str
    start: float
    end: float


class WordsView(TypedDict):
    """The words of a version, in the order in which they are sung."""

    words: list[WordView]


class PersonaView(TypedDict):
    """A voice that other songs can be sung with."""

    personaId: str


class SyncedView(TypedDict):
    """The caller's unfinished tracks after their provider was asked, and how many of them moved."""

    generations: list[TrackView]
    syncedCount: int


class UnfinishedView(TypedDict):
    """The caller's unfinished tracks."""

    generations: list[TrackView]
    count: int


class SignedView(TypedDict):
    """A URL that plays an object, and when it stops to."""

    url: str
    expiresAt: str


class LimitsView(TypedDict):
    """How many generations a plan allows; None is no limit."""

    perMinute: int
    perDay: int | None
    concurrent: int


class ProfileView(TypedDict):
    """An account as its owner sees it."""

    plan: Plan
    remaining: float
    usedToday: float
    generationsToday: int
    running: int
    limits: LimitsView


class AccountView(ProfileView):
    """An account as an admin sees it, who has to be told whose it is."""

    userId: str


class EntryView(TypedDict):
    """A line of the ledger, with the balance after it."""

    id: str
    amount: float
    type: EntryType
    trackId: str | None
    reason: str
    balance: float
    createdAt: str


class EntryPage(TypedDict):
    """The ledger, newest first."""

    items: list[EntryView]
    cursor: str | None


class NoticeView(TypedDict):
    """A message to a user."""

    id: str
    type: str
    code: str
    message: str
    trackId: str | None
    createdAt: str
    readAt: str | None


class NoticePage(TypedDict):
    """Messages, newest first."""

    items: list[NoticeView]
    cursor: str | None


class HealthView(TypedDict):
    """Liveness and version."""

    status: str
    version: str
