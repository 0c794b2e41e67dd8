"""Faults on demand: rules, and the draw that says whom each one hits."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import dataclass, field

from .config import Json

CREATE_KINDS = frozenset({"create_error", "create_slow", "timeout_after_accept", "reset_before_accept"})
TASK_KINDS = frozenset({
    "callback_duplicate", "callback_reorder", "callback_lost", "callback_delay", "clip_patch",
    "clips_swapped", "task_error", "task_stuck", "task_delays", "callback_exception", "record_error", "recovery_failed",
})  # fmt: skip
ASSET_KINDS = frozenset({
    "asset_empty", "asset_wrong_content", "asset_truncated", "asset_slow", "asset_identical",
    "asset_oversized", "asset_gzip", "asset_redirect", "asset_status", "asset_reset", "asset_dead",
})  # fmt: skip
SCRIPT_KINDS = (
    "script_hang_up", "script_error", "script_slow", "script_dribble", "script_oversized", "script_refusal",
    "script_cut_off", "script_wrong_shape", "script_bad_bounds",
)  # fmt: skip
_ALL_STAGES = ("text", "first", "complete", "error")


@dataclass
class Rule:
    """One fault. A draw is made once per number (of a task, a create request or a script), from seed and kind alone."""

    kind: str
    params: Json = field(default_factory=dict)
    rate: float = 1.0
    seed: int = 0
    left: int | None = None
    match: str = ""
    decided: dict[int, bool] = field(default_factory=dict)
    used: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, spec: Json) -> Rule:
        """From the control API; ValueError says what is wrong."""
        rest = dict(spec)
        kind = str(rest.pop("kind", ""))
        if kind not in CREATE_KINDS | TASK_KINDS | ASSET_KINDS | set(SCRIPT_KINDS):
            raise ValueError(f"unknown kind of fault: {kind!r}")
        count = rest.pop("count", None)
        rate, seed, match = float(rest.pop("rate", 1.0)), int(rest.pop("seed", 0)), str(rest.pop("match", ""))
        return cls(kind, rest, rate, seed, None if count is None else int(count), match)

    def hits(self, number: int, text: str) -> bool:
        """Whether this number is hit; the answer never changes, and `count` is spent only once for it."""
        if number not in self.decided:
            self.decided[number] = self._drawn(number, text)
        return self.decided[number]

    def _drawn(self, number: int, text: str) -> bool:
        if self.left == 0 or self.match not in text:
            return False
        if random.Random(f"{self.seed}:{self.kind}:{number}").random() >= self.rate:  # noqa: S311 - repeatable on purpose
            return False
        self.left = None if self.left is None else self.left - 1
        return True

    def concerns(self, kind: str, stage: str) -> bool:
        """Whether it is of this kind and for this callback stage; for all stages unless it says otherwise."""
        return self.kind == kind and (not stage or stage in self.params.get("stages", _ALL_STAGES))

    def spend(self, key: str) -> bool:
        """Use it once for `key`; false when its `fetches` are spent there (no `fetches`: never)."""
        allowed = self.params.get("fetches")
        if allowed is not None and self.used[key] >= int(allowed):
            return False
        self.used[key] += 1
        return True

    def shown(self) -> Json:
        """For the control API."""
        drawn = {"rate": self.rate, "seed": self.seed, "left": self.left, "hits": sum(self.decided.values())}
        return {"kind": self.kind, **drawn, **self.params}


class Faults:
    """The rules in force, in the order they were given."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []

    def decide(self, number: int, text: str) -> None:
        """Draw every rule for a new task at once, so that `count` goes by the order of tasks."""
        for rule in self.rules:
            if rule.kind in TASK_KINDS | ASSET_KINDS:
                rule.hits(number, text)

    def find(self, kind: str, number: int, text: str, stage: str = "") -> Rule | None:
        """The first rule of this kind that hits this number (and stage), or None."""
        fitting = (rule for rule in self.rules if rule.concerns(kind, stage))
        return next((rule for rule in fitting if rule.hits(number, text)), None)

    def assets(self, number: int, text: str) -> list[Rule]:
        """The asset rules that hit a task."""
        rules = [rule for rule in self.rules if rule.kind in ASSET_KINDS]
        return [rule for rule in rules if rule.hits(number, text)]


def text_of(path: str, request: Json | None) -> str:
    """What a rule's `match` is looked for in: the path, and the request as JSON text."""
    return f"{path} {json.dumps(request, ensure_ascii=False)}"
