"""A provider waits while the callback function starts, so that path does without the heavy libraries."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from tests.gates.declared import declared
from tests.gates.source import ROOT

HEAVY = {"boto3", "pydantic", "requests"}
APP = ROOT / "functions" / "callback"
STARTED = (
    "import json, sys, app; app.lambda_handler.parts();"
    " print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
)


def test_the_callback_function_imports_nothing_heavy_until_it_is_ready_for_its_first_call() -> None:
    path = os.pathsep.join([str(APP), str(ROOT / "layers" / "common")])
    variables = dict.fromkeys(declared()["callback"].variables, "1") | {"SUNO_SIGNATURE_SCHEME": "body"}
    environment = os.environ | variables | {"PYTHONPATH": path, "AWS_DEFAULT_REGION": "eu-west-1"}
    done = subprocess.run([sys.executable, "-c", STARTED], env=environment, capture_output=True, check=True)
    assert HEAVY & set(json.loads(done.stdout)) == set()
