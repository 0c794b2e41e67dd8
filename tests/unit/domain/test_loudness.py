"""What a player adds to a song so that all are as loud."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprise.domain.loudness import Loudness

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("lufs", "peak", "gain"),
    [
        (-18.0, 1.0, 0.0), (-9.5, 1.0, -8.5), (-24.0, 0.25, 6.0), (-14.33, 0.9, -3.67),  # to the reference
        (-30.0, 0.5, 6.02), (-20.0, 1.0, 0.0), (-18.0, 1.25, -1.94), (-10.0, 3.0, -9.55),  # as far as there is room
        (-50.0, 0.0, 32.0),
    ],
)  # fmt: skip
def test_a_song_is_brought_to_the_reference_as_far_as_its_peak_leaves_room(
    lufs: float, peak: float, gain: float
) -> None:
    assert Loudness(lufs, peak).gain_db == gain


@given(st.floats(-70, 10), st.floats(0, 4))
def test_no_peak_passes_full_scale(lufs: float, peak: float) -> None:
    assert peak * 10 ** (Loudness(lufs, peak).gain_db / 20) <= 1 + 1e-9


@given(st.floats(-70, 10), st.floats(0, 4))
def test_a_gain_has_two_decimals(lufs: float, peak: float) -> None:
    gain = Loudness(lufs, peak).gain_db
    assert gain == round(gain, 2)
