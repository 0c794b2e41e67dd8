"""State machines of the template: the very file that AWS gets, its substitutions filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from local.intrinsics import TemplateError, refuse_unknown
from local.specs import Function, Machine

# What is read here, and what means nothing on one machine.
_KEYS = ("Name", "DefinitionUri", "DefinitionSubstitutions")
_OTHER_KEYS = ("Type", "Policies", "Role", "Logging", "Tracing")
_SUBSTITUTION = re.compile(r"\$\{(\w+)\}")


class Source(Protocol):
    """The part of the template that machines need."""

    folder: Path

    def resolve(self, value: Any) -> Any:
        """The value without intrinsics."""


def definition(text: str, substitutions: Mapping[str, str]) -> str:
    """A definition with its substitutions filled in; TemplateError for one that nobody gives."""
    missing = sorted(set(_SUBSTITUTION.findall(text)) - set(substitutions))
    if missing:
        raise TemplateError(f"nothing is given for {', '.join(missing)} of a state machine")
    return _SUBSTITUTION.sub(lambda match: substitutions[match[1]], text)


def machine(
    template: Source, logical_id: str, properties: dict[str, Any], functions: Mapping[str, Function]
) -> Machine:
    """A machine of the template; `functions` are all of them, by logical id."""
    refuse_unknown(properties, (*_KEYS, *_OTHER_KEYS), f"the state machine {logical_id}")
    if properties.get("Type", "STANDARD") != "STANDARD":
        raise TemplateError(f"the local stack only knows standard state machines, not {logical_id}")
    text = (template.folder / properties["DefinitionUri"]).read_text("utf-8")
    whole = definition(text, template.resolve(properties.get("DefinitionSubstitutions", {})))
    arns = {one.name: template.resolve({"Fn::GetAtt": f"{name}.Arn"}) for name, one in functions.items()}
    arn = template.resolve({"Ref": logical_id})
    return Machine(
        logical_id=logical_id,
        name=arn.rpartition(":")[2],
        definition=whole,
        functions=tuple(name for name, one in arns.items() if one in whole),
    )
