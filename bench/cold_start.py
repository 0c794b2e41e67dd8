"""What a cold start of `callback` costs, against a bare botocore DynamoDB client: `python -m bench.cold_start`.

Each round starts fresh processes in turns and counts their processor time, which a busy machine disturbs less than the
clock. Exits with 1 above 1.3 times the bare client.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys

from bench.machine import machine
from local.processes import ROOT

BUDGET = 1.3
ROUNDS = 15
_PROGRAMS = {
    "bare botocore client": "import botocore.session as s; s.get_session().create_client('dynamodb')",
    "callback": "import app; from reprise.edge import clients; clients.dynamodb()",
}


def main() -> int:
    """Measure; 0 within the budget."""
    seconds = {name: min(_measure(program) for _ in range(ROUNDS)) for name, program in _PROGRAMS.items()}
    ratio = seconds["callback"] / seconds["bare botocore client"]
    print(f"{machine()}; processor time of a fresh process, best of {ROUNDS}")
    for name, best in seconds.items():
        print(f"  {name:22} {best * 1000:5.0f} ms")
    print(f"  {ratio:.2f} times, at most {BUDGET} are allowed")
    return 0 if ratio <= BUDGET else 1


def _measure(program: str) -> float:
    path = os.pathsep.join([str(ROOT / "layers/common"), str(ROOT / "functions/callback")])
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "AWS_DEFAULT_REGION": "eu-west-1", "PYTHONPATH": path}
    subprocess.run([sys.executable, "-c", program], env=environment, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
