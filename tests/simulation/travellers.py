"""What people do with journeys, as calls of the HTTP API."""

from __future__ import annotations

from typing import Any

from tests.simulation import events
from tests.simulation.outside import Answer, Outside

PRESET = "stress-overwhelm"


class Travellers(Outside):
    """Who makes journeys."""

    def post_parcours(self, user: str, key: str | None = None, *, starts: bool = False, preset: str = PRESET) -> Answer:
        """`POST /v1/parcours`."""
        headers = {"idempotency-key": key} if key else {}
        body = {"presetKey": preset, "autoStart": starts}
        return self.http("parcours", events.request("POST /v1/parcours", body, user=user, headers=headers))

    def start_run(self, user: str, run_id: str) -> Answer:
        """`POST /v1/parcours/{runId}/run`."""
        return self._of_run("POST /v1/parcours/{runId}/run", user, run_id)

    def cancel_run(self, user: str, run_id: str) -> Answer:
        """`POST /v1/parcours/{runId}/cancel`."""
        return self._of_run("POST /v1/parcours/{runId}/cancel", user, run_id)

    def delete_run(self, user: str, run_id: str) -> Answer:
        """`DELETE /v1/parcours/{runId}`."""
        return self._of_run("DELETE /v1/parcours/{runId}", user, run_id)

    def get_run(self, user: str, run_id: str) -> Answer:
        """`GET /v1/parcours/{runId}`."""
        return self._of_run("GET /v1/parcours/{runId}", user, run_id)

    def patch_run(self, user: str, run_id: str, **said: Any) -> Answer:
        """`PATCH /v1/parcours/{runId}`."""
        return self._of_run("PATCH /v1/parcours/{runId}", user, run_id, said)

    def sign_segment(self, user: str, track_id: str) -> Answer:
        """`POST /v1/sign-track` of a segment."""
        body = {"segmentId": track_id}
        return self.http("sign_track", events.request("POST /v1/sign-track", body, user=user))

    def _of_run(self, route: str, user: str, run_id: str, body: Any = None) -> Answer:
        return self.http("parcours", events.request(route, body, user=user, path={"runId": run_id}))
