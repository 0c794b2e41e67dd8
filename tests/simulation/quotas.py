"""What a provider may be asked for at most, looked at with every create call."""

from __future__ import annotations

from collections.abc import Callable

from reprise.domain.gates import Rate
from tests.fakes.provider import FakeProvider
from tests.fakes.scripted import AT_ONCE, ScriptedProvider


def check_window(suno: FakeProvider) -> None:
    """A provider with a rate is not called more often than that in any window."""
    quota, creates = suno.account.quota, suno.creates
    if not isinstance(quota, Rate):  # a test that lends Suno's permits counts its tasks itself
        return
    before = creates[: -quota.permits]
    assert not before or (creates[-1] - before[-1]).total_seconds() >= quota.seconds, creates[-quota.permits :]


def check_at_once(scripted: ScriptedProvider, is_over: Callable[[str], bool]) -> None:
    """A provider with so many tasks at once has no more; what was given up here it may still be busy with."""
    running = [task for task in scripted.running() if not is_over(task.track_id)]
    assert len(running) <= AT_ONCE, running
