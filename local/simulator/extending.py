"""Extending a song made here: what has to fit it, and what the new one takes from it."""

from __future__ import annotations

from .config import Json
from .dialects import Reason, Refusal
from .tasks import Clip, TaskStore

_INHERITED = ("prompt", "style", "title", "instrumental")


def misfit(body: Json, store: TaskStore) -> Refusal | None:
    """Why a request does not fit the song that it extends; of songs from elsewhere nothing is known."""
    clip = _clip(body, store)
    if clip is None:
        return None
    if body["model"] != store.tasks[clip.task_id].request.get("model"):
        return Refusal(Reason.INVALID, "The model must be the one of the source music")
    if body["defaultParamFlag"] and body["continueAt"] >= clip.seconds:
        return Refusal(Reason.INVALID, "continueAt must be less than the duration of the source music")
    return None


def inherited(body: Json, store: TaskStore) -> Json:
    """What a request without parameters of its own takes from the song that it extends."""
    clip = _clip(body, store)
    if clip is None or body["defaultParamFlag"]:
        return {}
    words = store.tasks[clip.task_id].words
    return {name: words.get(name) for name in _INHERITED}


def seconds_of_source(body: Json, store: TaskStore) -> float:
    """How long the song plays that a request extends; 0 for a song from elsewhere."""
    clip = _clip(body, store)
    return clip.seconds if clip else 0


def _clip(body: Json, store: TaskStore) -> Clip | None:
    return store.clips.get(body["audioId"])
