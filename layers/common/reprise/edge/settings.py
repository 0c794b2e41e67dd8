"""Settings: one frozen dataclass a function, its fields the names of the function's environment variables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar

S = TypeVar("S")

SECRET_PREFIX = "ssm:"  # noqa: S105 - marks a value that is the name of an SSM parameter


class SettingsError(Exception):
    """The environment lacks something or holds what cannot be meant; the message names the variable."""


def from_env(kind: type[S], environment: Mapping[str, str]) -> S:
    """The settings of `kind`: field `audio_bucket` from `AUDIO_BUCKET`. Raises SettingsError naming what is wrong."""
    known = fields(kind)  # type: ignore[arg-type]
    given = [field for field in known if _variable(field) in environment]
    required = [field for field in known if field.default is MISSING]
    missing = [_variable(field) for field in required if field not in given]
    if missing:
        raise SettingsError(f"not set: {', '.join(missing)}")
    return kind(**{field.name: _value(_variable(field), str(field.type), environment) for field in given})


def _variable(field: Field[Any]) -> str:
    return field.name.upper()


def _value(name: str, kind: str, environment: Mapping[str, str]) -> Any:
    text = environment[name]
    if text.startswith(SECRET_PREFIX):
        text = _secret(text.removeprefix(SECRET_PREFIX))
    try:
        return _READERS[kind](text)
    except ValueError as error:
        raise SettingsError(f"{name} is not {kind}") from error


def _secret(name: str) -> str:
    # Imported here: without a secret, the callback path would pay for this import and never use it.
    from aws_lambda_powertools.utilities import parameters  # noqa: PLC0415

    found = parameters.get_parameter(name, decrypt=True)
    return str(found)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


_READERS: dict[str, Any] = {"str": str, "int": int, "tuple[str, ...]": _listed}
