"""Arrows point one way: functions -> usecases -> (domain, providers, store), edge beside them."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gates.source import ROOT, modules, name_of, tree

LAYER = ROOT / "layers" / "common"
# Which of our packages a package may import, itself aside.
OURS = {
    "domain": set(),
    "providers": {"domain"},
    "store": {"domain"},
    "usecases": {"domain", "providers", "store"},
    # Shows what use cases answer, and is where each function is put together; none of the others knows it.
    "edge": {"domain", "providers", "store", "usecases"},
    "functions": {"domain", "edge", "usecases"},
}
# What speaks to the outside world stays where that is somebody's job; the domain has the standard library only.
AWS = {"boto3", "botocore"}
HTTP = {"ssrfguard"}
# What comes from a model is judged where it comes in: the only place outside `edge` that knows pydantic.
OF_A_MODEL = LAYER / "reprise" / "providers" / "openai" / "answer.py"
THEIRS: dict[str, set[str]] = {
    "domain": set(),
    "providers": {"av", "tinytag"} | HTTP,
    "store": {"cryptography", "msgspec"} | AWS,
    "usecases": set(),
    "edge": {"aws_lambda_powertools", "msgspec", "pydantic", "typing_extensions"} | AWS,
    "functions": {"aws_lambda_powertools"},
}


def package_of(path: Path) -> str:
    """domain, store, ... or functions."""
    return "functions" if path.is_relative_to(ROOT / "functions") else path.relative_to(LAYER).parts[1]


def for_types_only(path: Path) -> set[ast.AST]:
    """What stands below `if TYPE_CHECKING:` and is never executed."""
    blocks = [node for node in ast.walk(tree(path)) if isinstance(node, ast.If)]
    guarded = [block for block in blocks if "TYPE_CHECKING" in ast.unparse(block.test)]
    return {node for block in guarded for statement in block.body for node in ast.walk(statement)}


def imported(path: Path, *, types_too: bool = False) -> Iterator[str]:
    """Dotted names of all a module imports, anywhere in it; relative ones made absolute."""
    passed_over = set() if types_too else for_types_only(path)
    for node in set(ast.walk(tree(path))) - passed_over:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            stem = stem_of(path, node)
            yield from (f"{stem}.{alias.name}" for alias in node.names)


def stem_of(path: Path, node: ast.ImportFrom) -> str:
    """The dotted name of the module that a `from` names."""
    here = path.relative_to(LAYER).parts[:-1] if path.is_relative_to(LAYER) else ()
    base = here[: len(here) - node.level + 1] if node.level else ()
    return ".".join((*base, *(node.module or "").split("."))).strip(".")


def inside(package: str) -> list[Path]:
    """The modules of a package of ours."""
    layer = [path for path in modules("layers") if len(path.relative_to(LAYER).parts) > 2]
    ours = layer + [path for path in modules("functions") if path.name == "app.py"]
    return [path for path in ours if package_of(path) == package]


@pytest.mark.parametrize("package", OURS)
def test_a_package_of_ours_imports_only_what_lies_below_it(package: str) -> None:
    forbidden = set(OURS) - OURS[package] - {package}
    strays = [
        f"{name_of(path)} imports {name}"
        for path in inside(package)
        for name in imported(path, types_too=True)
        if name.startswith("reprise.") and name.split(".")[1] in forbidden
    ]
    assert strays == []


@pytest.mark.parametrize("package", THEIRS)
def test_a_package_of_ours_uses_only_the_libraries_that_are_its_business(package: str) -> None:
    allowed = THEIRS[package] | sys.stdlib_module_names | {"reprise"}
    strays = [
        f"{name_of(path)} imports {name}"
        for path in inside(package)
        for name in imported(path)
        if name.split(".")[0] not in allowed | ({"pydantic"} if path == OF_A_MODEL else set())
    ]
    assert strays == []
