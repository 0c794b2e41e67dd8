"""Every order of deliveries, with every single disturbance, as a walk over the states that they lead to.

Why this is complete. What an action does depends on the state of the world and on nothing else: one thread, a virtual
clock, counted ids. So all orders in which the same state is reached go on alike, and it is enough to take every action
once from every state that any order reaches: an order of deliveries, of whatever length and with whatever repetition
(three of each, or three hundred), interleaved in whatever way with the work that follows from them, is a path of this
graph. A disturbance is one more edge: it is tried at every call of every action, found by counting the calls of the
undisturbed action. It leads to a pair of states, with and without it; the pair then takes every action together, until
its two halves are the same state. Whenever deliveries stop, both halves must come to the same end. A second
disturbance while a pair is apart is what the property test tries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.wire import Disturbance, When
from tests.simulation.states import fingerprint, outcome
from tests.simulation.world import Moment, World

Action = Callable[[World], object]


@dataclass(frozen=True, slots=True)
class State:
    """A moment of the world, known by its fingerprint; `label` is what the orders that lead here have in common."""

    print: str
    label: str
    moment: Moment = field(compare=False)


@dataclass(frozen=True, slots=True)
class Parting:
    """Where a disturbed run left the undisturbed one: the action, the call's number and name, what went wrong.

    `then` is the call that comes next when nothing goes wrong.
    """

    action: str
    call: int
    name: str
    when: When
    then: str


@dataclass(frozen=True, slots=True)
class Different:
    """Two halves of a pair that do not come to the same end."""

    parting: Parting
    label: str
    undisturbed: Any
    disturbed: Any


@dataclass
class Explorer:
    """Walks from the world as it is. `labelled(label, action)` says what an action adds to the label."""

    world: World
    actions: Mapping[str, Action]
    labelled: Callable[[str, str], str]
    ends: dict[State, Any] = field(default_factory=dict)
    different: list[Different] = field(default_factory=list)
    disturbances: int = 0
    steps: dict[tuple[State, str], tuple[State, list[str]]] = field(default_factory=dict)

    def walk(self) -> None:
        """Reach every state, try every disturbance of every action, follow every pair."""
        start = self.here("")
        todo, known = [start], {start}
        pairs: dict[tuple[State, State], Parting] = {}
        while todo:
            state = todo.pop()
            self.end(state)
            for action in self.actions:
                after, _ = self._step(state, action)
                if after not in known:
                    known.add(after)
                    todo.append(after)
                for other, parting in self._disturbed(state, action, after):
                    pairs.setdefault((after, other), parting)
            self._disturbed_end(state)
        self._follow(pairs)

    def end(self, state: State) -> Any:
        """What is left when no more deliveries come."""
        if state not in self.ends:
            self.world.load(state.moment)
            self.world.run_to_end()
            self.ends[state] = outcome(self.world)
        return self.ends[state]

    def _follow(self, pairs: dict[tuple[State, State], Parting]) -> None:
        todo = list(pairs)
        while todo:
            undisturbed, disturbed = todo.pop()
            parting = pairs[undisturbed, disturbed]
            self._compare(parting, undisturbed, self.end(disturbed))
            for action in self.actions:
                pair = self._step(undisturbed, action)[0], self._step(disturbed, action)[0]
                if pair[0] != pair[1] and pair not in pairs:
                    pairs[pair] = parting
                    todo.append(pair)

    def _step(self, state: State, action: str) -> tuple[State, list[str]]:
        """The state after an action, and the calls that it takes."""
        if (state, action) not in self.steps:
            self.world.load(state.moment)
            place = len(self.world.cloud.wire.calls)
            self.actions[action](self.world)
            calls = self.world.cloud.wire.calls[place:]
            self.steps[state, action] = self.here(self.labelled(state.label, action)), calls
        return self.steps[state, action]

    def _disturbed(self, state: State, action: str, after: State) -> Iterator[tuple[State, Parting]]:
        calls = self._step(state, action)[1]
        for call in range(1, len(calls) + 1):
            for when in When:
                self.world.load(state.moment)
                if parting := self._try(action, Disturbance(call, when), self.actions[action], calls):
                    other = self.here(after.label)
                    if other != after:
                        yield other, parting

    def _disturbed_end(self, state: State) -> None:
        self.world.load(state.moment)
        place = len(self.world.cloud.wire.calls)
        self.world.run_to_end()
        calls = self.world.cloud.wire.calls[place:]
        for call in range(1, len(calls) + 1):
            for when in When:
                self.world.load(state.moment)
                if parting := self._try("the end", Disturbance(call, when), World.run_to_end, calls):
                    self._compare(parting, state, outcome(self.world))

    def _try(self, name: str, disturbance: Disturbance, action: Action, calls: list[str]) -> Parting | None:
        wire = self.world.cloud.wire
        wire.disturb(disturbance)
        place = len(wire.calls)
        action(self.world)
        self.disturbances += 1
        called = wire.calls[place + disturbance.call - 1]
        wire.calls.clear()
        following = [*calls, ""][disturbance.call]
        return Parting(name, disturbance.call, called, disturbance.when, following)

    def _compare(self, parting: Parting, undisturbed: State, found: Any) -> None:
        expected = self.end(undisturbed)
        if found != expected:
            self.different.append(Different(parting, undisturbed.label, expected, found))

    def here(self, label: str) -> State:
        """The state that the world is in."""
        return State(fingerprint(self.world), label, self.world.save())

    def outcome(self) -> Any:
        """What is left in the world as it is."""
        return outcome(self.world)
