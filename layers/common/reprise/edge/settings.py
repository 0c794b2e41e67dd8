"""Settings: one frozen dataclass a function, its fields the names of the function's environment variables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any, TypeVar

S = TypeVar("S")

SECRET_PREFIX = "ssm:"  # noqa: S105 - marks a value that is the name of an SSM parameter


class SettingsError(Exception):
    """The environment lacks something or holds what cannot be meant; the message names the variable."""


def from_env(kind: type[S], environment: Mapping[str, str]) -> S:
    """The settings of `kind`: field `audio_bucket` from `AUDIO_BUCKET`. Raises SettingsError naming what is wrong."""
    given, missing = {}, []
    for field in fields(kind):  # type: ignore[arg-type]
        name = field.name.upper()
        if name in environment:
            given[field.name] = _value(name, str(field.type), environment)
        elif field.default is MISSING:
            missing.append(name)
    if missing:
        raise SettingsError(f"not set: {', '.join(missing)}")
    return kind(**given)


def _value(name: str, kind: str, environment: Mapping[str, str]) -> Any:
    text = environment[name]
    if text.startswith(SECRET_PREFIX):
        text = _secret(text.removeprefix(SECRET_PREFIX))
    try:
        return _READERS[kind](text)
    except (ValueError, KeyError) as error:
        raise SettingsError(f"{name} is not {kind}") from error


def _secret(name: str) -> str:
    # Imported here: without a secret, the callback path would pay for this import and never use it.
    from aws_lambda_powertools.utilities import parameters  # noqa: PLC0415

    found = parameters.get_parameter(name, decrypt=True)
    return str(found)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, text.split(","))))


def _yes_or_no(text: str) -> bool:
    return {"true": True, "false": False}[text.lower()]


_READERS: dict[str, Any] = {"str": str, "int": int, "bool": _yes_or_no, "tuple[str, ...]": _listed}
