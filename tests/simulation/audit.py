"""What must always hold, checked at every single commit: money, monotony, slots, one call an attempt, stored copies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from reprise.domain.credits import EntryType
from reprise.domain.operations import OPERATIONS
from tests.fakes.blueprint import name_of
from tests.fakes.provider import FakeProvider
from tests.fakes.s3 import FakeS3
from tests.fakes.scripted import ScriptedProvider
from tests.fakes.tables import Change
from tests.simulation.images import ENDED, Plain, check_forward, takes_slot, told
from tests.simulation.quotas import check_at_once, check_window
from tests.simulation.run_audit import RunBooks
from tests.simulation.shelf import Shelf, Stored, check_unwanted

_OF_TRACK = ("task_type", "user_id", "track_id", "status", "stage", "rev", "attempts", "run_id", "submission")
_OF_ACCOUNT = ("user_id", "track_id", "rev", "sk", "balance", "running", "amount", "type", "cancels")
REFUNDED_A_DAY = 3
"""Cancelled tasks that their provider had taken."""

_OF_RUN = ("run_id", "user_id", "status", "execution", "due_at", "rev")
TRACKS, ACCOUNTS, RUNS = map(name_of, ("TracksTable", "AccountsTable", "RunsTable"))


@dataclass
class Books:
    """What the auditor has added up: per user the ledger, the balance and the slots; per track its money moves."""

    ledger: Counter[str] = field(default_factory=Counter)
    balance: dict[str, int] = field(default_factory=dict)
    running: dict[str, frozenset[str]] = field(default_factory=dict)
    alive: dict[str, frozenset[str]] = field(default_factory=dict)
    moves: dict[tuple[str, str], int] = field(default_factory=dict)
    made: int = 0
    ends: dict[str, str] = field(default_factory=dict)
    stored: Stored = field(default_factory=dict)
    runs: RunBooks = field(default_factory=RunBooks)

    def copy(self) -> Books:
        """The same again."""
        return Books(
            Counter(self.ledger),
            dict(self.balance),
            dict(self.running),
            dict(self.alive),
            dict(self.moves),
            self.made,
            dict(self.ends),
            dict(self.stored),
            self.runs.copy(),
        )


class Auditor:
    """Sees every commit and every create call, and raises AssertionError at the first that breaks an invariant.

    A function may take that for a fault of its own and go on, so it is kept: `confirm` raises it again.
    """

    def __init__(self, suno: FakeProvider, scripted: ScriptedProvider, bucket: FakeS3) -> None:
        self.books = Books()
        self._suno, self._scripted, self._shelf = suno, scripted, Shelf(bucket)
        self._broken: AssertionError | None = None
        suno.called = partial(self._keep, partial(check_window, suno))
        bucket.deleted = lambda keys: self._keep(partial(check_unwanted, self.books.stored, keys))
        scripted.called = partial(self._keep, partial(check_at_once, scripted, self._is_over))

    def save(self) -> Books:
        """The books, to come back to."""
        return self.books.copy()

    def load(self, books: Books) -> None:
        """Go on from these books."""
        self.books = books.copy()

    def see(self, changes: list[Change]) -> None:
        """Look at one commit: everything that is written in it becomes true at once."""
        self._keep(partial(self._see, changes))

    def confirm(self) -> None:
        """Raise what was found, whatever became of it."""
        if self._broken:
            raise self._broken

    def _keep(self, look: Callable[[], None]) -> None:
        try:
            look()
        except AssertionError as broken:
            self._broken = self._broken or broken
            raise

    def _see(self, changes: list[Change]) -> None:
        users = {user for change in changes for user in self._seen(change)}
        for user in users:
            self._check(user)

    def _seen(self, change: Change) -> list[str]:
        if change.table == TRACKS:
            return [self._track(told(change.old, _OF_TRACK), told(change.new, _OF_TRACK))]
        if change.table == RUNS:
            return [self.books.runs.run(told(change.old, _OF_RUN), told(change.new, _OF_RUN))]
        if change.table != ACCOUNTS:
            return []
        new = told(change.new, _OF_ACCOUNT)
        return [] if new is None else self._account(told(change.old, _OF_ACCOUNT), new)

    def _track(self, old: Plain | None, new: Plain | None) -> str:
        known = new or old or {}
        user, track_id = str(known["user_id"]), str(known["track_id"])
        if old is None:
            self._check_new(track_id, str(known["task_type"]))
        elif new is not None:
            check_forward(old, new)
        if "run_id" in known:
            self._part(track_id, old, new)
        else:
            self._alone(user, track_id, new)
        self.books.ends[track_id] = _end(new)
        self._shelf.see(self.books.stored, track_id, new)
        self._check_calls(track_id, known.get("attempts", 0))
        return user

    def _alone(self, user: str, track_id: str, new: Plain | None) -> None:
        alive = self.books.alive.get(user, frozenset())
        is_alive = new is not None and (new["status"] not in ENDED or new.get("lingers", False)) and takes_slot(new)
        self.books.alive[user] = alive | {track_id} if is_alive else alive - {track_id}

    def _part(self, track_id: str, old: Plain | None, new: Plain | None) -> None:
        """A part of a run. When it goes, its money is back if it was not delivered."""
        self.books.runs.track(old, new)
        if old is not None and new is None:
            owed = old["status"] == "failed" and (track_id, EntryType.CHARGE) in self.books.moves
            assert owed is ((track_id, EntryType.REFUND) in self.books.moves), track_id

    def _check_new(self, track_id: str, task_type: str) -> None:
        self.books.made += 1
        charged = self.books.moves.get((track_id, EntryType.CHARGE), 0)
        assert charged == -OPERATIONS[task_type].cost, f"{track_id}: charged {charged}"

    def _check_calls(self, track_id: str, attempts: int) -> None:
        for calls in (self._suno.submits, self._scripted.submits):
            assert all(calls.get((track_id, attempt), 0) <= 1 for attempt in range(1, attempts + 1)), track_id

    def _is_over(self, track_id: str) -> bool:
        return self.books.ends.get(track_id) in (*ENDED, "deleted")

    def _account(self, old: Plain | None, new: Plain) -> list[str]:
        if new["sk"] == "profile":
            user = str(new["user_id"])
            assert old is None or new["rev"] == old["rev"] + 1
            assert new.get("cancels", 0) <= REFUNDED_A_DAY
            self.books.balance[user] = new.get("balance", 0)
            self.books.running[user] = frozenset(new.get("running", ()))
            return [user]
        if new["sk"].startswith("entry#"):
            return [self._entry(old, new)]
        return []

    def _entry(self, old: Plain | None, new: Plain) -> str:
        user, track_id = str(new["user_id"]), str(new.get("track_id", ""))
        assert old is None, "a line of a ledger was overwritten"
        self.books.ledger[user] += new["amount"]
        if track_id:
            move = (track_id, new["type"])
            assert move not in self.books.moves, f"a second {new['type']} of {track_id}"
            self.books.moves[move] = new["amount"]
            charged = self.books.moves.get((track_id, EntryType.CHARGE))
            assert charged is not None, f"refund without a charge: {track_id}"
            assert new["type"] == EntryType.CHARGE or new["amount"] == -charged
        return user

    def _check(self, user: str) -> None:
        books = self.books
        balance = books.balance.get(user, 0)
        assert balance == books.ledger[user], f"{user}: balance {balance}, ledger {books.ledger[user]}"
        assert balance >= 0, f"{user}: {balance}"
        running, none = books.running.get(user, frozenset()), frozenset[str]()
        alive = books.alive.get(user, none) | books.runs.taken.get(user, none)
        assert running == alive, f"{user}: slots {set(running)}, what runs {set(alive)}"


def _end(track: Plain | None) -> str:
    """How a track has ended, if it has: one that lingers is neither over nor there for its owner."""
    if track is None:
        return "deleted"
    return "lingering" if track.get("lingers") else str(track["status"])
