"""The sweep goes through everything that is due, as long as it has time: what needs no question beside what does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import chain, product, zip_longest

from reprise.domain.states import Lane
from reprise.domain.track import Track
from reprise.store.tracks import SHARDS, lane_shard
from reprise.usecases.questions import Questions
from reprise.usecases.visiting import Sight, Visitor

_PER_PAGE = 500
_AT_ONCE = 32
_STOP_SECONDS = 10.0
"""Time kept for what is under way; what is left is due again in a minute."""

_STOP_ASKING_SECONDS = 30.0
"""From then on nobody is asked: what waits for its question gets the rest of the time to end without it."""

Places = Iterator[list[str]]
"""A shard, page by page."""


@dataclass(frozen=True, slots=True)
class Sweeper:
    """What sweeping needs. `failed` is told of visits that raised."""

    visitor: Visitor
    failed: Callable[[str, Exception], None]
    threads: Callable[[int], Executor]

    def sweep(self, seconds_left: Callable[[], float]) -> int:
        """Look at everything that is due, longest due first, while there is time left; how many that was."""
        with ExitStack() as ends:
            workers = ends.enter_context(self.threads(_AT_ONCE))
            visits = _Visits(self.visitor.afresh(), self.failed, seconds_left)
            visit = partial(visits.visit, Questions(visits.turn, self.threads, ends).take)
            rounds = _rounds(self._shards(), workers, visit)
            return sum(_seen(sights) for sights in rounds)

    def _shards(self) -> Iterator[Places]:
        """All shards. No track is met twice: what moves on is due later than `now`, what does not has been passed."""
        visitor, now = self.visitor, self.visitor.clock()
        gates = (None, *visitor.waker.known())
        lines = (lane_shard(lane, gate) for gate, lane in product(gates, Lane))
        return (visitor.tracks.due_pages(shard, now, _PER_PAGE) for shard in (*lines, *SHARDS))


@dataclass(frozen=True, slots=True)
class _Visits:
    """The visits of one sweep."""

    visitor: Visitor
    failed: Callable[[str, Exception], None]
    seconds_left: Callable[[], float]

    def visit(self, question: Callable[[Track], bool], track_id: str) -> Sight | None:
        """What a visit has found; None when there is no time for it any more."""
        return self._guarded(track_id, lambda: self.visitor.visit(track_id, question))

    def turn(self, track: Track) -> None:
        """Ask about a track, or do without when it is too late for that."""
        may_ask = self.seconds_left() > _STOP_ASKING_SECONDS
        self._guarded(track.track_id, partial(self.visitor.ask if may_ask else self.visitor.unasked, track))

    def _guarded(self, track_id: str, act: Callable[[], Sight]) -> Sight | None:
        if self.seconds_left() < _STOP_SECONDS:
            return None
        try:
            return act()
        except Exception as error:  # noqa: BLE001 - a fault of one track must not stop the sweep of the others
            self.failed(track_id, error)
            return Sight.DUE


def _rounds(
    shards: Iterator[Places], workers: Executor, visit: Callable[[str], Sight | None]
) -> Iterator[Sequence[Sight | None]]:
    """A page of every shard, then the next one of those where going on is of use."""
    left = list(shards)
    while left:
        pages = list(workers.map(_page, left))
        # The longest due of each shard come first. So when time runs out, it runs out for every shard alike.
        places = list(filter(None, chain.from_iterable(zip_longest(*pages))))
        sights = dict(zip(places, workers.map(visit, places), strict=True))
        yield list(sights.values())
        found = ({sights[place] for place in page} for page in pages)
        left = [shard for shard, ones in zip(left, found, strict=True) if _goes_on(ones)]


def _page(shard: Places) -> list[str]:
    return next(shard, [])


def _goes_on(sights: set[Sight | None]) -> bool:
    """A line where a whole page goes on waiting has nothing overdue behind it; the longest due come first."""
    return None not in sights and bool(sights - {Sight.WAITS})


def _seen(sights: Sequence[Sight | None]) -> int:
    return len(sights) - sights.count(None) - sights.count(Sight.NOTHING)
