"""Durations in buckets that grow by a fifth each: percentiles of any sum of them are right to within a bucket."""

from __future__ import annotations

import math
from collections.abc import Mapping

_GROWTH = 1.2
_SHORTEST = 0.1
"""Seconds. What takes no longer is in bucket 0."""

_LAST = 72
"""The last bucket; it begins at some eleven hours and has no end of its own."""


def bucket_of(seconds: float) -> int:
    """The bucket that a duration belongs to."""
    if seconds <= _SHORTEST:
        return 0
    return min(_LAST, math.ceil(math.log(seconds / _SHORTEST, _GROWTH)))


def bounds_of(bucket: int) -> tuple[float, float]:
    """Where a bucket begins and ends, in seconds."""
    return (_end(bucket - 1) if bucket else 0.0, _end(bucket))


def percentile(buckets: Mapping[int, int], share: float) -> float | None:
    """The duration that this share of all does not exceed, as if each bucket were filled evenly; None without any."""
    wanted = math.ceil(share * sum(buckets.values()))
    for bucket, count in sorted(buckets.items()):
        if wanted <= count:
            begin, end = bounds_of(bucket)
            return round(begin + (end - begin) * wanted / count, 2)
        wanted -= count
    return None


def _end(bucket: int) -> float:
    return _SHORTEST * _GROWTH**bucket
