"""What must always hold of runs, checked at every single commit: slots, order, one at a time, none before its turn."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.simulation.images import ENDED, Plain

_SENT = ("sending", "accepted")


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
        if old is None or begins_again(old, new):  # under a key it may be the second of its id
            self.released.pop(run_id, None)
        self.made += old is None
        if old is not None and new is not None:
            check_way(old, new)
        taken = self.taken.get(user, frozenset())
        self.taken[user] = taken | {run_id} if takes_slot(new, has_one=run_id in taken) else taken - {run_id}
        return user

    def track(self, old: Plain | None, new: Plain | None) -> None:
        """Look at a commit of a track that is a part of a run."""
        known = new or old or {}
        run_id, track_id = str(known["run_id"]), str(known["track_id"])
        out = self.out.get(run_id, frozenset())
        self.out[run_id] = out | {track_id} if is_out(new) else out - {track_id}
        assert len(self.out[run_id]) <= 1, f"two at the provider in the run {run_id}"
        if new is None:
            assert known["status"] in ENDED, f"{track_id} was deleted under way"
            assert not known.get("lingers"), f"{track_id} was deleted while its provider works on it"
        else:
            self._check_turn(run_id, old, new)

    def _check_turn(self, run_id: str, old: Plain | None, new: Plain) -> None:
        if new["submission"] == "held":
            assert not new.get("attempts"), new
        elif old is None or old["submission"] == "held":
            before, index = self.released.get(run_id, -1), new.get("run_index", 0)
            assert index > before, f"{run_id}: {index} was released after {before}"
            self.released[run_id] = index


def is_out(track: Plain | None) -> bool:
    """Whether a track is at its provider, as far as we know. One that was cancelled there is not counted."""
    return track is not None and track["submission"] in _SENT and track["status"] not in ENDED


def begins_again(old: Plain, new: Plain | None) -> bool:
    """Whether a failed run is started again."""
    return new is not None and (old["status"], new["status"]) == ("failed", "creating")


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
    assert new["rev"] == old["rev"] + 1
    ways = {"creating": ("ready", "failed", "cancelled"), "failed": ("creating",), "ready": (), "cancelled": ()}
    assert new["status"] in (old["status"], *ways[old["status"]]), (old["status"], new["status"])
    assert new.get("execution", 0) - old.get("execution", 0) in (0, 1), (old, new)
    assert new.get("is_deleted", False) >= old.get("is_deleted", False), "a deleted run came back"
