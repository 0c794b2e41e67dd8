"""Values of a dataclass out of JSON, by pydantic. The dataclass says its bounds in the domain's words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field, fields, is_dataclass, make_dataclass
from functools import cache
from typing import Annotated, Any, TypeVar, cast, get_args, get_origin, get_type_hints

from pydantic import AfterValidator, PlainValidator, TypeAdapter, ValidationError

from reprise.domain.errors import MOST_ERRORS, FieldError, InvalidInput
from reprise.domain.requests import camel
from reprise.edge.bounds import trimmed, words_of
from reprise.edge.faults import fault_of
from reprise.edge.names import unknown_names

T = TypeVar("T")

_STRICT = {"extra": "forbid", "alias_generator": camel, "strict": True}


def validated(kind: type[T], given: Mapping[str, Any]) -> T:
    """The given fields as a value of `kind`. Raises InvalidInput naming what is wrong, the first faults of many."""
    known = names_of(cast("Any", kind))
    unknown = unknown_names(list(given), known, "unknown_field")
    value, wrong = _read(kind, {name: given[name] for name in given.keys() & known})
    if unknown or wrong:
        raise InvalidInput([*unknown, *wrong])
    return cast("T", value)


@cache
def names_of(kind: Any) -> tuple[str, ...]:
    """The names of a dataclass's fields, as JSON spells them."""
    return tuple(camel(one.name) for one in fields(kind))


@cache
def adapter_of(kind: Any) -> TypeAdapter[Any]:
    """What reads a dataclass from JSON: strict, in camelCase, without unknown fields."""
    return TypeAdapter(_spelled(kind))


def _spelled(kind: Any) -> Any:
    """A dataclass as it is read from JSON."""
    return Annotated[_twin(kind), AfterValidator(lambda twin: kind(**vars(twin)))]


def _read(kind: Any, wanted: Mapping[str, Any]) -> tuple[Any, list[FieldError]]:
    """A value, or what is wrong with it."""
    try:
        return adapter_of(kind).validate_json(json.dumps(trimmed(wanted))), []
    except ValidationError as error:
        told = error.errors(include_url=False, include_input=False)
        return None, [fault_of(wrong) for wrong in told[:MOST_ERRORS]]


def _twin(kind: Any) -> Any:
    """The same dataclass in pydantic's words; the original knows nothing of pydantic."""
    hints = get_type_hints(kind, include_extras=True)
    return make_dataclass(
        kind.__name__,
        [
            (one.name, _translated(hints[one.name]), field(default=one.default, default_factory=one.default_factory))
            for one in fields(kind)
        ],
        kw_only=True,
        namespace={"__pydantic_config__": _STRICT, "__doc__": kind.__doc__},
    )


def _translated(hint: Any) -> Any:
    """A type with its bounds, and those of its parts, in pydantic's words."""
    if get_origin(hint) is Annotated:
        bare, *bounds = get_args(hint)
        if any(isinstance(bound, PlainValidator) for bound in bounds):  # it reads the value all by itself
            return hint
        return Annotated[(_translated(bare), *(word for bound in bounds for word in words_of(bound)))]
    if is_dataclass(hint):
        return _spelled(hint)
    parts = tuple(map(_translated, get_args(hint)))
    return hint if parts == get_args(hint) else get_origin(hint)[parts]
