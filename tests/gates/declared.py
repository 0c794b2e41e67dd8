"""template.yaml as the gates see it: functions, their variables and what triggers them."""

from __future__ import annotations

import dataclasses
import importlib.util
import re
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from local.intrinsics import intrinsic, load
from reprise.edge.function import Function
from tests.gates.source import ROOT


def _bare(value: Any) -> Any:
    """The value with !Ref and its like taken for what they are applied to."""
    if isinstance(value, list):
        return [_bare(one) for one in value]
    if not isinstance(value, dict):
        return value
    name = intrinsic(value)
    return _bare(value[name]) if name else {key: _bare(one) for key, one in value.items()}


@dataclasses.dataclass(frozen=True)
class Declared:
    """One function of the template."""

    logical_id: str
    folder: Path
    variables: frozenset[str]
    events: dict[str, dict[str, Any]]
    timeout: float


@cache
def _template() -> dict[str, dict[str, dict[str, Any]]]:
    found: dict[str, dict[str, dict[str, Any]]] = _bare(load(ROOT / "template.yaml"))
    return found


def parameters() -> dict[str, dict[str, Any]]:
    """The template's parameters."""
    return _template()["Parameters"]


def resources() -> dict[str, dict[str, Any]]:
    """The template's resources by logical id."""
    return _template()["Resources"]


def properties_of(kind: str) -> dict[str, dict[str, Any]]:
    """Logical id -> properties of the resources of a type."""
    return {name: one.get("Properties", {}) for name, one in resources().items() if one["Type"] == kind}


@cache
def declared() -> dict[str, Declared]:
    """The template's functions by the name of their folder."""
    found = properties_of("AWS::Serverless::Function")
    return {Path(properties["CodeUri"]).name: _declared(name, properties) for name, properties in found.items()}


def _declared(logical_id: str, properties: dict[str, Any]) -> Declared:
    variables = properties.get("Environment", {}).get("Variables", {})
    timeout = properties.get("Timeout", _template()["Globals"]["Function"]["Timeout"])
    events, folder = properties.get("Events", {}), ROOT / properties["CodeUri"]
    return Declared(logical_id, folder, frozenset(variables), events, float(timeout))


def app(folder: Path) -> ModuleType:
    """The module Lambda runs, under a name of its own."""
    spec = importlib.util.spec_from_file_location(f"functions.{folder.name}.app", folder / "app.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def functions() -> dict[str, Function[Any, Any]]:
    """The functions as Lambda would start them, by the name of their folder."""
    return {name: app(one.folder).lambda_handler for name, one in declared().items()}


def snake(logical_name: str) -> str:
    """PostSignTrack -> post_sign_track."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", logical_name).lower()
