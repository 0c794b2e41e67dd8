"""Lists that are shown page by page, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from reprise.store.indexes import Indexed

T = TypeVar("T")

_CHUNK = 50


def newest(table: Indexed[T], user_id: str, before: str | None) -> Iterator[tuple[T, str]]:
    """A user's things with their places, newest first, from before a place on."""
    while True:
        places = dict(table.owned(user_id, _CHUNK, before))
        for thing_id, thing in table.found(list(places)).items():
            yield thing, places[thing_id]
        if len(places) < _CHUNK:
            return
        before = list(places.values())[-1]


def page(wanted: Iterable[tuple[T, str]], limit: int) -> tuple[list[T], str | None]:
    """The first of these things, and where the next page starts."""
    found = list(islice(wanted, limit + 1))
    shown = [thing for thing, _ in found[:limit]]
    if len(found) <= limit:
        return shown, None
    _, last_place = found[limit - 1]
    return shown, last_place
