"""Small pieces: one can hold a module in the head and see a function without scrolling."""

from __future__ import annotations

import subprocess
import sys

from tests.gates.source import CODE, ROOT, code_lines, functions, length, modules, name_of, tree

EVERYTHING = modules(*CODE)
HANDLERS = [path for path in modules("functions") if path.name == "app.py"]


def test_a_module_has_at_most_150_lines_of_code() -> None:
    sizes = {name_of(path): len(code_lines(path)) for path in EVERYTHING}
    assert {name: size for name, size in sizes.items() if size > 150} == {}


def test_a_function_has_at_most_30_lines_of_code() -> None:
    sizes = {
        f"{name_of(path)}:{function.lineno} {function.name}": length(path, function)
        for path in EVERYTHING
        for function in functions(path)
    }
    assert {name: size for name, size in sizes.items() if size > 30} == {}


def test_a_function_has_at_most_five_ways_through_it() -> None:
    """Ruff counts as McCabe did; here no `noqa` excuses anything."""
    rule = ["--select", "C901", "--ignore-noqa", "--config", "lint.mccabe.max-complexity = 5"]
    ruff = [sys.executable, "-m", "ruff", "check", "--quiet", "--output-format", "concise", *rule, "."]
    assert subprocess.run(ruff, cwd=ROOT, capture_output=True, text=True, check=False).stdout.splitlines() == []


def test_a_handler_file_has_at_most_30_lines_of_code() -> None:
    sizes = {name_of(path): len(code_lines(path)) for path in HANDLERS}
    assert {name: size for name, size in sizes.items() if size > 30} == {}


def test_a_handler_has_at_most_10_lines() -> None:
    sizes = {
        f"{name_of(path)} {function.name}": length(path, function) for path in HANDLERS for function in functions(path)
    }
    assert {name: size for name, size in sizes.items() if size > 10} == {}


def test_the_measure_counts_code_only() -> None:
    """The module you are reading parses, and its docstrings are not in the count."""
    here = next(path for path in EVERYTHING if path.name == "test_sizes.py")
    assert tree(here).body[0].lineno not in code_lines(here)
