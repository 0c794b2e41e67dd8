"""People on journeys, a provider and bad luck: what can happen to runs, act by act."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random

from reprise.domain.runs import Run
from reprise.providers.provider import Order
from reprise.store.runs import run_of
from tests.fakes.provider import Fate, Reply, Script
from tests.simulation.outside import Answer
from tests.simulation.run_ending import all_runs
from tests.simulation.story import USERS, Story

_REPLIES = (*(Reply.ACCEPTED,) * 40, *(Reply.BUSY,) * 3, Reply.REFUSED, Reply.LOST, Reply.NEVER_ARRIVED, Reply.MONEY)
_FATES = (Fate.SUCCESS,) * 24 + (Fate.PERMANENT, Fate.RETRYABLE, Fate.RETRYABLE, Fate.SILENCE)
_SECONDS = (20.0, 40.0, 60.0, 60.0, 90.0, 90.0, 150.0, 290.0, 500.0)
_SHORT, _LONG = (90.0, 210.0), (200.0, 420.0)
_TROUBLED = {500, 502, 503}
RUNS = "RunsTable"


@dataclass
class Travelling(Story):
    """One world's story of journeys. Its songs are short or long, so that runs are made longer or cut."""

    runs: dict[tuple[str, str], str] = field(default_factory=dict)
    forgotten: set[tuple[str, str | None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__post_init__()
        cloud = self.world.cloud
        self._length = _SHORT if self.seed % 2 else _LONG
        for provider in (cloud.provider, cloud.scripted):
            provider.script, provider.length = self._script, self._seconds

    def travelled(self) -> Counter[str]:
        """How many runs there have been, how they ended, and what they took."""
        left, made = all_runs(self.world), self.world.audit.books.runs.made
        ends = Counter(str(run.status) if run.execution else "never started" for run in left)
        executions = len(self.world.cloud.stepfunctions.over)
        extensions = sum(len(run.extensions) for run in left)
        return (
            Counter(journeys=made)
            + ends
            + Counter(deleted=made - len(left), executions=executions, extensions=extensions)
        )

    # --- acts ---------------------------------------------------------------------------------------------------------
    def travel(self, user: int, key: int | None, *, starts: bool) -> None:
        """A new journey, or with a key perhaps one that was made before."""
        name, key_ = USERS[user], None if key is None else f"journey-{key}-{starts}"
        if (name, key_) in self.forgotten:
            return
        answer = self._expected(self.world.post_parcours(name, key_, starts=starts), {200, 201, 402, 429})
        if key_ and answer.ok:
            known = self.runs.setdefault((name, key_), answer.body["runId"])
            assert known == answer.body["runId"], "a second run for one key"

    def start(self, number: int) -> None:
        """An owner sets a run in motion, whatever it is doing."""
        if run := self._run(number):
            answer = self.world.start_run(run.user_id, run.run_id)
            self._expected(answer, {200, 202, 402, 404, 409, 429})

    def cancel(self, number: int) -> None:
        """An owner stops a run."""
        if run := self._run(number):
            self._expected(self.world.cancel_run(run.user_id, run.run_id), {200, 404, 409})

    def forget(self, number: int) -> None:
        """An owner deletes a run, whatever it is doing."""
        if run := self._run(number):
            self.forgotten |= {place for place, run_id in self.runs.items() if run_id == run.run_id}
            self._expected(self.world.delete_run(run.user_id, run.run_id), {204, 404})

    def look(self, number: int) -> None:
        """An owner looks at a run, and notes something."""
        if run := self._run(number):
            self._expected(self.world.get_run(run.user_id, run.run_id), {200, 404})
            self._expected(self.world.patch_run(run.user_id, run.run_id, sudsMid=5, notes="so far"), {200, 404})

    def kill(self, number: int) -> None:
        """An execution dies; nobody is told."""
        stepfunctions = self.world.cloud.stepfunctions
        if running := list(stepfunctions.running):
            stepfunctions.kill(running[number % len(running)])

    def step_again(self, number: int) -> None:
        """A call of the runner that was made long ago is done now, or once more."""
        if self.world.stepped:
            self.world.invoke("runner", self.world.stepped[-1 - number % len(self.world.stepped)])

    def stick(self) -> None:
        """The stream of the runs is not read for a while, or is read again."""
        self.world.stuck ^= {RUNS}

    def delete_part(self, number: int) -> None:
        """An owner tries to delete a part of a run as if it were a track."""
        run = self._run(number)
        if run and run.tracks:
            track_id = run.tracks[number % len(run.tracks)]
            self._expected(self.world.delete(run.user_id, track_id), {404, 409})

    # --- luck ---------------------------------------------------------------------------------------------------------
    def _script(self, track_id: str, attempt: int) -> Script:
        luck = Random(f"{self.seed}.{track_id}.{attempt}")
        return Script(luck.choice(_REPLIES), luck.choice(_FATES), luck.choice(_SECONDS))

    def _seconds(self, order: Order) -> float:
        """An extension may hold its source again, or not."""
        luck = Random(f"{self.seed}.{order.callback_url}")
        source = order.sources[0].seconds or 0 if order.sources else 0
        return round(luck.uniform(*self._length) + source * luck.randrange(2), 1)

    def _expected(self, answer: Answer, statuses: set[int]) -> Answer:
        assert answer.status in statuses | _TROUBLED, answer
        return answer

    def _run(self, number: int) -> Run | None:
        runs = list(self.world.runs.state.items.values())
        return run_of(runs[-1 - number % len(runs)]) if runs else None

    def _overtake(self) -> None:
        """Another process comes first: mostly one that is about runs."""
        chance = self._chance
        acts = (self.cancel, self.start, self.forget, self.kill, self.step_again)
        if chance.random() < 0.3:
            chance.choice(acts)(chance.randrange(3))
            self.world.follow()
        else:
            super()._overtake()
