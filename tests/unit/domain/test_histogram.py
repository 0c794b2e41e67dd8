"""Durations in buckets."""

from __future__ import annotations

from collections import Counter
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprise.domain.histogram import bounds_of, bucket_of, percentile

durations = st.floats(0, 30_000)


@given(durations)
def test_a_duration_is_within_the_bounds_of_its_bucket(seconds: float) -> None:
    begin, end = bounds_of(bucket_of(seconds))
    assert begin * (1 - 1e-9) <= seconds <= end * (1 + 1e-9)


@given(durations.filter(lambda seconds: seconds > 0.1))
def test_a_bucket_is_a_fifth_wide(seconds: float) -> None:
    begin, end = bounds_of(bucket_of(seconds))
    assert end / begin == pytest.approx(1.2)


def test_what_takes_for_ever_is_in_the_last_bucket() -> None:
    assert bucket_of(1e12) == bucket_of(1e9) == 72


@given(st.lists(durations, min_size=1), st.sampled_from([0.5, 0.95]))
def test_a_percentile_is_in_the_bucket_of_the_exact_one(all_seconds: list[float], share: float) -> None:
    exact = sorted(all_seconds)[ceil(share * len(all_seconds)) - 1]
    begin, end = bounds_of(bucket_of(exact))
    found = percentile(Counter(map(bucket_of, all_seconds)), share)
    assert found is not None
    assert begin - 0.005 <= found <= end + 0.005


def test_there_is_no_percentile_of_nothing() -> None:
    assert percentile({}, 0.5) is None
