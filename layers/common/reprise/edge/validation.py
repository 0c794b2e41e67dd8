"""Values of a dataclass out of JSON, by pydantic. The dataclass says its bounds in the domain's words."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import field, fields, make_dataclass
from difflib import get_close_matches
from functools import cache
from itertools import islice
from typing import Annotated, Any, TypeVar, cast, get_args, get_origin, get_type_hints

from pydantic import AfterValidator, TypeAdapter, ValidationError

from reprise.domain.errors import MOST_ERRORS, FieldError, InvalidInput
from reprise.domain.requests import camel
from reprise.edge.bounds import words_of
from reprise.edge.faults import fault_of

T = TypeVar("T")

_STRICT = {"extra": "forbid", "alias_generator": camel, "strict": True}
_LONGEST_NAME = 60
"""Characters. No field of ours is as long, and a longer one is not told back as it is."""


def validated(kind: type[T], given: Mapping[str, Any]) -> T:
    """The given fields as a value of `kind`. Raises InvalidInput naming what is wrong, the first faults of many."""
    known = names_of(cast("Any", kind))
    unknown = unknown_names(given, known)
    if len(unknown) == MOST_ERRORS:
        raise InvalidInput(unknown)
    value, wrong = _read(kind, {name: given[name] for name in known if name in given})
    if unknown or wrong:
        raise InvalidInput([*unknown, *wrong])
    return cast("T", value)


def unknown_names(given: Collection[str], known: Collection[str], reason: str = "unknown_field") -> list[FieldError]:
    """What is wrong with names that nobody knows: the nearest known one is told, if one is near."""
    unknown = islice((name for name in given if name not in known), MOST_ERRORS)
    return [_unknown(name, known, reason) for name in unknown]


@cache
def names_of(kind: Any) -> tuple[str, ...]:
    """The names of a dataclass's fields, as JSON spells them."""
    return tuple(camel(one.name) for one in fields(kind))


@cache
def adapter_of(kind: Any) -> TypeAdapter[Any]:
    """What reads a dataclass from JSON: strict, in camelCase, without unknown fields."""
    spelled: Any = Annotated[_twin(kind), AfterValidator(lambda twin: kind(**vars(twin)))]
    return TypeAdapter(spelled)


def _unknown(name: str, known: Collection[str], reason: str) -> FieldError:
    shown = name[:_LONGEST_NAME].encode("utf-8", "replace").decode()  # half a surrogate pair cannot be told back
    (near, *_) = [*get_close_matches(shown, known, n=1), *_other_spellings(shown, known), ""]
    return FieldError(shown, f"{reason}_near", {"near": near}) if near else FieldError(shown, reason)


def _other_spellings(name: str, known: Collection[str]) -> list[str]:
    """`style_tags` and `STYLETAGS` are `styleTags`."""
    bare = name.replace("_", "").replace("-", "").lower()
    return [one for one in known if one.lower() == bare]


def _read(kind: Any, wanted: Mapping[str, Any]) -> tuple[Any, list[FieldError]]:
    """A value, or what is wrong with it."""
    try:
        return adapter_of(kind).validate_json(json.dumps(wanted)), []
    except ValidationError as error:
        told = error.errors(include_url=False, include_input=False)
        return None, [fault_of(wrong) for wrong in told[:MOST_ERRORS]]
    except RecursionError:
        return None, [FieldError("body", "json_object")]


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
        return Annotated[(_translated(bare), *(word for bound in bounds for word in words_of(bound)))]
    parts = tuple(map(_translated, get_args(hint)))
    return hint if parts == get_args(hint) else get_origin(hint)[parts]
