"""Values of the template's parameters, taken from the environment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from local.intrinsics import TemplateError


def _loose(name: str) -> str:
    """`SUNO_BASE_URL` and `SunoBaseUrl` name the same setting."""
    return name.replace("_", "").lower()


def parameter_values(declared: Mapping[str, Any], environ: Mapping[str, str], own: Mapping[str, str]) -> dict[str, Any]:
    """Each parameter: from the environment, else what the stack itself knows, else its default."""
    given = {_loose(name): value for name, value in environ.items()}
    known = {_loose(name): value for name, value in own.items()}
    return {
        name: _typed(declaration, _value(name, declaration, given, known)) for name, declaration in declared.items()
    }


def _value(name: str, declaration: Mapping[str, Any], given: Mapping[str, str], known: Mapping[str, str]) -> Any:
    key = _loose(name)
    if key in given:
        return given[key]
    if key in known:
        return known[key]
    if "Default" not in declaration:
        raise TemplateError(f"parameter {name} has neither a default nor a value in the environment")
    return declaration["Default"] if declaration["Default"] != "" else _name_of_secret(key, given)


def _name_of_secret(key: str, given: Mapping[str, str]) -> str:
    """An empty name switches a secret off; one that is itself in the environment is wanted."""
    secret = key.removesuffix("parameter")
    is_given = secret != key and given.get(secret)
    return f"/reprise/{secret}" if is_given else ""


def _typed(declaration: Mapping[str, Any], value: Any) -> Any:
    if declaration.get("Type") == "CommaDelimitedList":
        return [part.strip() for part in str(value).split(",") if part.strip()]
    return str(value)


def secrets(environments: Iterable[Mapping[str, str]], environ: Mapping[str, str]) -> dict[str, str]:
    """The SecureStrings to make: parameter name -> value, from every setting given as `ssm:<name>`."""
    found: dict[str, str] = {}
    for environment in environments:
        for setting, value in environment.items():
            if value.startswith("ssm:"):
                fallback = f"local-{setting.lower().replace('_', '-').removesuffix('-api-key')}-key"
                found.setdefault(value.removeprefix("ssm:"), environ.get(setting) or fallback)
    return found
