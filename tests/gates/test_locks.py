"""What is installed is what was pinned, and the tests run what is deployed."""

from __future__ import annotations

import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.gates.source import ROOT, modules
from tests.gates.test_imports import imported

LAYER = ROOT / "layers" / "common"
LOCKS = [LAYER / "requirements.lock", *sorted((ROOT / "requirements").glob("*.lock"))]
PIN = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;]+)(?: ;[^\\\n]*)?( \\)?$", re.MULTILINE)
# Part of the Lambda runtime; layers/common/requirements.in says why they are not shipped.
RUNTIME = {"boto3", "botocore"}


def pins(name: str) -> dict[str, str]:
    """Packages and versions of a lock file."""
    return {package: version for package, version, _ in PIN.findall((ROOT / name).read_text("utf-8"))}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_package_is_pinned_and_hashed(lock: Path) -> None:
    lines = [line for line in lock.read_text("utf-8").splitlines() if re.match(r"[\w-]", line)]
    assert lines
    assert [line for line in lines if not PIN.match(line) or not line.endswith("\\")] == []


def test_the_layer_has_the_versions_the_tests_run_with() -> None:
    ours, theirs = pins("layers/common/requirements.lock"), pins("requirements/dev.lock")
    assert ours.items() <= theirs.items()


def test_what_the_layer_asks_for_is_what_its_code_imports() -> None:
    asked = set(re.findall(r"^[\w-]+", (LAYER / "requirements.in").read_text("utf-8"), re.MULTILINE))
    tops = {name.split(".")[0] for path in modules("layers", "functions") for name in imported(path)}
    foreign = tops - sys.stdlib_module_names - {"reprise"} - RUNTIME
    names = packages_distributions()
    assert {names[top][0].lower().replace("_", "-") for top in foreign} == asked
