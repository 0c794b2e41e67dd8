"""Does the steps of a run, as the state machine asks for them."""

from __future__ import annotations

from typing import Any

from reprise.edge.bootstrap.runner import Settings, build
from reprise.edge.function import Function
from reprise.edge.logging import log
from reprise.usecases.steps import Step, Stepper


def step(stepper: Stepper, event: dict[str, Any], _context: object) -> dict[str, str]:
    """Do one step. The state machine goes on when it is told so under the step's token."""
    asked = Step(event["runId"], event["execution"], event.get("token", ""), event.get("index", 0))
    steps = {"segment": stepper.segment, "lengthen": stepper.lengthen, "broken": stepper.broken}
    outcome = steps[event["step"]](asked)
    log("stepped", run_id=asked.run_id, execution=asked.execution, step=event["step"], became=outcome)
    return {"outcome": outcome}


lambda_handler = Function(Settings, build, handle=step)
