"""Said once: no six lines of code stand in two places."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

from tests.gates.source import CODE, code_lines, modules, name_of, tree

BLOCK = 6


def says_nothing(node: ast.AST) -> bool:
    """An import, a field that is only declared, a parameter: two that need the same may well name the same."""
    if isinstance(node, ast.AnnAssign):
        return node.value is None
    return isinstance(node, ast.Import | ast.ImportFrom | ast.arg)


def telling_lines(path: Path) -> list[tuple[int, str]]:
    """Lines of code that say something, without their layout; lines of brackets alone do not."""
    skipped = {
        line
        for node in ast.walk(tree(path))
        if says_nothing(node)
        for line in range(node.lineno, (node.end_lineno or 0) + 1)  # type: ignore[attr-defined]
    }
    text = path.read_text("utf-8").splitlines()
    lines = [(number, "".join(text[number - 1].split())) for number in sorted(code_lines(path) - skipped)]
    return [(number, line) for number, line in lines if line.strip("()[]{},:")]


def test_no_block_is_written_twice() -> None:
    places = defaultdict(list)
    for path in modules(*CODE):
        lines = telling_lines(path)
        for start in range(len(lines) - BLOCK + 1):
            block = "\n".join(line for _, line in lines[start : start + BLOCK])
            places[block].append(f"{name_of(path)}:{lines[start][0]}")
    assert {block: where for block, where in places.items() if len(where) > 1} == {}
