"""What calls functions from outside, and what it sees: users, admins and providers over HTTP.

A function that dies answers nothing: the HTTP caller sees a 502, and a provider calls back again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from reprise.domain.operations import OPERATIONS
from tests.fakes.cloud import Cloud
from tests.fakes.payloads import callback
from tests.fakes.provider import Task
from tests.fakes.wire import Crash, Disturbance, Fault
from tests.simulation import events, seams

BAD_GATEWAY = 502
_PROVIDER_TRIES = 4
"""A first delivery and three retries."""
_CONTEXT = SimpleNamespace(get_remaining_time_in_millis=lambda: 50_000)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an HTTP caller sees."""

    status: int
    body: Any = None

    @property
    def ok(self) -> bool:
        """Whether it is a 2xx."""
        return 200 <= self.status < 300


class Outside:
    """The functions, and who calls them.

    `chaos` is asked before each invocation what shall go wrong, `again` after each batch whether it comes twice.
    """

    def __init__(self, cloud: Cloud, functions: seams.Functions) -> None:
        self.cloud = cloud
        self.functions = functions
        self.chaos: Callable[[str], Disturbance | None] = lambda _function: None
        self.again: Callable[[str], bool] = lambda _function: False

    def invoke(self, function: str, event: events.Event) -> Any:
        """One invocation; None when it died on the way."""
        wire = self.cloud.wire
        if disturbance := self.chaos(function):
            wire.disturb(disturbance)
        outer, wire.dead = wire.dead, False
        try:
            return self.functions[function](event, _CONTEXT)
        except (Crash, Fault):
            return None
        finally:
            wire.dead = outer

    def handle(self, function: str, event: events.Event) -> Any:
        """A batch of a stream or a queue. At least once: what was handled may be handed over again."""
        answer = self.invoke(function, event)
        while answer is not None and self.again(function):
            answer = self.invoke(function, event)
        return answer

    def http(self, function: str, event: events.Event) -> Answer:
        """A call of the HTTP API."""
        answer = self.invoke(function, event)
        if answer is None:
            return Answer(BAD_GATEWAY)
        return Answer(answer["statusCode"], json.loads(answer["body"]) if "body" in answer else None)

    def post_track(self, user: str, body: dict[str, Any], key: str | None = None) -> Answer:
        """`POST /v1/tracks`."""
        return self._post("POST /v1/tracks", user, body, key)

    def post_lyrics(self, user: str, prompt: str, key: str | None = None) -> Answer:
        """`POST /v1/lyrics`."""
        return self._post("POST /v1/lyrics", user, {"prompt": prompt}, key)

    def post_extend(self, user: str, track_id: str, body: dict[str, Any], key: str | None = None) -> Answer:
        """`POST /v1/tracks/{trackId}/extend`."""
        return self._post("POST /v1/tracks/{trackId}/extend", user, body, key, {"trackId": track_id})

    def post_merge(self, user: str, track_ids: Sequence[str], key: str | None = None) -> Answer:
        """`POST /v1/merges` of the first versions of these tracks."""
        sources = [{"trackId": track_id, "variantIndex": 0} for track_id in track_ids]
        return self._post("POST /v1/merges", user, {"sources": sources}, key)

    def _post(
        self, route: str, user: str, body: dict[str, Any], key: str | None, path: dict[str, str] | None = None
    ) -> Answer:
        headers = {"idempotency-key": key} if key else {}
        return self.http("generate", events.request(route, body, user=user, headers=headers, path=path))

    def deliver(self, task: Task, stage: str, code: int = 200, tries: int = _PROVIDER_TRIES) -> Answer:
        """A callback as the provider sends it: again, at most three times, while the answer is no 2xx."""
        said = callback(task.task_id, stage, code, task.operation, task.seconds)
        kind = "segment" if OPERATIONS[task.operation].in_run else "track"
        event = events.webhook(task.track_id, task.token, said, kind=kind)
        answer = self.http("callback", event)
        for _ in range(tries - 1):
            if answer.ok:
                break
            answer = self.http("callback", event)
        return answer

    def delete(self, user: str, track_id: str) -> Answer:
        """`DELETE /v1/tracks/{trackId}`."""
        path = {"trackId": track_id}
        return self.http("library", events.request("DELETE /v1/tracks/{trackId}", user=user, path=path))

    def sync(self, user: str) -> Answer:
        """`POST /v1/sync`."""
        return self.http("sync", events.request("POST /v1/sync", user=user))

    def grant(self, user: str, credits_: float) -> Answer:
        """`POST /v1/admin/credits`."""
        body = {"userId": user, "amount": credits_, "reason": "a test"}
        return self.http("account", events.request("POST /v1/admin/credits", body, user="admin"))

    def move(self, user: str, plan_: str) -> Answer:
        """`PUT /v1/admin/users/{userId}`."""
        path = {"userId": user}
        event = events.request("PUT /v1/admin/users/{userId}", {"plan": plan_}, user="admin", path=path)
        return self.http("account", event)
