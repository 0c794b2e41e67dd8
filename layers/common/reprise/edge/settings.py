"""Settings: one frozen dataclass a function, its fields the names of the function's environment variables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from functools import cache, partial
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.parameters import SSMProvider

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
    try:
        return _READERS[kind](environment[name])
    except (ValueError, KeyError) as error:
        raise SettingsError(f"{name} is not {kind}") from error


def _text(given: str) -> str:
    """What a variable says, itself or by the name of a secret."""
    if not given.startswith(SECRET_PREFIX):
        return given
    found = _store().get(given.removeprefix(SECRET_PREFIX), decrypt=True, force_fetch=True)
    return str(found)


@cache
def _store() -> SSMProvider:
    # Imported here: without a secret, the callback path would pay for this import and never use it.
    from aws_lambda_powertools.utilities.parameters import SSMProvider  # noqa: PLC0415
    from botocore.config import Config  # noqa: PLC0415

    # A provider waits for the answer to its callback, also while a secret is read anew.
    patience = Config(connect_timeout=1, read_timeout=2, retries={"mode": "standard", "total_max_attempts": 2})
    return SSMProvider(boto_config=patience)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, text.split(","))))


def _yes_or_no(text: str) -> bool:
    return {"true": True, "false": False}[text.lower()]


_READERS: dict[str, Callable[[str], Any]] = {
    "str": _text,
    "bool": lambda given: _yes_or_no(_text(given)),
    "int": lambda given: int(_text(given)),
    "tuple[str, ...]": lambda given: _listed(_text(given)),
    "Secret": lambda given: partial(_text, given),
}
"""By a field's type. A `Secret` is read whenever it is called."""
