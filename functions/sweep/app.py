"""Every minute: asks providers about stuck tracks, ends the overdue, queues what was missed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reprise.edge.bootstrap.sweep import Settings, build
from reprise.edge.function import Function
from reprise.edge.logging import log
from reprise.usecases.sweeping import Sweeper

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext


def sweep(sweeper: Sweeper, _event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    """Sweep as long as there is time."""
    seen = sweeper.sweep(lambda: context.get_remaining_time_in_millis() / 1000)
    log("swept", seen=seen)
    return {"seen": seen}


lambda_handler = Function(Settings, build, handle=sweep)
