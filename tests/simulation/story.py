"""Users, a provider and bad luck: what can happen to the system, act by act, and what must be true at its end."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from typing import Any

from reprise.domain.results import SONGS
from reprise.domain.states import Status
from reprise.domain.track import Track
from tests.fakes.payloads import CODES
from tests.fakes.provider import Task
from tests.fakes.wire import Disturbance, When
from tests.simulation.ending import all_tracks
from tests.simulation.luck import Luck
from tests.simulation.made import TROUBLES, made_of
from tests.simulation.outside import Answer
from tests.simulation.world import World

USERS = ("ann", "bob", "cid", "dee")
STAGES = ("text", "first", "complete", "error")
PLANS = ("free", "pro", "premium")
_DEAF = 0.1  # how often record-info does not answer
EXPECTED = {200, 202, 402, 404, 422, 429, 500, 502, 503, 504}
OF_A_SOURCE = {400, 409}
"""What else an extension may be told: a track that has no versions, or is not finished."""
_LONGEST_CALL = 7
"""Calls of the longest invocation, about; a disturbance drawn beyond the end of one hits the next."""


@dataclass
class Story:
    """One world's story. `rate` is how often an invocation is disturbed, doubled or overtaken."""

    world: World
    seed: int
    rate: float = 0.04
    keys: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    songs: int = 0

    def __post_init__(self) -> None:
        luck, self._chance = Luck(self.seed), Random(self.seed)
        self.world.cloud.provider.script = luck.script
        self.world.cloud.scripted.script = luck.script_of_asked
        for provider in (self.world.cloud.provider, self.world.cloud.scripted):
            provider.deaf = lambda: self._chance.random() < _DEAF
        self.world.calls_back = luck.calls_back
        self.world.chaos = self._chaos
        self.world.again = lambda _function: self._chance.random() < self.rate

    @property
    def made(self) -> int:
        """How many tracks there have been."""
        return self.world.audit.books.made

    # --- acts ---------------------------------------------------------------------------------------------------------
    def burst(self, user: int, count: int, provider: str = "suno") -> None:
        """Several new songs of one user, without keys."""
        for _ in range(count):
            self.songs += 1
            self._post(USERS[user], f"song {self.songs}", None, provider)

    def lyrics(self, user: int) -> None:
        """Words for a song, from whoever is the default provider."""
        self.songs += 1
        self.told(self.world.post_lyrics(USERS[user], f"words {self.songs}"), EXPECTED)

    def extend(self, user: int, number: int) -> None:
        """A song shall go on: one's own or somebody else's, finished or not."""
        source = self.source(USERS[user], number)
        if source is None:
            return
        answer = self.told(self.world.post_extend(USERS[user], source.track_id, {}), EXPECTED | OF_A_SOURCE)
        if source.user_id != USERS[user]:
            assert answer.status in (404, 500, 502), answer
        if answer.ok:  # while it was asked for, the source may have been finished, and deleted since
            assert self.world.audit.books.ends[source.track_id] in ("completed", "deleted"), source
        assert answer.status != 409 or source.status != "completed", source
        assert answer.status != 400 or source.operation.result is not SONGS, source

    def keyed(self, user: int, key: int, song: int) -> None:
        """A request under a key, which may have been used, for this song or for another."""
        name, prompt = USERS[user], f"keyed {song}"
        answer = self._post(name, prompt, f"key-{key}")
        known = self.keys.get((name, f"key-{key}"))
        if known and known[1] != prompt:
            assert answer.status in (422, 500, 502), answer
        elif answer.ok:
            track_id = answer.body["trackId"]
            assert known is None or known[0] == track_id, "a second track for one key"
            self.keys[name, f"key-{key}"] = (track_id, prompt)

    def repeat(self, user: int) -> None:
        """The same request twice within five seconds, without a key; only a deletion makes room for another track."""
        self.songs += 1
        first, second = (self._post(USERS[user], f"twice {self.songs}", None) for _ in range(2))
        if first.ok and second.ok and first.body["trackId"] != second.body["trackId"]:
            assert self.world.audit.books.ends[first.body["trackId"]] == "deleted", "two tracks for one request"

    def callback(self, number: int, stage: int) -> None:
        """A callback of some task, current or not, however often it came before."""
        if task := self._task(number):
            self.world.deliver(task, STAGES[stage], _code(task, stage))

    def foreign(self, number: int, other: int, stage: int) -> None:
        """A callback with the token of somebody else's task, or with none that was ever made."""
        task, stranger = self._task(number), self._task(other)
        if task is None or stranger is None or task.track_id == stranger.track_id:
            return
        answer = self.world.deliver(replace(task, token=stranger.token), STAGES[stage], _code(task, stage))
        assert answer.status in (401, 202, 500, 502) or answer.body == {"ok": True, "queued": True}, answer

    def poll(self, user: int) -> None:
        """The user asks for news."""
        self.world.sync(USERS[user])

    def delete(self, number: int) -> None:
        """An owner deletes a track, whatever it is doing."""
        tracks = all_tracks(self.world)
        if tracks:
            track = tracks[number % len(tracks)]
            allowed = 409 if track.run_id else 204
            assert self.world.delete(track.user_id, track.track_id).status in (allowed, 404, 500, 502)

    def account(self, user: int, plan: int, credits_: int) -> None:
        """An admin changes a plan and gives credits."""
        self.world.move(USERS[user], PLANS[plan])
        self.world.grant(USERS[user], credits_)

    def work(self, *, everything: bool) -> None:
        """The stream and the queues are served, or only a part of them."""
        if everything:
            self.world.work()
        else:
            self.world.follow()

    def wait(self, seconds: float) -> None:
        """Time passes, with all that is due in it."""
        self.world.run_until(self.world.cloud.clock.now + timedelta(seconds=seconds))

    def outage(self, seconds: float) -> None:
        """Time passes and nothing runs."""
        self.world.cloud.clock.advance(seconds)

    def _post(self, user: str, prompt: str, key: str | None, provider: str = "suno") -> Answer:
        return self.told(self.world.post_track(user, {"prompt": prompt, "provider": provider}, key), EXPECTED)

    def told(self, answer: Answer, expected: set[int]) -> Answer:
        """An answer that was to be expected; there may be trouble with the files of what it has started."""
        assert answer.status in expected, answer
        self._spoil(answer.body)
        return answer

    def _spoil(self, body: Any) -> None:
        """Trouble with the files of a new track."""
        track_id, cloud = (body or {}).get("trackId", ""), self.world.cloud
        for task in (*cloud.provider.of(track_id), *cloud.scripted.of(track_id)):
            for name in (f"{task.task_id}-a.mp3", f"{task.task_id}-b.mp3", f"{task.task_id}-b.jpg", *made_of(task)):
                if trouble := self._chance.choice(TROUBLES):
                    self.world.cloud.fetch.troubles[f"https://files.example/{name}"] = trouble

    def source(self, user: str, number: int) -> Track | None:
        """Mostly a song that can be extended."""
        everything = all_tracks(self.world)
        own = [track for track in everything if track.user_id == user]
        fit = [track for track in own if track.status is Status.COMPLETED]
        tracks = fit if fit and number % 4 else everything
        return tracks[number % len(tracks)] if tracks else None

    def _task(self, number: int) -> Task | None:
        tasks = list(self.world.cloud.provider.tasks.values())
        return tasks[-1 - number % len(tasks)] if tasks else None

    def _chaos(self, _function: str) -> Disturbance | None:
        drawn = self._chance.random()
        call = 1 + int(self._chance.random() * _LONGEST_CALL)
        if drawn < self.rate / 2:
            self.world.cloud.wire.rivals[self.world.cloud.wire.total + call] = self._overtake
        if drawn < self.rate:
            return Disturbance(call, self._chance.choice(list(When)))
        return None

    def _overtake(self) -> None:
        """Another process comes first: the sweep, a callback, or a deletion and what follows from it."""
        drawn = self._chance.random()
        if drawn < 0.4:
            self.world.sweep()
        elif drawn < 0.8:
            self.callback(self._chance.randrange(8), self._chance.randrange(len(STAGES)))
        else:
            self.delete(self._chance.randrange(64))
            self.world.follow()


def _code(task: Task, stage: int) -> int:
    return CODES.get(task.fate, 500) if STAGES[stage] == "error" else 200
