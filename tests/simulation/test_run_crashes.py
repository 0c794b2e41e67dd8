"""A process killed, or a service failing, at any call of any way of a run: it ends as it would have ended."""

from __future__ import annotations

import pytest

from tests.fakes.wire import When
from tests.simulation.run_crashes import WAYS, End, ends_of

pytestmark = pytest.mark.timeout(600)
SUBMIT = "provider.submit"


def is_of_unknown_outcome(end: End) -> bool:
    """An attempt was claimed and its call not made, or made and its answer not kept: nobody sends it again."""
    claimed = end.then == SUBMIT and end.when is When.AFTER
    return claimed or end.name == SUBMIT


@pytest.mark.parametrize("way", WAYS)
def test_a_disturbance_at_any_call_changes_no_end_but_that_of_an_unknown_submission(way: str) -> None:
    undisturbed, *ends = ends_of(way)
    different = [end for end in ends if end.left != undisturbed.left]
    assert [end for end in different if not is_of_unknown_outcome(end)] == []
    for end in different:
        assert {failure for (_, _, failure, _) in end.left["parts"]} & {"timeout", "cancelled"}
