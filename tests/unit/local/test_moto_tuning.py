"""The changes to moto fit the moto that is there, or say what they miss."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import moto.sqs.models as sqs
import pytest
from moto.core import responses

from local import moto_tuning
from local.processes import ROOT


def test_a_moto_that_has_lost_something_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(sqs, "unix_time")
    monkeypatch.delattr(responses, "method_names_from_class")
    before = sqs.Queue.delete_message
    with pytest.raises(moto_tuning.MotoChangedError) as refusal:
        moto_tuning.apply()
    assert "moto.sqs.models.unix_time is gone" in str(refusal.value)
    assert "moto.core.responses.method_names_from_class is gone" in str(refusal.value)
    assert sqs.Queue.delete_message is before


def test_a_moto_whose_function_takes_something_else_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def delete_message(self: Any, receipt_handle: str, region: str) -> None:
        raise NotImplementedError

    monkeypatch.setattr(sqs.Queue, "delete_message", delete_message)
    with pytest.raises(moto_tuning.MotoChangedError, match=r"Queue\.delete_message takes .*'region'"):
        moto_tuning.apply()


def test_the_changes_fit_the_moto_that_is_installed() -> None:
    """In a process of its own: they are for all of it."""
    apply = "moto_tuning.apply(); moto_machines.apply('http://127.0.0.1:1')"
    command = [sys.executable, "-c", f"from local import moto_machines, moto_tuning; {apply}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
