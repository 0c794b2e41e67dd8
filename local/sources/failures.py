"""Which items of a batch an invocation says it could not do."""

from __future__ import annotations

from local.pool import Outcome


def failed_ids(outcome: Outcome, ids: list[str], *, partial: bool) -> list[str]:
    """The ids of a batch that failed: none, those reported, or all when the answer cannot be trusted."""
    if outcome.kind != "ok":
        return ids
    if not partial or not outcome.value:
        return []
    try:
        reported = [one["itemIdentifier"] for one in outcome.value.get("batchItemFailures") or []]
    except (AttributeError, KeyError, TypeError):
        return ids
    return ids if set(reported) - set(ids) else reported
