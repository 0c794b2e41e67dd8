"""Nothing happens at import: no client is made, no setting read, no clock asked, no file opened."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gates.source import ROOT, Function, modules, name_of, tree
from tests.gates.test_imports import for_types_only
from tests.gates.test_locks import asked_for

LIVE = modules("layers", "functions")
DEEDS = {
    *("environ", "getenv", "from_env"),
    *("client", "resource", "create_client", "get_session", "Session", "PoolManager"),
    *("open", "read_text", "read_bytes", "urlopen"),
    *("now", "utcnow", "today", "time", "monotonic", "uuid4", "token_hex", "token_urlsafe"),
}


SELDOM = {
    name
    for path in (ROOT / "layers").glob("*/requirements.in")
    if path.parent.name != "common"
    for name in asked_for(path)
}
"""In layers that not every function has; there a package is imported under its own name."""


def run_at_import(node: ast.AST) -> Iterator[ast.AST]:
    """What is executed when the module is: everything but the bodies of functions and lambdas."""
    yield node
    if isinstance(node, ast.Lambda):
        return
    inside = ast.iter_child_nodes(node)
    if isinstance(node, Function):
        inside = iter([*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)])
    for child in inside:
        yield from run_at_import(child)


def deed(node: ast.AST) -> str:
    """The name under which something is done here, or nothing."""
    used = node.value if isinstance(node, ast.Subscript) else getattr(getattr(node, "func", None), "value", None)
    if isinstance(used, ast.Attribute) and used.attr == "environ":
        return used.attr
    if not isinstance(node, ast.Call):
        return ""
    return str(getattr(node.func, "attr", getattr(node.func, "id", "")))


@pytest.mark.parametrize("path", LIVE, ids=name_of)
def test_nothing_happens_at_import(path: Path) -> None:
    done = [ast.unparse(node) for node in run_at_import(tree(path)) if deed(node) in DEEDS]
    assert done == []


@pytest.mark.parametrize("path", LIVE, ids=name_of)
def test_what_not_every_function_has_is_imported_where_it_is_used(path: Path) -> None:
    executed = set(run_at_import(tree(path))) - for_types_only(path)
    statements = [node for node in executed if isinstance(node, ast.Import | ast.ImportFrom)]
    named = [getattr(node, "module", None) or node.names[0].name for node in statements]
    assert {name.split(".")[0] for name in named} & SELDOM == set()
