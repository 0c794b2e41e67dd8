"""The whole system: the functions, who calls them, and what AWS does around them.

Where a function dies, the stream's batch comes again and the queue's message becomes visible again. Everything runs in
one thread on the virtual clock, so a run can be repeated exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from local.specs import QueueSource, StreamSource
from tests.fakes.blueprint import name_of, plan
from tests.fakes.cloud import Cloud, Saved
from tests.fakes.provider import Fate, Task
from tests.simulation import events, seams
from tests.simulation.audit import Auditor, Books
from tests.simulation.travellers import Travellers

MINUTE = timedelta(minutes=1)
_LONGEST_WORK = 5_000
_LAST: dict[str, tuple[str, int]] = {
    "success": ("complete", 200),
    "permanent": ("error", 400),
    "retryable": ("error", 500),
}
URLS = {one.logical_id: f"http://aws.invalid/123456789012/{one.name}" for one in plan().queues}
STREAMS = {source.table: name_of(source.table) for source in plan().stream_sources}
_FUNCTIONS = {f"reprise-{one.logical_id}": name for name, one in plan().functions.items()}
QUEUES = tuple(source.queue for source in plan().queue_sources)


@dataclass(frozen=True, slots=True)
class Moment:
    """The whole world at one moment."""

    cloud: Saved
    books: Books
    chance: int
    next_tick: datetime
    told: frozenset[str]


class World(Travellers):
    """The whole system. `calls_back` says whose end the provider tells by itself.

    `stuck` are the tables whose streams nobody reads, `stepped` the calls of the runner.
    """

    def __init__(self, cloud: Cloud, chance: seams.Chance, functions: seams.Functions) -> None:
        super().__init__(cloud, functions)
        self.chance = chance
        self.tracks = cloud.dynamodb.tables[name_of("TracksTable")]
        self.runs = cloud.dynamodb.tables[name_of("RunsTable")]
        self.audit = Auditor(cloud.provider, cloud.scripted, cloud.s3)
        self.calls_back: Callable[[Task], bool] = lambda _task: False
        self.next_tick = cloud.clock.now + MINUTE
        self.told: frozenset[str] = frozenset()
        self.stuck: frozenset[str] = frozenset()
        self.stepped: list[Any] = []
        self._following: set[str] = set()
        cloud.dynamodb.watchers.append(self.audit.see)

    def save(self) -> Moment:
        """Everything, to come back to."""
        return Moment(self.cloud.save(), self.audit.save(), self.chance.drawn, self.next_tick, self.told)

    def load(self, moment: Moment) -> None:
        """Be as it was when it was saved."""
        self.cloud.load(moment.cloud)
        self.audit.load(moment.books)
        self.chance.drawn, self.next_tick, self.told = moment.chance, moment.next_tick, moment.told

    def invoke(self, function: str, event: events.Event) -> Any:
        """One invocation, and whatever the auditor has found in it."""
        answer = super().invoke(function, event)
        self.audit.confirm()
        return answer

    # --- what AWS does by itself --------------------------------------------------------------------------------------
    def follow(self) -> bool:
        """Hand a batch of a stream to its function. False: none there. Who counts has no effects and is left out."""
        return any(self._follow(source) for source in plan().stream_sources if not source.windows)

    def _follow(self, source: StreamSource) -> bool:
        """From the first failed record on, a batch stays."""
        waiting = self.cloud.dynamodb.tables[STREAMS[source.table]].state.stream
        if not waiting or source.table in self._following | self.stuck:  # a shard waits for its batch
            return False
        batch = list(enumerate(waiting[: source.batch_size], 1))
        self._following.add(source.table)
        answer = self.handle(source.function, events.changes(batch))
        self._following.remove(source.table)
        failed = None if answer is None else [int(one["itemIdentifier"]) for one in answer["batchItemFailures"]]
        done = 0 if failed is None else min(failed, default=len(batch) + 1) - 1
        del waiting[:done]
        return True

    def carry_on(self) -> bool:
        """Let an execution go on that can. False: none."""
        return self.cloud.stepfunctions.step(self._called)

    def _called(self, arn: str, payload: Any) -> bool:
        self.stepped.append(payload)
        return self.handle(_FUNCTIONS[arn.rpartition(":")[2]], payload) is not None

    def serve(self, source: QueueSource) -> bool:
        """Hand a batch of a queue to its function; what failed becomes visible again. False: nothing visible."""
        if not self.cloud.sqs.waiting(source.queue):
            return False
        url = URLS[source.queue]
        with self._unseen():
            received = self.cloud.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=min(10, source.batch_size))
        batch = received["Messages"]
        if not batch:
            return False
        answer = self.handle(source.function, events.messages(batch, source.queue))
        failed = {one["itemIdentifier"] for one in answer["batchItemFailures"]} if answer is not None else None
        with self._unseen():
            for message in batch:
                if failed is not None and message["MessageId"] not in failed:
                    self.cloud.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return True

    def sweep(self) -> None:
        """The schedule fires."""
        self.invoke("sweep", events.MINUTE)

    def work(self) -> None:
        """Do everything that waits and can be done now."""
        for _ in range(_LONGEST_WORK):
            if not (self.follow() or any(self.serve(source) for source in plan().queue_sources) or self.carry_on()):
                return
        raise AssertionError("work that never ends")

    # --- time ---------------------------------------------------------------------------------------------------------
    def run_until(self, end: datetime) -> None:
        """Let everything happen that is due until then."""
        self.work()
        while (moment := self.next_moment()) is not None and moment <= end:
            self.cloud.clock.reach(moment)
            self.tick()
            self.work()
        self.cloud.clock.reach(end)
        self.tick()

    def run_to_end(self) -> None:
        """Run until nothing waits any more; a fortnight and a day must do, as providers keep nothing longer."""
        end = self.cloud.clock.now + timedelta(days=15)
        self.work()
        while (moment := self.next_moment()) is not None:
            assert moment < end, f"still waiting: {self.waiting()}"
            self.cloud.clock.reach(moment)
            self.tick()
            self.work()

    def tick(self) -> None:
        """Let providers call back, and fire the schedule if a minute is over and anything is due."""
        now = self.cloud.clock.now
        for task in self._ends():
            if task.ends_at <= now:
                self.told |= {task.task_id}
                self.deliver(task, *_LAST[task.fate])
        if now < self.next_tick:
            return
        self.next_tick = now + MINUTE - timedelta(seconds=now.second, microseconds=now.microsecond)
        if any(due <= now for due in self._due()):
            self.sweep()

    def next_moment(self) -> datetime | None:
        """When something will happen by itself: a message becomes visible, or a sweep finds something due."""
        moments = [message.visible_at for queue in QUEUES for message in self.cloud.sqs.waiting(queue)]
        if due := min(self._due(), default=None):
            moments.append(max(self.next_tick, _next_minute(due)))
        moments += [*(task.ends_at for task in self._ends()), *self.cloud.stepfunctions.moments()]
        return min(moments, default=None)

    def waiting(self) -> dict[str, int]:
        """How much waits where."""
        return {queue: len(self.cloud.sqs.waiting(queue)) for queue in QUEUES} | {"due": len(list(self._due()))}

    def _ends(self) -> list[Task]:
        """The tasks whose end the provider has still to tell."""
        tasks = self.cloud.provider.tasks.values()
        untold = [task for task in tasks if task.task_id not in self.told]
        return [task for task in untold if task.fate is not Fate.SILENCE and self.calls_back(task)]

    def _due(self) -> Iterator[datetime]:
        lag = timedelta(seconds=self.cloud.index_lag_seconds)
        for item in (*self.tracks.state.items.values(), *self.runs.state.items.values()):
            if "due_at" in item:
                yield datetime.fromisoformat(item["due_at"]["S"]) + lag

    @contextmanager
    def _unseen(self) -> Iterator[None]:
        """AWS's own pollers are no calls of ours: they neither count nor die."""
        wire = self.cloud.wire
        outer, wire.quiet = wire.quiet, True
        yield
        wire.quiet = outer


def _next_minute(moment: datetime) -> datetime:
    floor = moment.replace(second=0, microsecond=0)
    return floor if floor == moment else floor + MINUTE
