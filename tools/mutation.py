"""`make mutation`: changes lifecycle, ledger and limits in small ways, and counts the changes that the tests notice.

mutmut wants the package at the root of a project, and here it is in a layer; so such a project is laid out first.
Exits with 1 when fewer than 95 % of the mutants are killed, and names those that live.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAGE = ROOT / ".cache" / "mutation"
WANTED_PERCENT = 95

MODULES = (
    "accounts",
    "admission",
    "attempts",
    "clips",
    "copies",
    "credits",
    "decision",
    "gates",
    "lifecycle",
    "operations",
    "progress",
    "rest",
    "results",
    "turns",
    "wishes",
)

_CONFIG = """
[tool.mutmut]
source_paths = ["reprise"]
only_mutate = [{modules}]
also_copy = ["reprise", "tests"]
pytest_add_cli_args_test_selection = ["tests/unit/domain"]

[tool.pytest.ini_options]
pythonpath = ["."]
addopts = ["--import-mode=importlib", "-q", "-p", "no:cacheprovider"]
asyncio_mode = "auto"
"""

_RESULT = re.compile(r"^\s+(\S+__mutmut_\d+): (.+)$", re.MULTILINE)


def main() -> int:
    """Run it; 0 when enough mutants are killed."""
    _lay_out()
    mutmut = Path(sys.executable).with_name("mutmut")
    subprocess.run([mutmut, "run"], cwd=STAGE, check=False, stdout=subprocess.DEVNULL)
    told = subprocess.run([mutmut, "results", "--all", "true"], cwd=STAGE, check=True, capture_output=True, text=True)
    results = _RESULT.findall(told.stdout)
    return _report(results)


def _lay_out() -> None:
    shutil.rmtree(STAGE, ignore_errors=True)
    shutil.copytree(ROOT / "layers/common/reprise", STAGE / "reprise")
    shutil.copytree(ROOT / "tests/unit/domain", STAGE / "tests/unit/domain")
    modules = ", ".join(f'"reprise/domain/{name}.py"' for name in MODULES)
    (STAGE / "pyproject.toml").write_text(_CONFIG.format(modules=modules))


def _report(results: list[tuple[str, str]]) -> int:
    counts = Counter(result for _, result in results)
    killed = counts["killed"] + counts["timeout"]
    percent = 100 * killed / len(results) if results else 0
    for name, result in results:
        if result not in {"killed", "timeout"}:
            print(f"{result}: {name}")
    print(f"{killed} of {len(results)} mutants killed, {percent:.1f} %; {WANTED_PERCENT} % are wanted")
    return 0 if percent >= WANTED_PERCENT else 1


if __name__ == "__main__":
    sys.exit(main())
