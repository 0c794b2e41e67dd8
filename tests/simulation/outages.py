"""What an outage costs: `python -m tests.simulation.outages [--each-second 50] [--only sqs]`.

Songs are posted all the time: for a while before something breaks, as long as it is down, and afterwards. Lost is a
post that was taken and ended neither completed nor failed and paid back; wrong is what the auditor finds, and what is
left over at the end. It is normal again when nothing that was late is still under way, and no later post is late.
"""

# ruff: noqa: T201 - one reads it in a terminal
from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from zlib import crc32

sys.path.insert(0, str(Path(__file__).parents[2] / "layers" / "common"))

from bench.machine import machine
from reprise.domain.credits import EntryType
from reprise.domain.track import Track
from tests.fakes.provider import Reply, Script
from tests.simulation.audit import Books
from tests.simulation.busy import Busy, busy
from tests.simulation.ending import all_tracks, finish
from tests.simulation.weather import ALL
from tests.simulation.world import MINUTE

SONG_SECONDS = 90.0
"""How long the provider takes for a song."""
LATE = timedelta(seconds=15)
"""More than the longest took before; a window of the quota more is nothing unusual."""
_TURN, _LONGEST = 10, 6 * 60 * 60


@dataclass(frozen=True, slots=True)
class Outage:
    """What is down, for how many minutes; a `share` of its calls fails. A provider that is down has `replies`."""

    name: str
    service: str
    minutes: float = 10
    share: float = ALL
    replies: tuple[Reply, ...] = ()
    before: float = 3
    after: float = 12


