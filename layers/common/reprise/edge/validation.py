"""Values of a dataclass out of JSON, by pydantic. The dataclass says its bounds in the domain's words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field, fields, make_dataclass
from functools import cache
from typing import Annotated, Any, TypeVar, cast, get_args, get_origin, get_type_hints

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from reprise.domain.errors import FieldError, InvalidInput
from reprise.domain.requests import Between, Length, camel

T = TypeVar("T")

_STRICT = {"extra": "forbid", "alias_generator": camel, "strict": True}


def validated(kind: type[T], given: Mapping[str, Any]) -> T:
    """The given fields as a value of `kind`. Raises InvalidInput naming every wrong one."""
    try:
        adapter: TypeAdapter[T] = adapter_of(cast("Any", kind))
        return adapter.validate_json(json.dumps(given))
    except ValidationError as error:
        raise InvalidInput(
            [FieldError(".".join(map(str, wrong["loc"])) or "body", wrong["msg"]) for wrong in error.errors()]
        ) from error


@cache
def adapter_of(kind: Any) -> TypeAdapter[Any]:
    """What reads a dataclass from JSON: strict, in camelCase, without unknown fields."""
    spelled: Any = Annotated[_twin(kind), AfterValidator(lambda twin: kind(**vars(twin)))]
    return TypeAdapter(spelled)


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
        return Annotated[(_translated(bare), *map(_words_of, bounds))]
    parts = tuple(map(_translated, get_args(hint)))
    return hint if parts == get_args(hint) else get_origin(hint)[parts]


def _words_of(bound: Any) -> Any:
    if isinstance(bound, Length):
        return Field(min_length=bound.least, max_length=bound.most)
    if isinstance(bound, Between):
        return Field(ge=bound.low, le=bound.high)
    return bound
