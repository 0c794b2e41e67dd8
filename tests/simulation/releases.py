"""A release that does not exist yet: it has fields of its own in tracks and profiles, and a newer format if one likes.

It is today's code with other dataclasses, so all that it does is real; today's code knows none of its fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec
import pytest

from reprise.domain.accounts import Profile
from reprise.domain.decision import Decision
from reprise.domain.events import Event
from reprise.domain.lifecycle import apply
from reprise.domain.operations import NEWEST_FORMAT
from reprise.domain.track import Track
from reprise.store.packing import unpack
from tests.fakes.blueprint import name_of
from tests.fakes.tables import Item
from tests.simulation.world import World

NEWER_FORMAT = NEWEST_FORMAT + 1
NEWER = {"N": str(NEWER_FORMAT)}
"""How it stands in an item."""


@dataclass(frozen=True, slots=True)
class Stem:
    """A part of a track that today's code has never heard of."""

    name: str
    seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterTrack(Track):
    """A track with two attributes and two packed parts more."""

    turns: int = 0
    moods: frozenset[str] = frozenset({"blue", "grey"})
    stems: tuple[Stem, ...] = ()
    source: Stem | None = Stem("another's track", 1e22)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewerTrack(LaterTrack):
    """One that only the later release may rewrite."""

    @property
    def format(self) -> int:
        """Its format."""
        return NEWER_FORMAT


@dataclass(frozen=True, slots=True)
class LaterProfile(Profile):
    """An account with two attributes more."""

    opened: int = 1
    regions: frozenset[str] = frozenset({"north", "south"})


Own = dict[str, Any]
"""What of an item is the later release's own, as it stands there."""


@contextmanager
def later(kind: type[LaterTrack] = LaterTrack) -> Iterator[None]:
    """The later release runs, as long as the block lasts; each of its commits counts as a turn."""
    with pytest.MonkeyPatch.context() as patch:
        for module in ("store.tracks", "domain.admission"):
            patch.setattr(f"reprise.{module}.Track", kind)
        for module in ("store.accounts", "domain.accounts"):
            patch.setattr(f"reprise.{module}.Profile", LaterProfile)
        patch.setattr("reprise.store.formats.NEWEST", NEWER_FORMAT)
        patch.setattr("reprise.usecases.transition.apply", _with_a_turn)
        yield


def _with_a_turn(track: LaterTrack, event: Event, now: datetime) -> Decision:
    decision = apply(track, event, now)
    after: Any = decision.track
    if after is track:
        return decision
    stems = (*after.stems, Stem(type(event).__name__, after.turns / 3))
    return replace(decision, track=replace(after, turns=after.turns + 1, stems=stems))


def item_of(place: World, track_id: str) -> Item:
    """A track's item."""
    return place.tracks.state.items[track_id,]


def own_of_track(item: Item) -> Own:
    """The later release's own in a track."""
    parts = msgspec.json.decode(unpack(item["bulk"]["B"]), type=dict[str, msgspec.Raw])
    packed = {name: bytes(parts[name]) for name in ("stems", "source") if name in parts}
    return {name: item[name] for name in ("turns", "moods") if name in item} | packed


def own_of_profile(place: World, user: str) -> Own:
    """The later release's own in an account."""
    item = place.cloud.dynamodb.tables[name_of("AccountsTable")].state.items.get((f"user#{user}", "profile"), {})
    return {name: item[name] for name in ("opened", "regions") if name in item}
