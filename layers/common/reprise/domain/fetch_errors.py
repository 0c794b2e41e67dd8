"""Why a file was not copied, and when it is tried again."""

from __future__ import annotations

from collections.abc import Collection

FIRST_RETRY_SECONDS = 40
"""For half a minute providers may serve an empty file, or one variant's song under both names."""

LONGEST_RETRY_SECONDS = 900

TRIES = 5
"""The last try comes after ten minutes. What the provider serves then will not become better."""

LENGTH = "duration"
"""The song is not as long as announced. It may still be written, so it is tried once more, and soon."""

IDENTICAL = "identical"
"""The song is the same as another variant's."""

DEAD_LINKS = frozenset({"status_401", "status_403", "status_404", "status_410", "expired"})
"""Refusals for good that a new link to the same file would cure."""

_LENGTH_RETRY_SECONDS = 10
_PASSING = frozenset({"content", "status_403", "status_404"})
"""Refusals that a file may get while it is not ready: an error page, no such file."""

_WRONG_CONTENT = _PASSING | {"empty", "truncated", "incomplete"}


class FetchError(Exception):
    """A file was not copied; `reason` is a short code, free of anything the other side wrote."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class FetchRefused(FetchError):
    """The file as it is now cannot be kept."""


class FetchFailed(FetchError):
    """The file did not come whole; it is worth trying again."""


def is_final(failure: FetchError, *, last_try: bool) -> bool:
    """Whether another try would not help."""
    if last_try and failure.reason in _WRONG_CONTENT:
        return True
    return isinstance(failure, FetchRefused) and failure.reason not in _PASSING


def retry_seconds(receives: int, reasons: Collection[str]) -> int:
    """The wait for the next try, by how often the job came: 40 s, doubling, at most a quarter of an hour."""
    if set(reasons) == {LENGTH}:
        return _LENGTH_RETRY_SECONDS
    return int(min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** (receives - 1)))
