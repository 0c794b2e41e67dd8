"""`make redrive QUEUE=DownloadsDeadLetters`: puts the local stack's dead letters back where they came from."""

from __future__ import annotations

import argparse
import sys

import requests


def main() -> int:
    """Redrive one queue; 0 when the stack did it."""
    parser = argparse.ArgumentParser(prog="python -m tools.redrive", description=__doc__)
    parser.add_argument("queue", help="logical id of a dead-letter queue")
    parser.add_argument("--port", type=int, default=8700)
    given = parser.parse_args()
    try:
        answer = requests.post(f"http://127.0.0.1:{given.port}/_local/queues/{given.queue}/redrive", timeout=60)
    except requests.ConnectionError:
        print(f"no stack answers on port {given.port}; start one with: make up PORT={given.port}", file=sys.stderr)
        return 1
    print(answer.text)
    return 0 if answer.ok else 1


if __name__ == "__main__":
    sys.exit(main())
