"""Every minute: asks providers about stuck tracks, ends the overdue, queues what was missed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reprise.edge.bootstrap.sweep import Settings, sweeper
from reprise.edge.logging import log

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

SETTINGS = Settings


def lambda_handler(_event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    """Sweep as long as there is time."""
    seen = sweeper().sweep(lambda: context.get_remaining_time_in_millis() / 1000)
    log("swept", seen=seen)
    return {"seen": seen}