OUTAGES = (
    Outage("DynamoDB is down", "dynamodb"),
    Outage("DynamoDB fails every third call", "dynamodb", share=1 / 3),
    Outage("SQS is down", "sqs", after=30),
    Outage("S3 is down", "s3", after=20),
    Outage("the provider refuses connections, or answers 500", "provider", 60, replies=(Reply.CLOSED,), after=20),
    Outage("the provider answers 503, and when to come again", "provider", 60, replies=(Reply.LATER,), after=20),
    Outage("the provider hangs", "provider", 60, replies=(Reply.LOST, Reply.NEVER_ARRIVED), after=20),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What an outage came to. `meanwhile` are the answers while it lasted, by status and what they tell of the track.

    `unannounced` are tracks of posts that were answered an error; `normal` are minutes, None if it was not seen.
    """

    posts: int
    wrong: str = ""
    meanwhile: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    unannounced: int = 0
    lost: int = 0
    normal: float | None = None


def suffered(outage: Outage, each_second: int) -> Figures:
    """Let it happen."""
    with busy(each_second) as world:
        _mend(world)
        try:
            meanwhile, ended_at = _lived_through(world, outage)
            finish(world.place)
        except AssertionError as broken:
            return Figures(len(world.told), str(broken) or "unknown")
        return _figures(world, outage, meanwhile, ended_at)


def _lived_through(world: Busy, outage: Outage) -> tuple[Counter[str], datetime]:
    """The answers meanwhile, and when it was over."""
    world.goes_on(round(60 * outage.before))
    _break(world, outage)
    first = len(world.told)
    world.goes_on(round(60 * outage.minutes))
    last, ended_at = len(world.told), world.place.cloud.clock.now
    _mend(world)
    world.goes_on(round(60 * outage.after))
    _calm(world)
    answers = (one.answer for one in world.told[first:last])
    said = (f"{answer.status} {(answer.body or {}).get('status', '')}".strip() for answer in answers)
    return Counter(said), ended_at


def _break(world: Busy, outage: Outage) -> None:
    if not outage.replies:
        world.place.weather.breaks(outage.service, outage.share)
        return
    provider, replies = world.place.cloud.provider, outage.replies

    def replied(track_id: str, attempt: int) -> Script:
        return Script(replies[crc32(track_id.encode()) % len(replies)], seconds=SONG_SECONDS)

    provider.script, provider.deaf, world.place.tells = replied, lambda: True, False


def _mend(world: Busy) -> None:
    world.place.weather.clears()
    provider = world.place.cloud.provider
    provider.script = lambda _track, _attempt: Script(seconds=SONG_SECONDS)
    provider.deaf, world.place.tells = lambda: False, True


def _calm(world: Busy) -> None:
    """Nobody posts any more, and what is under way comes to its end."""
    place = world.place
    for second in range(_LONGEST):
        if second % _TURN == 0 and not place.tracks.state.stream and not any(place.waiting().values()):
            return
        world.second()
    raise AssertionError(f"it never ends: {place.waiting()}")


def _figures(world: Busy, outage: Outage, meanwhile: Counter[str], ended_at: datetime) -> Figures:
    books = world.place.audit.books
    taken = [str(one.answer.body["trackId"]) for one in world.told if one.answer.ok]
    return Figures(
        posts=len(world.told),
        meanwhile=meanwhile,
        ends=Counter(books.ends.values()),
        unannounced=books.made - len(taken),
        lost=sum(not _is_settled(books, track_id) for track_id in taken),
        normal=_normal(all_tracks(world.place), outage, ended_at),
    )


def _is_settled(books: Books, track_id: str) -> bool:
    """Whether a track was made, or paid back."""
    return books.ends.get(track_id) == "completed" or (track_id, EntryType.REFUND) in books.moves


def _normal(tracks: Sequence[Track], outage: Outage, ended_at: datetime) -> float | None:
    """Minutes from the end of an outage until whatever was late has come to its end; later posts are not late."""
    usual = _usual(tracks, ended_at - timedelta(minutes=outage.minutes))
    late = [track for track in tracks if track.status == "failed" or _took(track) > usual]
    seen = ended_at + timedelta(minutes=outage.after) - MINUTE
    if any(track.created_at > seen for track in late):
        return None
    return max((0.0, *((track.updated_at - ended_at) / MINUTE for track in late)))


def _usual(tracks: Sequence[Track], until: datetime) -> timedelta:
    """What a track may take: what one took that had its end by then, and a little more."""
    return max(_took(track) for track in tracks if track.updated_at <= until) + LATE


def _took(track: Track) -> timedelta:
    return track.updated_at - track.created_at


def _line(outage: Outage, found: Figures) -> str:
    normal = "not seen" if found.normal is None else f"{found.normal:.1f} minutes"
    return "\n".join(
        (
            f"{outage.name}, {outage.minutes:g} minutes",
            f"  {found.posts:,} posts; meanwhile answered {_listed(found.meanwhile)}",
            f"  ended {_listed(found.ends)}; {found.unannounced:,} of posts that were answered an error",
            f"  lost {found.lost}, wrong {found.wrong or 0}; normal again after {normal}",
        )
    )


def _listed(counted: Counter[str]) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in sorted(counted.items()))


def _told(asked: tuple[Outage, int]) -> tuple[str, bool]:
    found = suffered(*asked)
    return _line(asked[0], found), bool(found.lost or found.wrong)


def _all(outages: Sequence[Outage], each_second: int, processes: int) -> Iterator[tuple[str, bool]]:
    with get_context("spawn").Pool(processes) as pool:
        yield from pool.imap(_told, [(outage, each_second) for outage in outages], chunksize=1)


def main() -> int:
    """Read the arguments and print what each outage came to; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation.outages", description=__doc__.splitlines()[0])
    parser.add_argument("--each-second", type=int, default=50)
    parser.add_argument("--only", default="")
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    outages = [one for one in OUTAGES if given.only in one.service]
    print(f"{machine()}; {given.each_second} posts a second")
    found = []
    for line, is_broken in _all(outages, given.each_second, given.processes):
        print(line, flush=True)
        found.append(is_broken)
    return any(found)


if __name__ == "__main__":
    sys.exit(main())
