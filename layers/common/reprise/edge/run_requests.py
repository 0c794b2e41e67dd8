"""Request bodies of runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from reprise.domain.feelings import EMOTION, LONGEST_EMOTION, LONGEST_STATE, STATE, Feeling, feeling_of
from reprise.domain.requests import Between, Name, Prose
from reprise.edge.task_bodies import Keyed

Suds = Annotated[int, Between(0, 10)]


def _feeling(given: Any) -> Feeling | None:
    """A feeling, as one text or in two fields."""
    if given is None:
        return None
    found = feeling_of(given if isinstance(given, str) else _spelled(given))
    if found is None:
        raise ValueError("feeling", {})
    return found


def _spelled(given: Any) -> str:
    """The two fields as one text; empty for anything else."""
    if not isinstance(given, Mapping) or given.keys() != {"emotion", "intensity"}:
        return ""
    emotion, intensity = given["emotion"], given["intensity"]
    if type(intensity) not in (int, float):  # a bool is an int, too
        return ""
    return f"{emotion}-{round(intensity, 4)}" if isinstance(emotion, str) else ""


_FEELING = {
    "description": "How you feel: `fear-0.8`, or the same in two fields.",
    "anyOf": [
        {"type": "string", "pattern": f"^{STATE}$", "maxLength": LONGEST_STATE},
        {
            "type": "object",
            "properties": {
                "emotion": {"type": "string", "pattern": f"^{EMOTION}$", "maxLength": LONGEST_EMOTION},
                "intensity": {"type": "number", "minimum": 0, "maximum": 1},
            },
            "required": ["emotion", "intensity"],
            "additionalProperties": False,
        },
        {"type": "null"},
    ],
}
"""What `_feeling` takes, for the API's document."""


@dataclass(frozen=True, kw_only=True)
class ParcoursBody(Keyed):
    """Body of `POST /parcours`."""

    preset_key: Annotated[str, Name(60)]
    emotion_state: Annotated[Feeling | None, PlainValidator(_feeling), WithJsonSchema(_FEELING)] = None
    suds_start: Suds | None = None
    auto_start: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryBody:
    """Body of `PATCH /parcours/{runId}`. Empty notes take away those that there are."""

    suds_mid: Suds | None = None
    suds_end: Suds | None = None
    notes: Annotated[str, Prose(4000, "lyrics", least=0)] | None = None
