"""What cold starts cost, against a bare botocore DynamoDB client: `python -m bench.cold_start`.

Fresh processes take turns. Each imports a function, puts it together and makes the clients of its first call; secrets
are not read. Counted is processor time, which a busy machine disturbs less than the clock. Exits with 1 when a function
is over its budget.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping

from bench.machine import machine
from local.processes import ROOT
from local.resources import Place
from local.template import Template

BUDGETS = {"callback": 1.3, "sign_track": 1.5, "sweep": 1.5, "generate": 1.7}
"""Times of the bare client."""
ROUNDS = 15
_BARE = "bare botocore client"
_USES_DYNAMODB = "from app import lambda_handler as f; f.parts(); f.surroundings.dynamodb.meta"
_PROGRAMS = {
    _BARE: "import botocore.session as s; s.get_session().create_client('dynamodb')",
    **dict.fromkeys(BUDGETS, _USES_DYNAMODB),
    "sign_track": f"{_USES_DYNAMODB}; f.surroundings.s3.meta",
}
_OWN = {"JwtIssuer": "https://issuer.example", "PublicBaseUrl": "https://api.example"}


def main() -> int:
    """Measure; 0 within the budgets."""
    environments = _environments()
    rounds = [{name: _measure(name, environments.get(name, {})) for name in _PROGRAMS} for _ in range(ROUNDS)]
    best = {name: min(seconds[name] for seconds in rounds) for name in _PROGRAMS}
    print(f"{machine()}; processor time of a fresh process, best of {ROUNDS}")
    print(f"  {_BARE:22} {best[_BARE] * 1000:5.0f} ms")
    for line in _table(best):
        print(line)
    return int(any(best[name] > budget * best[_BARE] for name, budget in BUDGETS.items()))


def _table(best: Mapping[str, float]) -> Iterator[str]:
    for name, budget in BUDGETS.items():
        ratio = best[name] / best[_BARE]
        yield f"  {name:22} {best[name] * 1000:5.0f} ms, {ratio:.2f} times; at most {budget} are allowed"


def _environments() -> dict[str, dict[str, str]]:
    """The functions' variables, with a text in place of each secret."""
    plan = Template(ROOT / "template.yaml", Place(_OWN["PublicBaseUrl"], "http://aws.invalid"), {}, _OWN).plan()
    return {
        one.name: {name: _plain(value) for name, value in one.environment.items()} for one in plan.functions.values()
    }


def _plain(value: str) -> str:
    return "a secret" if value.startswith("ssm:") else value


def _measure(name: str, environment: Mapping[str, str]) -> float:
    path = os.pathsep.join([str(ROOT / "layers/common"), str(ROOT / "functions" / name)])
    whole = {**os.environ, **environment, "AWS_DEFAULT_REGION": "eu-west-1", "PYTHONPATH": path}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", _PROGRAMS[name]], env=whole, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
