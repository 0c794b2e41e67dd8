"""What a copy costs: `python -m bench.download [--mebibytes 50] [--rounds 5]`.

Each round measures, in fresh processes and in turns, our copy of one MP3 and the plainest program that does
the same: `requests.get(stream=True)` into boto3's `upload_fileobj`, which checks nothing. Exits 1 when a copy
takes more than 128 MB of memory or, by the medians, is more than a fifth slower than the plain program.
"""

from __future__ import annotations

import argparse
import json
import socketserver
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from bench.machine import machine
from tests.integration.assets import stand

MEMORY_BUDGET_MB = 128
SLOWDOWN_BUDGET = 1.2
_MIB = 1024 * 1024


class _Song(socketserver.StreamRequestHandler):
    """Answers every request with the server's song, all of it at once."""

    def handle(self) -> None:
        """Read the request's head and answer."""
        while self.rfile.readline().strip():
            continue
        song = self.server.song  # type: ignore[attr-defined]
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\n")
        self.wfile.write(b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(song))
        self.wfile.write(song)


@contextmanager
def _serving(song: bytes) -> Iterator[str]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Song) as server:
        server.song = song  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def ours(origin: str, endpoint: str, key: str) -> Callable[[], object]:
    """Our copy, ready to run."""
    from reprise.domain.versions import Asset  # noqa: PLC0415 - each child imports only what it measures
    from reprise.providers.assets import FetchRules  # noqa: PLC0415
    from reprise.usecases.storing import Wanted, store_asset  # noqa: PLC0415

    rules = FetchRules(trusted_origins=(origin,))
    store, song = stand.objects(endpoint), Wanted(url=f"{origin}/song.mp3", asset=Asset.AUDIO, stem=key)
    return lambda: store_asset(song, rules=rules, objects=store)


def plain(origin: str, endpoint: str, key: str) -> Callable[[], object]:
    """The plain program, ready to run."""
    import boto3  # noqa: PLC0415
    import requests  # noqa: PLC0415

    client = boto3.client(
        "s3",
        region_name="us-east-1",
        endpoint_url=endpoint,
        aws_access_key_id="x",
        aws_secret_access_key=stand.SECRET,
    )

    def copy() -> None:
        with requests.get(f"{origin}/song.mp3", stream=True, timeout=60) as answer:
            client.upload_fileobj(cast("IO[bytes]", answer.raw), stand.BUCKET, key)

    return copy


def peak_mb() -> float:
    """The high-water mark of this process's own memory; getrusage counts what its parent had before exec."""
    status = Path("/proc/self/status").read_text()
    kib = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(kib) * 1024 / 1e6


def _child(which: str, origin: str, endpoint: str, key: str) -> None:
    copy = {"ours": ours, "plain": plain}[which](origin, endpoint, key)
    started = time.perf_counter()
    copy()
    print(json.dumps({"seconds": time.perf_counter() - started, "peak": peak_mb()}))


def _measure(which: str, origin: str, endpoint: str, key: str) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.download", "--child", which, origin, endpoint, key]
    answer = subprocess.run(command, env=stand.python_path(), check=True, capture_output=True, text=True)
    stand.s3_client(endpoint).delete_object(Bucket=stand.BUCKET, Key=f"{key}.mp3" if which == "ours" else key)
    result: dict[str, float] = json.loads(answer.stdout)
    return result


def _run(mebibytes: int, rounds: int) -> bool:
    unit = stand.mp3(20, kilobits=128)
    song = unit * (mebibytes * _MIB // len(unit))
    results: dict[str, list[dict[str, float]]] = {"plain": [], "ours": []}
    with stand.s3_process() as endpoint, _serving(song) as origin:
        for number in range(rounds):
            for which, found in results.items():
                found.append(_measure(which, origin, endpoint, f"bench/{number}"))
    return _report(results, len(song))


def _report(results: dict[str, list[dict[str, float]]], size: int) -> bool:
    print(f"one MP3 of {size / 1e6:.1f} MB to moto's S3; {machine()}; medians of {len(results['ours'])}")
    print(f"{'':28}{'seconds':>9}{'MB/s':>9}{'peak MB':>9}")
    seconds: dict[str, float] = {}
    for which, found in results.items():
        seconds[which] = statistics.median(item["seconds"] for item in found)
        peak = max(item["peak"] for item in found)
        name = {"ours": "store_asset", "plain": "requests -> upload_fileobj"}[which]
        print(f"{name:28}{seconds[which]:9.3f}{size / 1e6 / seconds[which]:9.1f}{peak:9.1f}")
    ratio, peak = seconds["ours"] / seconds["plain"], max(item["peak"] for item in results["ours"])
    print(f"time {ratio:.2f} x the plain one, at most {SLOWDOWN_BUDGET}; memory at most {MEMORY_BUDGET_MB} MB")
    return ratio <= SLOWDOWN_BUDGET and peak <= MEMORY_BUDGET_MB


def main() -> int:
    """Measure and report; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mebibytes", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--child", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        _child(*options.child)
        return 0
    return 0 if _run(options.mebibytes, options.rounds) else 1


if __name__ == "__main__":
    sys.exit(main())
