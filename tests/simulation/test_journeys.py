"""One can follow what comes in with one's finger: few rooms, and always down. `journeys` prints the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.simulation.journeys import Step, body, modules, prompt

MOST = 20


@pytest.mark.parametrize("journey", [prompt, body])
def test_what_comes_in_passes_few_modules_and_never_turns_back(journey: Callable[[], list[Step]]) -> None:
    steps = journey()
    passed = modules(steps)
    assert passed[0] == "edge/function"
    assert any(module.startswith("store/") for module in passed), "it arrives"
    assert len(passed) <= MOST, passed
    assert [step for step in steps if step.is_turning_back] == []
