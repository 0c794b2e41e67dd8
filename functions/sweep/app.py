"""Every minute: asks providers about stuck tracks, ends the overdue, queues what was missed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reprise.edge.bootstrap.sweep import Parts, Settings, build
from reprise.edge.function import Function
from reprise.edge.logging import log

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext


def sweep(parts: Parts, _event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    """Sweep as long as there is time; runs first, as they are few and somebody listens."""

    def seconds_left() -> float:
        return context.get_remaining_time_in_millis() / 1000

    tended, seen = parts.tender.tend(seconds_left), parts.sweeper.sweep(seconds_left)
    log("swept", seen=seen, tended=tended)
    return {"seen": seen + tended}


lambda_handler = Function(Settings, build, handle=sweep)
