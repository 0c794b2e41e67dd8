"""Which items of a batch an invocation says it could not do."""

from __future__ import annotations

from typing import Any

from local.pool import Outcome


def failed_ids(outcome: Outcome, ids: list[str], *, partial: bool) -> list[str]:
    """The ids of a batch that failed: none, those reported, or all when the answer cannot be trusted."""
    if outcome.kind != "ok":
        return ids
    if not partial or not outcome.value:
        return []
    reported = _reported(outcome.value)
    if reported is None or set(reported) - set(ids):
        return ids
    return reported


def _reported(value: Any) -> list[str] | None:
    try:
        return [one["itemIdentifier"] for one in value.get("batchItemFailures") or []]
    except (AttributeError, KeyError, TypeError):
        return None
