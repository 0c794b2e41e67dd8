"""The repository as the gates see it: its files, and what counts as a line of code."""

from __future__ import annotations

import ast
import io
import subprocess
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = ("layers", "functions", "local", "bench", "tools", "tests")
_LAYOUT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def files() -> list[Path]:
    """Every file that is, or would be, in the repository."""
    listing = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    git = subprocess.run(listing, capture_output=True, text=True, check=False)
    named = {ROOT / name for name in git.stdout.split("\0") if name} if git.returncode == 0 else set(_unpacked())
    return sorted(path for path in named if path.is_file())


def _unpacked() -> Iterator[Path]:
    """The same of a copy without its history, where git cannot say: all but what tools keep in hidden folders."""
    for path in ROOT.rglob("*"):
        folders = path.relative_to(ROOT).parts[:-1]
        if not any(folder.startswith((".", "__pycache__")) for folder in folders if folder != ".ci"):
            yield path


def modules(*folders: str) -> list[Path]:
    """The Python files below these folders."""
    return [
        path
        for path in files()
        if path.suffix == ".py" and path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in folders
    ]


def name_of(path: Path) -> str:
    """A path as the failure message shows it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The parsed module."""
    return ast.parse(path.read_text("utf-8"), name_of(path))


def functions(path: Path) -> Iterator[Function]:
    """Every function and method of a module, inner ones too."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


@cache
def code_lines(path: Path) -> frozenset[int]:
    """Numbers of the lines that hold code: no blank lines, comments or docstrings."""
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline)
    used = {line for token in tokens if token.type not in _LAYOUT for line in range(token.start[0], token.end[0] + 1)}
    return frozenset(used - set(_docstring_lines(path)))


def _docstring_lines(path: Path) -> Iterator[int]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Module | ast.ClassDef | Function) and ast.get_docstring(node, clean=False):
            yield from range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1)


def length(path: Path, function: Function) -> int:
    """Lines of code of one function, its signature included."""
    return len(code_lines(path) & set(range(function.lineno, (function.end_lineno or 0) + 1)))
