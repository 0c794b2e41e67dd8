"""What pydantic finds wrong, in the words of this house: reasons that `texts.json` has a sentence for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reprise.domain.errors import Fact, FieldError

REASONS: dict[str, str] = {
    "missing": "required",
    "string_type": "text",
    "string_too_long": "too_long",
    "string_pattern_mismatch": "control_characters",
    "tuple_type": "list",
    "int_type": "whole_number",
    "int_from_float": "whole_number",
    "int_parsing_size": "whole_number",
    "float_type": "number",
    "finite_number": "number",
    "is_instance_of": "number",
    "greater_than_equal": "at_least",
    "less_than_equal": "at_most",
    "bool_type": "true_or_false",
    "enum": "one_of",
    "literal_error": "one_of",
    "string_too_short": "empty",
    "too_short": "too_few",
    "unexpected_keyword_argument": "unknown_field",
    "dataclass_type": "json_object",
    "json_invalid": "not_unicode",
}
_FACTS: dict[str, str] = {
    "too_long": "max_length",
    "too_few": "min_length",
    "at_least": "ge",
    "at_most": "le",
    "one_of": "expected",
}
"""Which of pydantic's facts a reason tells; `texts.json` calls it `bound`."""


def fault_of(wrong: Mapping[str, Any]) -> FieldError:
    """One of pydantic's errors as ours. A kind that has no reason yet is told as `wrong`."""
    field, known = ".".join(map(str, wrong["loc"])) or "body", wrong.get("ctx", {})
    if wrong["type"] == "value_error":  # our own: a reason and its facts
        return FieldError(field, *known["error"].args)
    reason = REASONS.get(wrong["type"], "wrong")
    return FieldError(field, reason, _facts(reason, known))


def _facts(reason: str, known: Mapping[str, Any]) -> dict[str, Fact]:
    name = _FACTS.get(reason)
    return {"bound": _plain(known[name])} if name else {}


def _plain(fact: Any) -> Fact:
    """A number as people write it, a list of values without Python's quotes."""
    if isinstance(fact, str):
        return fact.replace("'", "").replace(" or ", ", ")
    return f"{float(fact):g}" if fact < 1e6 else int(fact)
