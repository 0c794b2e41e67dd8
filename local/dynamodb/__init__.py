"""The stack's DynamoDB: Amazon's DynamoDB Local where Java is at hand, else moto's."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from local.processes import ROOT, free_port, serving

POM = Path(__file__).with_name("pom.xml")
CACHE = ROOT / ".cache" / "dynamodb-local"
_MAIN = "software.amazon.dynamodb.services.local.main.ServerRunner"
_OLDEST_JAVA = 17


def java_version() -> int | None:
    """Major version of the `java` on the path."""
    if shutil.which("java") is None:
        return None
    answer = subprocess.run(["java", "-version"], capture_output=True, text=True, timeout=20, check=False)
    match = re.search(r'version "(\d+)', answer.stderr)
    return int(match[1]) if match else None


def _jars() -> list[Path]:
    return sorted(CACHE.glob("DynamoDBLocal-*.jar"))


def available() -> bool:
    """Whether DynamoDB Local can be started without fetching anything."""
    return bool(_jars()) and (java_version() or 0) >= _OLDEST_JAVA


def setup() -> str:
    """Fetch DynamoDB Local where Java and Maven are there; says what was done."""
    if available():
        return f"DynamoDB Local is ready: {_jars()[-1].name}"
    if (java_version() or 0) < _OLDEST_JAVA or shutil.which("mvn") is None:
        return f"no DynamoDB Local (needs Java >= {_OLDEST_JAVA} and Maven); moto's DynamoDB will be used"
    return _fetched()


def _fetched() -> str:
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={CACHE}"]
    try:
        done = subprocess.run(
            ["mvn", "-B", "-q", "-f", str(POM), *goal],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "Maven took too long; moto's DynamoDB will be used"
    if done.returncode or not _jars():
        return f"Maven could not fetch DynamoDB Local; moto's DynamoDB will be used\n{done.stdout[:400]}"
    return f"fetched {_jars()[-1].name}"


def choose(wanted: str | None = None) -> str:
    """`local` or `moto`: what was asked for (`DYNAMODB`), else the best that works here."""
    wanted = wanted or os.environ.get("DYNAMODB") or ""
    if wanted not in ("", "local", "moto"):
        raise SystemExit(f"DYNAMODB is local or moto, not {wanted!r}")
    return wanted or ("local" if available() else "moto")


def command(port: int) -> list[str]:
    """The command line of DynamoDB Local."""
    switches = ["-inMemory", "-sharedDb", "-disableTelemetry", "-port", str(port)]
    # Serial collection and the first compiler only: on two cores the faster start is worth more than peak speed.
    machine = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms256m", "-Xmx768m", f"-Djava.library.path={CACHE}"]
    return ["java", *machine, "-cp", f"{CACHE}/*", _MAIN, *switches]


@contextlib.contextmanager
def running(kind: str | None = None, log: Path | None = None) -> Iterator[tuple[str, str]]:
    """A DynamoDB as long as the block lasts: its endpoint URL and its kind (`local` or `moto`)."""
    kind, port = choose(kind), free_port()
    with tempfile.TemporaryDirectory() as folder:
        log = log or Path(folder) / "dynamodb.log"
        moto = [
            sys.executable,
            "-m",
            "local.moto_server",
            "http://nobody.invalid",
            str(port),
        ]  # it runs no machines here
        line = command(port) if kind == "local" else moto
        with serving(line, port, f"DynamoDB ({kind})", log) as url:
            yield url, kind
