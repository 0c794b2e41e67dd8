"""A journey whose provider dies in the middle, and journeys that are not open to everybody: on stacks of their own."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from local.processes import free_port, serving
from tests.e2e.outside import QUICK, Stack, running, until
from tests.e2e.parcours import created, once, reaches, shown, statuses

_SIMULATED = {name: value for name, value in QUICK.items() if name.startswith("SIM_")}


@contextmanager
def provider(port: int, log: Path) -> Iterator[str]:
    """A provider that can be killed."""
    command = [sys.executable, "-m", "local.simulator", "--port", str(port)]
    with serving(command, port, "the simulator", log, {**os.environ, **_SIMULATED, "SIM_SONG_SECONDS": "230"}) as url:
        yield url


def ready_after_a_sweep(stack: Stack, token: str, run_id: str) -> dict[str, Any] | None:
    """The run, once it is ready."""
    stack.sweep()
    run = shown(stack, token, run_id)
    return run if run["status"] == "ready" else None


def test_a_provider_that_dies_in_the_middle_costs_one_segment_and_not_the_journey(tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "simulator.log"
    url = f"http://127.0.0.1:{port}"
    settings = {
        "SUNO_BASE_URL": url, "ASSET_TRUSTED_ORIGINS": url, "SUNO_CDN_TEMPLATE": url + "/cdn/{audio_id}.mp3",
        "SEGMENT_TIMEOUT_SECONDS": "8",
    }  # fmt: skip
    with running(tmp_path / "stack", **settings) as stack:
        token = stack.token("listener", plan="pro", credits=10)
        with provider(port, log):
            run_id = created(stack, token, autoStart=True)
            once(stack, token, run_id, 1, "generating", "first")
        once(stack, token, run_id, 0, "complete")
        with provider(port, log):
            run = until(lambda: ready_after_a_sweep(stack, token, run_id))
    assert run["briefSource"] == "preset"
    assert statuses(run)[0] == statuses(run)[-1] == "complete"
    failed = statuses(run).count("failed")
    assert 1 <= failed <= 2, "what the provider had in hand when it died, and what waited too long for it"
    assert (run["creditsCharged"], run["creditsRefunded"]) == (5, failed)


def test_journeys_are_open_to_a_share_of_users_and_closing_them_stops_no_run(tmp_path: Path) -> None:
    with running(tmp_path / "stack") as stack:
        token = stack.token("listener", plan="pro", credits=10)
        run_id = created(stack, token)
        stack.call("POST", f"/v1/parcours/{run_id}/run", token)
        flags = tmp_path / "stack" / "features.json"
        flags.write_text(json.dumps({"parcours_enabled": {"default": False}}), "utf-8")
        refused = stack.call("POST", "/v1/parcours", token, json={"presetKey": "universel-reset"})
        assert (refused.status_code, refused.json()["code"]) == (403, "not_enabled")
        assert stack.call("GET", "/v1/parcours/presets", token).status_code == 200
        assert reaches(stack, token, run_id, "ready")["status"] == "ready"
