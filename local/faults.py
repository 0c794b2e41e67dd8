"""Faults that calls of the functions meet: set from outside, counted here across all processes, spent once."""

from __future__ import annotations

import mmap
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

_ANY = "*"


class FaultError(ValueError):
    """A fault was described wrongly."""


@dataclass
class Fault:
    """The `after`-th matching call fails with `error`, or its process dies ("crash"), before or after it."""

    function: str = _ANY
    service: str = _ANY
    operation: str = _ANY
    after: int = 1
    when: str = "before"
    error: str = "InternalServerError"
    seen: int = 0

    def matches(self, function: str, call: dict[str, str]) -> bool:
        """Whether a call is one of those the fault counts."""
        wanted = (self.function, self.service, self.operation)
        actual = (function, call["service"], call["operation"])
        return self.when == call["when"] and all(w in (_ANY, a) for w, a in zip(wanted, actual, strict=True))


def parse(value: Any) -> Fault:
    """A fault from its JSON; FaultError says what is wrong."""
    fields = {"function": str, "service": str, "operation": str, "after": int, "when": str, "error": str}
    if not isinstance(value, dict) or not set(value) <= set(fields):
        raise FaultError(f"a fault is an object with any of {', '.join(fields)}")
    for name, one in value.items():
        if type(one) is not fields[name]:
            raise FaultError(f"{name} must be of type {fields[name].__name__}")
    fault = Fault(**value)
    if fault.when not in ("before", "after") or fault.after < 1:
        raise FaultError('when is "before" or "after", after is 1 or more')
    return fault


class Faults:
    """The faults that are still to come; a shared byte tells the functions' processes that there are some."""

    def __init__(self, flag: Path) -> None:
        flag.write_bytes(b"\0")
        with flag.open("r+b") as file:
            self._flag = mmap.mmap(file.fileno(), 1)
        self.path = flag
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Set one more."""
        self._faults.append(fault)
        self._flag[0] = 1

    def clear(self) -> None:
        """Forget all that were not met."""
        self._faults = []
        self._flag[0] = 0

    def items(self) -> list[dict[str, Any]]:
        """Those still to come, with what they have counted."""
        return [asdict(fault) for fault in self._faults]

    def verdict(self, function: str, call: dict[str, str]) -> str | None:
        """Count a call; what it is to meet."""
        for fault in [one for one in self._faults if one.matches(function, call)]:
            fault.seen += 1
            if fault.seen == fault.after:
                self._faults.remove(fault)
                self._flag[0] = int(bool(self._faults))
                return fault.error
        return None
