"""What is installed is what was pinned, and the tests run what is deployed."""

from __future__ import annotations

import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.gates.source import ROOT, modules, name_of
from tests.gates.test_imports import imported

LAYERS = sorted((ROOT / "layers").glob("*/requirements.in"))
DEPLOYED = [path.with_suffix(".lock") for path in LAYERS]
LOCKS = [*DEPLOYED, *sorted((ROOT / "requirements").glob("*.lock"))]
PIN = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;]+)(?: ;[^\\\n]*)?( \\)?$", re.MULTILINE)
# Part of the Lambda runtime; layers/common/requirements.in says why they are not shipped.
RUNTIME = {"boto3", "botocore"}


def pins(lock: Path) -> dict[str, str]:
    """Packages and versions of a lock file."""
    return {package: version for package, version, _ in PIN.findall(lock.read_text("utf-8"))}


def asked_for(layer: Path) -> set[str]:
    """What a layer's list names."""
    return set(re.findall(r"^[\w-]+", layer.read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS, ids=name_of)
def test_every_package_is_pinned_and_hashed(lock: Path) -> None:
    lines = [line for line in lock.read_text("utf-8").splitlines() if re.match(r"[\w-]", line)]
    assert lines
    assert [line for line in lines if not PIN.match(line) or not line.endswith("\\")] == []


@pytest.mark.parametrize("lock", DEPLOYED, ids=name_of)
def test_a_layer_has_the_versions_the_tests_run_with(lock: Path) -> None:
    assert pins(lock).items() <= pins(ROOT / "requirements" / "dev.lock").items()


def test_no_package_is_in_two_layers() -> None:
    packages = [package for lock in DEPLOYED for package in pins(lock)]
    assert sorted(packages) == sorted(set(packages))


def test_what_the_layers_ask_for_is_what_the_code_imports() -> None:
    asked = set().union(*map(asked_for, LAYERS))
    tops = {name.split(".")[0] for path in modules("layers", "functions") for name in imported(path)}
    foreign = tops - sys.stdlib_module_names - {"reprise"} - RUNTIME
    names = packages_distributions()
    assert {names[top][0].lower().replace("_", "-") for top in foreign} == asked
