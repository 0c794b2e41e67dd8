"""Every order and repetition of callbacks, each with every single disturbance, ends as it would have ended without."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest

from tests.fakes.wire import When
from tests.simulation.exploring import Action, Different, Explorer, Parting, State
from tests.simulation.order_stories import BRINGS, DISTURBANCES, OBJECTS, RETRYABLE, STORIES, Story
from tests.simulation.staging import deliver_for_good, early, later_attempts, submitted, world
from tests.simulation.world import World

pytestmark = pytest.mark.timeout(1200)
REPETITIONS = 3
SAMPLES = 150


@dataclass
class Explored:
    """A finished walk, and the world that it was in."""

    story: Story
    explorer: Explorer
    start: State
    place: World
    ends: dict[str, list[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for state, end in self.explorer.ends.items():
            if end not in self.ends.setdefault(state.label, []):
                self.ends[state.label].append(end)


def wake(place: World) -> None:
    """Time passes until the waiting attempt's turn."""
    waiting = place.cloud.sqs.waiting("SubmissionsQueue")
    if waiting:
        place.cloud.clock.reach(min(message.visible_at for message in waiting))
        place.work()


def first_final(label: str, action: str) -> str:
    """The label of an order: which of the two final stages came first."""
    return label or (action if action in ("complete", "error") else "")


# A story's tests stay together, so that it is walked once.
@pytest.fixture(
    scope="module",
    params=[pytest.param(story, id=str(story), marks=pytest.mark.xdist_group(str(story))) for story in STORIES],
)
def explored(request: pytest.FixtureRequest) -> Iterator[Explored]:
    story: Story = request.param
    with world(0, "suno", **early(story.early)) as place:
        later_attempts(place, story.later)
        task = submitted(place, story.operation)
        actions: dict[str, Action] = {
            stage: partial(deliver_for_good, task=task, stage=stage) for stage in story.stages
        }
        actions["error"] = partial(deliver_for_good, task=task, stage="error", code=story.code)
        actions["work"] = World.work
        if story.code == RETRYABLE:
            actions["wake"] = wake
        explorer = Explorer(place, actions, first_final)
        start = explorer.here("")
        explorer.walk()
        yield Explored(story, explorer, start, place)


def test_the_walk_has_seen_every_order_and_every_call(explored: Explored) -> None:
    """Thousands of disturbances at all kinds of calls; and every order of up to three of each is a path."""
    stages = explored.story.stages
    known = {state for state, action in explored.explorer.steps if action == "complete"}
    reached = Counter({explored.start: 1})
    for _ in range(len(stages) * REPETITIONS):
        reached = after_one_more(explored, reached)
    assert set(reached) <= known
    assert sum(reached.values()) == len(stages) ** (len(stages) * REPETITIONS)
    assert explored.explorer.disturbances > DISTURBANCES[explored.story.operation]


def after_one_more(explored: Explored, reached: Counter[State]) -> Counter[State]:
    """The states after one more callback of each stage, and how many orders lead to them."""
    after: Counter[State] = Counter()
    for state, orders in reached.items():
        for stage in explored.story.stages:
            after[explored.explorer.steps[state, stage][0]] += orders
    return after


def test_orders_without_an_error_all_end_alike(explored: Explored) -> None:
    (completed,) = explored.ends[""]
    story, track = explored.story, explored.story.track(completed)
    assert track["status"] == "completed"
    assert len(story.objects(completed)) == OBJECTS[story.operation]
    assert completed["ledger"] == story.charged
    assert {name: len(track[name]) for name in ("versions", "texts", "files")} == BRINGS[story.operation]


def test_where_complete_came_first_no_error_undoes_it(explored: Explored) -> None:
    assert explored.ends["complete"] == explored.ends[""]


def attempts_of(story: Story, end: Any) -> list[str]:
    """The attempts that brought what is kept: objects and texts hold their task's name."""
    of_objects = [body.rsplit("-", 2)[1] for body in story.objects(end)]
    return of_objects + [text.text.rpartition("-")[2] for text in story.track(end)["texts"]]


def test_where_the_error_came_first_it_is_final_or_leads_to_new_attempts(explored: Explored) -> None:
    ends = [end for end in explored.ends["error"] if explored.story.track(end).get("failure") != "timeout"]
    if explored.story.goes_on:
        all_are_completed_by_the_new_attempt(explored.story, ends)
    else:
        all_are_failed_and_refunded(explored.story, ends)


def all_are_completed_by_the_new_attempt(story: Story, ends: list[Any]) -> None:
    assert {story.track(end)["status"] for end in ends} == {"completed"}
    assert all(end["ledger"] == story.charged for end in ends)
    # What is kept is the new attempt's: a late `complete` of the closed one counts for nothing.
    assert {attempt for end in ends for attempt in attempts_of(story, end)} == {"2"}


def all_are_failed_and_refunded(story: Story, ends: list[Any]) -> None:
    told = {(story.track(end)["status"], len(end["notices"]), *story.objects(end)) for end in ends}
    assert told == {("failed", len(story.notices("")))}
    assert all(end["ledger"] == story.refunded for end in ends)


def test_nothing_waits_in_the_end_and_every_slot_is_free(explored: Explored) -> None:
    for ends in explored.ends.values():
        assert all(not any(end["waiting"].values()) and not end["slots"] for end in ends)
        assert all(not any(end["dead letters"].values()) for end in ends)


def is_between_claim_and_call(parting: Parting) -> bool:
    """A new attempt was claimed and the call to the provider not made: nobody can know, so nobody sends it again."""
    claimed = parting.then == "provider.submit" and parting.when is When.AFTER
    return claimed or (parting.name == "provider.submit" and parting.when is not When.AFTER)


def test_a_disturbance_anywhere_changes_no_end_but_that_of_an_unknown_submission(explored: Explored) -> None:
    surprising = [one for one in explored.explorer.different if not is_between_claim_and_call(one.parting)]
    assert surprising == []
    for one in explored.explorer.different:
        assert one.label == "error"
        it_is_refunded_as_failed_or_timed_out(explored.story, one)


def it_is_refunded_as_failed_or_timed_out(story: Story, one: Different) -> None:
    failure = story.track(one.disturbed)["failure"]
    assert failure in ("timeout", story.track(one.undisturbed).get("failure"))
    assert one.disturbed["ledger"] == story.refunded
    assert one.disturbed["notices"] == story.notices(failure)


def test_orders_played_straight_through_end_as_the_walk_says(explored: Explored) -> None:
    """The proof leans on fingerprints; here is the same without them, for orders drawn at random."""
    chance = random.Random(explored.story.code)
    deck = list(explored.story.stages) * REPETITIONS
    for _ in range(SAMPLES):
        order = chance.sample(deck, chance.randint(1, len(deck)))
        explored.place.load(explored.start.moment)
        state = explored.start
        for stage in order:
            explored.explorer.actions[stage](explored.place)
            state = explored.explorer.steps[state, stage][0]
        explored.place.run_to_end()
        assert explored.explorer.outcome() == explored.explorer.ends[state], order
