"""Small pieces: one can hold a module in the head and see a function without scrolling."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from radon.complexity import add_inner_blocks, average_complexity, cc_visit
from radon.visitors import Function

from tests.gates.source import CODE, ROOT, code_lines, functions, length, modules, name_of, tree

EVERYTHING = modules(*CODE)
DEPLOYED = modules("layers", "functions")
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


def test_a_function_has_a_complexity_of_at_most_8() -> None:
    """Radon also counts the operators of a condition, conditional expressions and comprehensions."""
    found = [(name_of(path), one) for path in EVERYTHING for one in measured(path)]
    crowded = {f"{name} {one.fullname}": one.complexity for name, one in found if one.complexity > 8}
    assert crowded == {}


def test_what_is_deployed_has_a_low_mean_complexity() -> None:
    """As `radon cc --average` prints it. The bound only ever goes down; the aim is 2."""
    blocks = [block for path in DEPLOYED for block in cc_visit(path.read_text("utf-8"))]
    assert average_complexity(blocks) <= 2.17


def measured(path: Path) -> Iterator[Function]:
    """Radon's measure of every function and method of a module, inner ones too."""
    blocks = add_inner_blocks(cc_visit(path.read_text("utf-8")))
    return (block for block in blocks if isinstance(block, Function))


def test_a_comprehension_has_at_most_one_condition() -> None:
    nodes = ((name_of(path), node) for path in modules("layers", "functions", "local") for node in ast.walk(tree(path)))
    comprehensions = ((name, node) for name, node in nodes if isinstance(node, ast.comprehension))
    crowded = [f"{name}:{node.target.lineno}" for name, node in comprehensions if _is_crowded(node)]
    assert crowded == []


def _is_crowded(node: ast.comprehension) -> bool:
    joined = [condition for condition in node.ifs if isinstance(condition, ast.BoolOp)]
    return len(node.ifs) > 1 or bool(joined)


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
