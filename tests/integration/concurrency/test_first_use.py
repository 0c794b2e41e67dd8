"""A fresh process whose first tracks are read by many threads at once, as the sweep's are, lives through it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.blueprint import ROOT

FRESH_PROCESSES = 5


@pytest.mark.timeout(120)
@pytest.mark.parametrize("number", range(FRESH_PROCESSES))
def test_threads_that_read_their_first_track_at_once_do_not_kill_the_process(number: int) -> None:
    script = Path(__file__).with_name("first_use.py")
    paths = {"PYTHONPATH": str(ROOT / "layers" / "common")}
    done = subprocess.run([sys.executable, script], env=paths, capture_output=True, text=True, timeout=100, check=False)
    assert (done.returncode, done.stderr) == (0, "")
