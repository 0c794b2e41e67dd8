"""The lines of a gate as a pump sees them: read once, in turn, and with what was found out about each place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from reprise.domain.states import Lane
from reprise.domain.track import Track
from reprise.domain.turns import Turn, Waiting, in_turn, served_after


@dataclass
class Line:
    """One lane of a gate. `more`: there may be places beyond those that were read."""

    turns: list[Turn]
    served: Collection[str]
    more: bool

    def __post_init__(self) -> None:
        self._places = {turn.place.track_id: turn.place for turn in self.turns}
        self._sent: set[str] = set()

    def fitting(self, read: Callable[[str], Track | None], now: datetime) -> Iterator[Track]:
        """The tracks whose time has come, in turn, as they are now: the index runs a moment behind."""
        for turn in self.turns:
            if not self._is_in_time(turn.place, now):
                continue
            track = self._looked_at(turn.place, read(turn.place.track_id), now)
            if track:
                yield track

    def _is_in_time(self, place: Waiting, now: datetime) -> bool:
        return place.due_at <= now and place.track_id in self._places

    def _looked_at(self, place: Waiting, track: Track | None, now: datetime) -> Track | None:
        """The track at a place, if it can be sent now; otherwise the place is given up, or moved to its new time."""
        if track is None or not is_to_be_sent(track, now):
            del self._places[place.track_id]
            return None
        if track.submit_at and track.submit_at > now:
            self._places[place.track_id] = replace(place, due_at=track.submit_at)
            return None
        return track

    def is_sent(self, track_id: str) -> None:
        """A track has had its turn."""
        self._places.pop(track_id, None)
        self._sent.add(track_id)

    @property
    def left(self) -> list[Waiting]:
        """Who waits still. When all that was read is gone and there may be more, the last place stands for them."""
        if self._places or not self.more:
            return list(self._places.values())
        return [turn.place for turn in self.turns[-1:]]

    @property
    def served_now(self) -> frozenset[str]:
        """Who has had a turn in the round that is under way."""
        return served_after(self.turns, self._sent, self.served)


def line_of(places: list[Waiting], served: Collection[str], *, more: bool) -> Line:
    """A line of the places that were read."""
    return Line(in_turn(places, served), served, more)


@dataclass(frozen=True, slots=True)
class Lines:
    """Both lanes of a gate."""

    lanes: Mapping[Lane, Line]

    def are_sent(self, tracks: Iterable[Track]) -> None:
        """Tracks have had their turn."""
        for track in tracks:
            self.lanes[track.lane].is_sent(track.track_id)

    @property
    def moments(self) -> list[datetime]:
        """When the tracks that were seen are due."""
        return [turn.place.due_at for line in self.lanes.values() for turn in line.turns]

    @property
    def left(self) -> dict[Lane, list[Waiting]]:
        """Who waits still."""
        return {lane: line.left for lane, line in self.lanes.items()}

    @property
    def served_now(self) -> frozenset[str]:
        """Who has had a turn in the round of their lane that is under way."""
        return frozenset[str]().union(*(line.served_now for line in self.lanes.values()))


def is_to_be_sent(track: Track, now: datetime) -> bool:
    """Whether a track waits and may still be sent; after its last call nobody sends it, and the sweep ends it."""
    return track.waits and now < track.last_call_at
