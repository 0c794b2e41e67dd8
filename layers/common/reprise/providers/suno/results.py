"""What a task can bring, as Suno's resellers spell it: songs in clips, texts, or links in place of dead ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from reprise.domain.codes import failure_of
from reprise.domain.events import Failed, Progress, Report
from reprise.domain.states import Stage
from reprise.domain.versions import Clip, Text
from reprise.providers.suno.clips import all_have_audio, clips_of
from reprise.providers.suno.fields import LONGEST_NAME, Fields, first_text, text_of

CLIPS_PER_TASK = 2
"""A generate request makes exactly two songs (providers, section 1.3)."""

_REPHRASE = 400
"""The code under which the resellers fail lyrics that they refuse to write (providers, section 2.2)."""

_ALL_FAILED = 500
"""The code under which links are failed of which none could be made anew (providers, section 10)."""

_FAILED = frozenset({"failed", "fail", "error"})


class Results(Protocol):
    """How one kind of result is read."""

    def report(self, stage: Stage, items: tuple[Fields, ...], task_id: str | None) -> Report:
        """What these items mean when they come with this stage."""

    def reached(self, items: tuple[Fields, ...]) -> Stage | None:
        """How far the task has come by what is there; None when nothing is."""


@dataclass(frozen=True, slots=True)
class Songs:
    """Clips: at least so many of them."""

    least: int = CLIPS_PER_TASK

    def report(self, stage: Stage, items: tuple[Fields, ...], task_id: str | None) -> Report:
        """The clips at this stage."""
        return Progress(stage, clips_of(items), task_id)

    def reached(self, items: tuple[Fields, ...]) -> Stage | None:
        """All clips have audio, one can be heard, or they have only words yet."""
        clips = clips_of(items)
        if len(clips) >= self.least and all_have_audio(clips):
            return Stage.COMPLETE
        if any(clip.plays for clip in clips):
            return Stage.FIRST
        return Stage.TEXT if clips else None


@dataclass(frozen=True, slots=True)
class Texts:
    """Lyrics, of which each may have failed by itself."""

    def report(self, stage: Stage, items: tuple[Fields, ...], task_id: str | None) -> Report:
        """The texts, or why there is none."""
        texts = _texts_of(items)
        return Progress(stage, (), task_id, texts=texts) if texts else _none(stage, items, task_id, _REPHRASE)

    def reached(self, items: tuple[Fields, ...]) -> Stage | None:
        """A text is there, or nothing."""
        return Stage.COMPLETE if _texts_of(items) else None


@dataclass(frozen=True, slots=True)
class Links:
    """Where the audio of clips is now, each of which may have failed by itself."""

    def report(self, stage: Stage, items: tuple[Fields, ...], task_id: str | None) -> Report:
        """The clips that have audio again, or why there is none."""
        found = _with_audio(items)
        return Progress(stage, found, task_id) if found else _none(stage, items, task_id, _ALL_FAILED)

    def reached(self, items: tuple[Fields, ...]) -> Stage | None:
        """One link is there, or nothing."""
        return Stage.COMPLETE if _with_audio(items) else None


@dataclass(frozen=True, slots=True)
class Nothing:
    """What came with the answer to the call: whatever is told afterwards brings nothing."""

    def report(self, stage: Stage, _items: tuple[Fields, ...], task_id: str | None) -> Report:
        """The stage alone."""
        return Progress(stage, (), task_id)

    def reached(self, _items: tuple[Fields, ...]) -> Stage | None:
        """Nothing."""
        return None


SONGS, SECTION, TEXTS, LINKS, NOTHING = Songs(), Songs(least=1), Texts(), Links(), Nothing()


def has_failed(item: Fields) -> bool:
    """Whether one of several results has failed by itself."""
    status = first_text(item.get("status")) or ""
    return status.lower() in _FAILED or bool(error_of(item))


def going(items: Iterable[Fields]) -> tuple[Fields, ...]:
    """The results that have not failed by themselves."""
    return tuple(item for item in items if not has_failed(item))


def error_of(item: Fields) -> str | None:
    """What is said of why something has failed."""
    return first_text(item.get("errorMessage"), item.get("error"))


def _none(stage: Stage, items: tuple[Fields, ...], task_id: str | None, code: int) -> Report:
    """Nothing has come yet; or nothing will, as what was told of has failed."""
    if len(going(items)) == len(items):
        return Progress(stage, (), task_id)
    return Failed(failure_of(code, first_text(*map(error_of, items)) or ""), task_id)


def _with_audio(items: Iterable[Fields]) -> tuple[Clip, ...]:
    return tuple(clip for clip in clips_of(items) if clip.audio_url)


def _texts_of(items: Iterable[Fields]) -> tuple[Text, ...]:
    found = ((text_of(item, "text"), text_of(item, "title", longest=LONGEST_NAME)) for item in items)
    return tuple(Text(text, title) for text, title in found if text)
