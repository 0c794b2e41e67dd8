"""Whatever users, providers and bad luck do: money adds up, nothing goes backwards, nothing is sent twice, all ends.

Two ways to look for a counterexample. Hypothesis writes stories act by act and shrinks one that breaks a rule; drawing
tells them by the thousand from seeds, the same stories as the soak. Both check the same: the auditor at every commit,
and `Story.finish` when the clock has run to its end.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import hypothesis
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, get_state_machine_test, initialize, rule

from tests.simulation.drawing import tell
from tests.simulation.ending import finish
from tests.simulation.staging import early, world
from tests.simulation.story import STAGES, USERS, Story
from tests.simulation.world import World

pytestmark = pytest.mark.timeout(1200)
HALVES = 2
TRACKS_OF_A_HALF = 4_500
STORIES_OF_HYPOTHESIS = 90
TRACKS_OF_HYPOTHESIS = 500
"""In each half; together at least ten thousand tracks."""

users = st.integers(0, len(USERS) - 1)
tasks = st.integers(0, 15)
PROVIDERS = ["suno", "scripted"]
stages = st.integers(0, len(STAGES) - 1)


class Stories(RuleBasedStateMachine):
    """Every act of a story is a rule."""

    tracks = 0
    _world: AbstractContextManager[World]
    story: Story

    @initialize(
        seed=st.integers(0, 2**16),
        lag=st.sampled_from([0.0, 0.5, 3.0]),
        rate=st.sampled_from([0.0, 0.05, 0.1]),
        default=st.sampled_from(PROVIDERS),
        settings=st.sampled_from([early(False), early(True)]),
    )
    def begin(self, seed: int, lag: float, rate: float, default: str, settings: dict[str, str]) -> None:
        self._world = world(lag, default, **settings)
        self.story = Story(self._world.__enter__(), seed, rate)
        for user in range(len(USERS)):
            self.story.account(user, 2, 60)

    @rule(user=users, count=st.integers(1, 8), provider=st.sampled_from(PROVIDERS))
    def burst(self, user: int, count: int, provider: str) -> None:
        self.story.burst(user, count, provider)

    @rule(user=users)
    def lyrics(self, user: int) -> None:
        self.story.lyrics(user)

    @rule(user=users, track=st.integers(0, 30))
    def extend(self, user: int, track: int) -> None:
        self.story.extend(user, track)

    @rule(user=users, key=st.integers(0, 3), song=st.integers(0, 2))
    def keyed(self, user: int, key: int, song: int) -> None:
        self.story.keyed(user, key, song)

    @rule(user=users)
    def repeat(self, user: int) -> None:
        self.story.repeat(user)

    @rule(task=tasks, stage=stages)
    def callback(self, task: int, stage: int) -> None:
        self.story.callback(task, stage)

    @rule(task=tasks, other=tasks, stage=stages)
    def foreign(self, task: int, other: int, stage: int) -> None:
        self.story.foreign(task, other, stage)

    @rule(user=users)
    def poll(self, user: int) -> None:
        self.story.poll(user)

    @rule(track=st.integers(0, 30))
    def delete(self, track: int) -> None:
        self.story.delete(track)

    @rule(user=users, plan=st.integers(0, 2), amount=st.integers(-3, 40).filter(bool))
    def account(self, user: int, plan: int, amount: int) -> None:
        self.story.account(user, plan, amount)

    @rule(everything=st.booleans())
    def work(self, *, everything: bool) -> None:
        self.story.work(everything=everything)

    @rule(seconds=st.sampled_from([0.5, 2.0, 11.0, 40.0, 70.0, 200.0, 700.0]))
    def wait(self, seconds: float) -> None:
        self.story.wait(seconds)

    @rule(seconds=st.sampled_from([30.0, 900.0, 86_400.0, 5 * 86_400.0]))
    def outage(self, seconds: float) -> None:
        self.story.outage(seconds)

    def teardown(self) -> None:
        try:
            finish(self.story.world)
            type(self).tracks += self.story.made
        finally:
            self._world.__exit__(None, None, None)


@pytest.mark.parametrize("half", range(HALVES))
def test_every_story_that_hypothesis_writes_ends_well(half: int) -> None:
    machine: type[Stories] = type(f"Stories{half}", (Stories,), {"tracks": 0})
    rules = settings(
        max_examples=STORIES_OF_HYPOTHESIS,
        stateful_step_count=40,
        database=None,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    run: Callable[[], None] = get_state_machine_test(machine, settings=rules)
    hypothesis.seed(half)(run)()
    assert machine.tracks >= TRACKS_OF_HYPOTHESIS


@pytest.mark.parametrize("half", range(HALVES))
def test_every_story_that_is_drawn_ends_well(half: int) -> None:
    tracks, seed = 0, half
    while tracks < TRACKS_OF_A_HALF:
        try:
            tracks += tell(seed)
        except BaseException as error:
            error.add_note(f"again: python -m tests.simulation.soak --seed {seed} --tracks 1")
            raise
        seed += HALVES
    assert HALVES * (TRACKS_OF_A_HALF + TRACKS_OF_HYPOTHESIS) >= 10_000


def test_the_same_seed_tells_the_same_story() -> None:
    def trace(seed: int) -> tuple[int, list[str]]:
        calls: list[str] = []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                "tests.simulation.drawing.world", lambda *given, **settings: _recorded(world(*given, **settings), calls)
            )
            return tell(seed), calls

    assert trace(7) == trace(7)
    assert trace(7) != trace(8)


class _recorded(AbstractContextManager[World]):  # noqa: N801 - used as a function
    def __init__(self, place: AbstractContextManager[World], calls: list[str]) -> None:
        self._place, self._calls = place, calls

    def __enter__(self) -> World:
        self._inside = self._place.__enter__()
        return self._inside

    def __exit__(self, *raised: object) -> None:
        self._calls += self._inside.cloud.wire.calls
        self._place.__exit__(None, None, None)
