"""What the answer to a call that was taken brings: a task that goes on, or the result itself."""

from __future__ import annotations

from collections.abc import Callable

from reprise.domain.events import Accepted, AnswerLost, Finished, Outcome
from reprise.domain.versions import Word
from reprise.providers.suno.answers import Heard
from reprise.providers.suno.clips import moment_of_song
from reprise.providers.suno.fields import Fields, camel, id_of, objects_of, text_of

Taken = Callable[[int, Heard], Outcome]
"""What an attempt came to by an answer that takes it."""

_MOST_WORDS = 3000
_LONGEST_WORD = 200
"""More than eight minutes can hold, and characters: all of it fits into one item."""


def task(attempt: int, heard: Heard) -> Outcome:
    """Accepted under its task id. An answer without one is as good as lost."""
    return Accepted(attempt, heard.task_id) if heard.task_id else AnswerLost(attempt)


def words(attempt: int, heard: Heard) -> Outcome:
    """When each word is sung. Of an instrumental there are none, which is an answer as well."""
    if "data" not in heard.envelope:
        return AnswerLost(attempt)
    aligned = objects_of(camel(heard.data or {}).get("alignedWords"))[:_MOST_WORDS]
    return Finished(attempt, words=tuple(filter(None, map(_word, map(camel, aligned)))))


def persona(attempt: int, heard: Heard) -> Outcome:
    """The persona's id. An answer without one is as good as lost."""
    persona_id = id_of(text_of(camel(heard.data or {}), "personaId"))
    return Finished(attempt, persona_id=persona_id) if persona_id else AnswerLost(attempt)


def _word(item: Fields) -> Word | None:
    """One that has a text and two moments, the second not before the first."""
    text = (text_of(item, "word", longest=_LONGEST_WORD) or "").strip()
    start, end = map(moment_of_song, (item.get("startS"), item.get("endS")))
    return Word(text, start, end) if text and start <= end else None
