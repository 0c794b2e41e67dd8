"""A process that copies songs until it is done or killed: `worker <s3 endpoint> <origin> <count>`."""

from __future__ import annotations

import sys

from tests.integration.assets import campaign, stand


def main(endpoint: str, origin: str, count: str) -> None:
    """Copy them in order; those that are stored already are delivered again all the same."""
    work = [campaign.Job(number, "drip", 0) for number in range(int(count))]
    store = stand.objects(endpoint)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    campaign.deliver(work, origin, store, workers=4)


if __name__ == "__main__":
    main(*sys.argv[1:])
