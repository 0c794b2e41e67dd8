"""What must always hold of runs, checked at every single commit: slots, order, one at a time, none before its turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Plain = Mapping[str, Any]
_SENT = ("sending", "accepted")
_ENDED = ("completed", "failed")


@dataclass
class RunBooks:
    """What is known of runs: whose slot each takes, which of its tracks is at a provider, how far it has come."""

    taken: dict[str, frozenset[str]] = field(default_factory=dict)
    out: dict[str, frozenset[str]] = field(default_factory=dict)
    released: dict[str, int] = field(default_factory=dict)
    made: int = 0

    def copy(self) -> RunBooks:
        """The same again."""
        return RunBooks(dict(self.taken), dict(self.out), dict(self.released), self.made)

    def run(self, old: Plain | None, new: Plain | None) -> str:
        """Look at a commit of a run; its owner. From its start until it is cleared it takes a slot."""
        known = new or old or {}
        user, run_id = str(known["user_id"]), str(known["run_id"])
        if old is None:  # under a key it may be the second of its id
            self.made += 1
            self.released.pop(run_id, None)
        elif new is not None:
            assert new["rev"] == old["rev"] + 1
            check_way(old, new)
            if old["status"] == "failed" and new["status"] == "creating":
                self.released.pop(run_id, None)
        taken = self.taken.get(user, frozenset())
        self.taken[user] = taken | {run_id} if takes_slot(new, has_one=run_id in taken) else taken - {run_id}
        return user

    def track(self, old: Plain | None, new: Plain | None) -> None:
        """Look at a commit of a track that is a part of a run."""
        known = new or old or {}
        run_id, track_id = str(known["run_id"]), str(known["track_id"])
        if new is not None:
            self._check_turn(run_id, old, new)
        is_out = new is not None and new["submission"] in _SENT and new["status"] not in _ENDED
        out = self.out.get(run_id, frozenset())
        self.out[run_id] = out | {track_id} if is_out else out - {track_id}
        assert len(self.out[run_id]) <= 1, f"two at the provider in the run {run_id}"
        if old is not None and new is None:
            assert old["status"] in _ENDED, f"{track_id} was deleted under way"
            assert not old.get("lingers"), f"{track_id} was deleted while its provider works on it"

    def _check_turn(self, run_id: str, old: Plain | None, new: Plain) -> None:
        if new["submission"] == "held":
            assert not new.get("attempts"), new
        elif old is None or old["submission"] == "held":
            before, index = self.released.get(run_id, -1), new.get("run_index", 0)
            assert index > before, f"{run_id}: {index} was released after {before}"
            self.released[run_id] = index


def is_over(run: Plain) -> bool:
    """Whether nothing of a run is to be made any more."""
    return bool(run.get("is_deleted")) or run["status"] != "creating"


def takes_slot(run: Plain | None, *, has_one: bool) -> bool:
    """Whether a run was started and is not cleared yet. To delete a cleared one takes no slot again."""
    if run is None:
        return False
    return (has_one and "due_at" in run) if is_over(run) else bool(run.get("execution"))


def check_way(old: Plain, new: Plain) -> None:
    """A run goes only where it may go."""
    ways = {"creating": ("ready", "failed", "cancelled"), "failed": ("creating",), "ready": (), "cancelled": ()}
    assert new["status"] in (old["status"], *ways[old["status"]]), (old["status"], new["status"])
    assert new.get("execution", 0) - old.get("execution", 0) in (0, 1), (old, new)
    assert new.get("is_deleted", False) >= old.get("is_deleted", False), "a deleted run came back"
