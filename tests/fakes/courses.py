"""A state machine's definition, interpreted: how far an execution has come, and what makes it go on.

It knows what the project's definition says and no more; anything else is an error, never a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

State = Mapping[str, Any]
RUNNING, SUCCEEDED, FAILED = "RUNNING", "SUCCEEDED", "FAILED"
TIMEOUT = "States.Timeout"
_ANY_FAULT = "States.TaskFailed"


@dataclass(frozen=True, slots=True)
class Frame:
    """A state that an execution is in. `level` names the maps around it, `left` the items that a map has still to do.

    A task is called as soon as `until` has come; from then on that is when it times out.
    """

    level: tuple[str, ...]
    name: str
    data: Any
    left: tuple[Any, ...] = ()
    tries: tuple[int, ...] = ()
    token: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """How far an execution has come: the states it is in, the innermost last, and all it ever entered."""

    frames: tuple[Frame, ...] = ()
    entered: tuple[str, ...] = ()
    status: str = RUNNING
    error: str | None = None

    @property
    def frame(self) -> Frame:
        """The state that is under way."""
        return self.frames[-1]

    def at(self, frame: Frame) -> Course:
        """The same with another innermost frame."""
        return replace(self, frames=(*self.frames[:-1], frame))

    def ended(self, status: str, error: str | None = None) -> Course:
        """The end."""
        return replace(self, frames=(), status=status, error=error)


@dataclass(frozen=True, slots=True)
class Definition:
    """A state machine as its file defines it."""

    whole: Mapping[str, Any]

    @property
    def seconds(self) -> float:
        """How long an execution may take."""
        return float(self.whole["TimeoutSeconds"])

    def begun(self, data: Any) -> Course:
        """An execution with this input, up to its first task."""
        return self._entered(Course(), (), self.whole["StartAt"], data)

    def state(self, frame: Frame) -> State:
        """What the definition says of a frame's state."""
        found: State = self._level(frame.level)["States"][frame.name]
        return found

    def called(self, course: Course, token: str, now: datetime) -> tuple[Course, str, Any]:
        """The execution whose task is called now, the function's ARN and what it is called with."""
        frame, parameters = course.frame, self.state(course.frame)["Parameters"]
        seconds = self.state(frame)["TimeoutSeconds"]
        waiting = replace(frame, token=token, until=now + timedelta(seconds=seconds))
        payload = _filled(parameters["Payload"], {"$": frame.data, "$$": {"Task": {"Token": token}}})
        return course.at(waiting), parameters["FunctionName"], payload

    def waits(self, course: Course) -> bool:
        """Whether its task waits for its token when the function has answered."""
        return str(self.state(course.frame)["Resource"]).endswith(".waitForTaskToken")

    def answered(self, course: Course, output: Any) -> Course:
        """The task's end with an output."""
        return self._left(course, output)

    def raised(self, course: Course, error: str, now: datetime) -> Course:
        """The task's end with an error: tried again, caught, or the execution's end."""
        frame, state = course.frame, self.state(course.frame)
        if again := _tried_again(frame, state.get("Retry", []), error, now):
            return course.at(again)
        for catcher in state.get("Catch", []):
            if _is_meant(catcher, error):
                return self._entered(course, frame.level, catcher["Next"], _with(frame.data, catcher, error))
        if not frame.level:
            return course.ended(FAILED, error)
        return self.raised(replace(course, frames=course.frames[:-1]), error, now)

    def _level(self, level: tuple[str, ...]) -> Mapping[str, Any]:
        states = self.whole
        for name in level:
            states = states["States"][name]["ItemProcessor"]
        return states

    def _entered(self, course: Course, level: tuple[str, ...], name: str, data: Any) -> Course:
        frame = Frame(level, name, data)
        inside = replace(course, frames=(*course.frames[: len(level)], frame), entered=(*course.entered, name))
        rules: dict[str, Callable[[Course, State], Course]] = {
            "Task": lambda here, _state: here,
            "Pass": lambda here, _state: self._left(here, here.frame.data),
            "Map": self._mapped,
            "Choice": self._chosen,
            "Succeed": lambda here, _state: here.ended(SUCCEEDED),
            "Fail": lambda here, state: here.ended(FAILED, state["Error"]),
        }
        state = self.state(frame)
        return rules[state["Type"]](inside, state)

    def _left(self, course: Course, result: Any) -> Course:
        frame, state = course.frame, self.state(course.frame)
        output = _with(frame.data, state, result)
        if "Next" in state:
            return self._entered(course, frame.level, state["Next"], output)
        above = replace(course, frames=course.frames[:-1])
        around = above.frame
        return self._next_item(above.at(replace(around, left=around.left[1:])))

    def _mapped(self, course: Course, state: State) -> Course:
        if state["MaxConcurrency"] != 1:
            raise ValueError("the fake knows maps that do one item after the other")
        items = _looked_up(state["ItemsPath"], {"$": course.frame.data})
        return self._next_item(course.at(replace(course.frame, left=tuple(items))))

    def _next_item(self, course: Course) -> Course:
        frame = course.frame
        if not frame.left:
            return self._left(course, None)
        context = {"$": frame.data, "$$": {"Map": {"Item": {"Value": frame.left[0]}}}}
        data, level = _filled(self.state(frame)["ItemSelector"], context), (*frame.level, frame.name)
        return self._entered(course, level, self._level(level)["StartAt"], data)

    def _chosen(self, course: Course, state: State) -> Course:
        frame = course.frame
        for choice in state["Choices"]:
            if _looked_up(choice["Variable"], {"$": frame.data}) is choice["BooleanEquals"]:
                return self._entered(course, frame.level, choice["Next"], frame.data)
        return self._entered(course, frame.level, state["Default"], frame.data)


def _is_meant(rule: State, error: str) -> bool:
    named: list[str] = rule["ErrorEquals"]
    return error in named or (_ANY_FAULT in named and error != TIMEOUT)


def _tried_again(frame: Frame, retriers: list[State], error: str, now: datetime) -> Frame | None:
    """The task waiting for another try; None when there are no more. The first rule that is meant counts."""
    number = next((place for place, one in enumerate(retriers) if _is_meant(one, error)), None)
    tries = frame.tries or (0,) * len(retriers)
    if number is None or tries[number] >= retriers[number]["MaxAttempts"]:
        return None
    retrier = retriers[number]
    pause = timedelta(seconds=retrier["IntervalSeconds"] * retrier["BackoffRate"] ** tries[number])
    counted = (*tries[:number], tries[number] + 1, *tries[number + 1 :])
    return replace(frame, tries=counted, token="", until=now + pause)


def _with(data: Any, rule: State, result: Any) -> Any:
    """A state's output: its input with the result in its place."""
    path = rule.get("ResultPath", "$")
    if path is None:
        return data
    return result if path == "$" else {**data, path.removeprefix("$."): result}


def _looked_up(path: str, context: Mapping[str, Any]) -> Any:
    root, *names = path.split(".")
    found = context[root]
    for name in names:
        found = found[name]
    return found


def _filled(template: Mapping[str, Any], context: Mapping[str, Any]) -> dict[str, Any]:
    """A template with its paths looked up."""
    return {
        name.removesuffix(".$"): _looked_up(value, context) if name.endswith(".$") else value
        for name, value in template.items()
    }
