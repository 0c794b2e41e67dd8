"""What a task can bring, as Suno's resellers spell it: songs in clips, or texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from reprise.domain.codes import failure_of
from reprise.domain.events import Failed, Progress, Report
from reprise.domain.states import Stage
from reprise.domain.versions import Text
from reprise.providers.suno.clips import all_have_audio, clips_of
from reprise.providers.suno.fields import LONGEST_NAME, Fields, first_text, text_of

CLIPS_PER_TASK = 2
"""A generate request makes exactly two songs (providers, section 1.3)."""

_REPHRASE = 400
"""The code under which the resellers fail lyrics that they refuse to write (providers, section 2.2)."""


class Results(Protocol):
    """How one kind of result is read."""

    def report(self, stage: Stage, items: tuple[Fields, ...], task_id: str | None) -> Report:
        """What these items mean when they come with this stage."""

    def reached(self, items: tuple[Fields, ...]) -> Stage | None:
        """How far the task has come by what is there; None when nothing is."""


@dataclass(frozen=True, slots=True)
class Songs:
    """Clips."""

    def report(self, stage: Stage, items: tuple[Fields, ...], task_id: str | None) -> Report:
        """The clips at this stage."""
        return Progress(stage, clips_of(items), task_id)

    def reached(self, items: tuple[Fields, ...]) -> Stage | None:
        """All clips have audio, one can be heard, or they have only words yet."""
        clips = clips_of(items)
        if len(clips) >= CLIPS_PER_TASK and all_have_audio(clips):
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
        reason = first_text(*(item.get("errorMessage") for item in items))
        if reason and not texts:
            return Failed(failure_of(_REPHRASE, reason), task_id)
        return Progress(stage, (), task_id, texts=texts)

    def reached(self, items: tuple[Fields, ...]) -> Stage | None:
        """A text is there, or nothing."""
        return Stage.COMPLETE if _texts_of(items) else None


SONGS, TEXTS = Songs(), Texts()


def _texts_of(items: Iterable[Fields]) -> tuple[Text, ...]:
    found = ((text_of(item, "text"), text_of(item, "title", longest=LONGEST_NAME)) for item in items)
    return tuple(Text(text, title) for text, title in found if text)
