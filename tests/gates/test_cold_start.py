"""A provider waits while the callback function starts, so that path does without the heavy libraries."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.gates.source import ROOT

HEAVY = {"boto3", "pydantic", "requests"}
APP = ROOT / "functions" / "callback"
LIST = "import json, sys, app; print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"


@pytest.mark.skipif(not (APP / "app.py").exists(), reason="no callback function yet")
def test_the_callback_path_imports_nothing_heavy() -> None:
    path = os.pathsep.join([str(APP), str(ROOT / "layers" / "common")])
    done = subprocess.run(
        [sys.executable, "-c", LIST], env=os.environ | {"PYTHONPATH": path}, capture_output=True, check=True
    )
    assert HEAVY & set(json.loads(done.stdout)) == set()
