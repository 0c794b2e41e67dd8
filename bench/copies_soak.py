"""Copies from the server of lies by the thousand: `python -m bench.copies_soak [--copies 100000] [--seed 1]`.

The server, S3 and this program are three processes. Exits 1 when an object is bad, a song lost, or this
process ever took more memory than a copy may (it makes 24 at a time).
"""

from __future__ import annotations

import argparse
import sys
import time

from bench.download import MEMORY_BUDGET_MB, peak_mb
from bench.machine import machine
from reprise.store.objects import Objects
from tests.integration.assets import campaign, stand

_BATCH = 2000


def _soak(copies: int, seed: int, origin: str, objects: Objects) -> campaign.Outcome:
    total, started = campaign.Outcome(), time.monotonic()
    for first in range(0, copies, _BATCH):
        count = min(_BATCH, copies - first)
        total.add(campaign.run(campaign.jobs(first, count, seed + first), origin, objects))
        objects.delete_prefix("campaign/")
        done, rate = first + count, (first + count) / (time.monotonic() - started)
        print(
            f"{done} copies, {rate:.0f}/s, {len(total.bad)} bad, {len(total.lost)} lost, {peak_mb():.0f} MB",
            flush=True,
        )
    return total


def _report(total: campaign.Outcome) -> bool:
    print(machine())
    print(f"{total.stored} stored, {total.refused} refused, in {total.deliveries} deliveries")
    for reason, count in sorted(total.reasons.items()):
        print(f"  {count:7} {reason}")
    print(f"bad: {total.bad or 'none'}\nlost: {total.lost or 'none'}\npeak memory: {peak_mb():.1f} MB")
    return not total.bad and not total.lost and peak_mb() <= MEMORY_BUDGET_MB


def main() -> int:
    """Soak and report; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with stand.s3_process() as endpoint, stand.liar_process() as origin:
        total = _soak(options.copies, options.seed, origin, stand.objects(endpoint))
    return 0 if _report(total) else 1


if __name__ == "__main__":
    sys.exit(main())
