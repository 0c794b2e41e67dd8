"""Lists that are shown page by page, newest first. What a page costs is bounded, however little of it is wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from reprise.store.indexes import BATCH, Indexed

T = TypeVar("T")

_LOOKS = 3
"""How often a page reads on to find more of what is wanted; after that the reader does, with the cursor."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Things with their places, and the place after which the next page starts; None: there is nothing more."""

    items: tuple[tuple[T, str], ...]
    following: str | None


def read_page(table: Indexed[T], user_id: str, wanted: Callable[[T], bool], limit: int, before: str | None) -> Page[T]:
    """A user's wanted things, newest first, from before a place on; maybe fewer than `limit`, though there are more."""
    found: list[tuple[T, str]] = []
    for size in (limit, *[BATCH] * (_LOOKS - 1)):
        places = table.owned(user_id, size + 1, before)
        found += filter(lambda pair: wanted(pair[0]), _things(table, places[:size]))
        before = places[size - 1][1] if len(places) > size else None
        if before is None or len(found) >= limit:
            break
    if len(found) > limit:
        before = found[limit - 1][1]
    return Page(tuple(found[:limit]), before)


def _things(table: Indexed[T], places: Sequence[tuple[str, str]]) -> Iterator[tuple[T, str]]:
    things = table.found([thing_id for thing_id, _ in places])
    return ((things[thing_id], place) for thing_id, place in places if thing_id in things)
