"""Answers of Suno's resellers to a call of ours. Whatever they hold, they can be read: what is odd is not there."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reprise.providers.suno.fields import code_of, first_text, task_id_of

_LONGEST_RETRY_SECONDS = 120.0
_SECONDS = re.compile(r"[0-9]+")
_CODES = range(1000)
_REDIRECTS = range(300, 400)


@dataclass(frozen=True)
class Heard:
    """A whole answer, or as much of it as came. `retry_after` is the header as it was sent."""

    status: int
    body: bytes
    retry_after: str = ""

    @cached_property
    def envelope(self) -> Mapping[str, Any]:
        """The object in the body; an empty one where there is none."""
        try:
            # A letter in the wrong character set is no reason to lose the task's id.
            body = json.loads(self.body.decode(json.detect_encoding(self.body), "replace"))
        except (ValueError, RecursionError):  # no JSON, a number that is too large, or too much in one another
            return {}
        return body if isinstance(body, Mapping) else {}

    @property
    def code(self) -> int:
        """The code in the body, which counts; else the answer's own (providers, section 1.1)."""
        code = code_of(self.envelope.get("code"))
        return self.status if code is None or code not in _CODES else code

    @property
    def points_elsewhere(self) -> bool:
        """Whether it is a redirect, which is never followed."""
        return self.status in _REDIRECTS

    @property
    def message(self) -> str:
        """What it says of itself."""
        return first_text(self.envelope.get("msg")) or ""

    @property
    def data(self) -> Mapping[str, Any] | None:
        """The object that it brings."""
        data = self.envelope.get("data")
        return data if isinstance(data, Mapping) else None

    @property
    def listed(self) -> list[Any] | None:
        """The list that it brings."""
        data = self.envelope.get("data")
        return data if isinstance(data, list) else None

    @property
    def task_id(self) -> str | None:
        """The task that it tells of."""
        return task_id_of(*map((self.data or {}).get, ("taskId", "task_id")))

    @property
    def retry_seconds(self) -> float:
        """How long we are asked to wait."""
        if not _SECONDS.fullmatch(self.retry_after):
            return 0.0
        return min(float(self.retry_after), _LONGEST_RETRY_SECONDS)
