"""Nothing happens at import: no client is made, no setting read, no clock asked, no file opened."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gates.source import Function, modules, name_of, tree

LIVE = modules("layers", "functions")
DEEDS = {
    *("environ", "getenv", "from_env"),
    *("client", "resource", "create_client", "get_session", "Session", "PoolManager"),
    *("open", "read_text", "read_bytes", "urlopen"),
    *("now", "utcnow", "today", "time", "monotonic", "uuid4", "token_hex", "token_urlsafe"),
}


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
