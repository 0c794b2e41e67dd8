"""Whatever the code tells a caller has a sentence in every language, in one table."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from string import Formatter

import pytest

from reprise.domain import errors
from reprise.domain.errors import DomainError
from reprise.edge.faults import REASONS
from reprise.edge.problems import LANGUAGES
from tests.gates.source import ROOT, modules, name_of, tree

TEXTS = json.loads((ROOT / "layers/common/reprise/edge/texts.json").read_text("utf-8"))
KINDS = {
    name: kind.code
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, DomainError) and name != "InvalidInput"
}


def told() -> Iterator[tuple[str, str]]:
    """Module and key of every sentence that the code asks for by a reason written out."""
    for path in modules("layers"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield from ((name_of(path), key) for key in _keys(node.func.id, node.args))


def _keys(called: str, given: list[ast.expr]) -> Iterator[str]:
    place, prefix = (1, "field") if called == "FieldError" else (0, KINDS.get(called, ""))
    if prefix and len(given) > place and isinstance(given[place], ast.Constant):
        yield f"{prefix}.{ast.literal_eval(given[place])}"


def test_every_reason_has_a_sentence() -> None:
    assert [(module, key) for module, key in told() if key not in TEXTS] == []
    assert [reason for reason in REASONS.values() if f"field.{reason}" not in TEXTS] == []


@pytest.mark.parametrize("key", TEXTS)
def test_a_sentence_tells_the_same_facts_in_every_language(key: str) -> None:
    facts = [sorted(str(name) for _, name, _, _ in Formatter().parse(TEXTS[key][one]) if name) for one in LANGUAGES]
    assert facts == [facts[0]] * len(LANGUAGES)
