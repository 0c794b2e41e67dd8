"""CloudFormation's intrinsic functions, as far as the template uses them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

NO_VALUE = object()
_PLACEHOLDER = re.compile(r"\$\{([^}]+)\}")


class TemplateError(Exception):
    """The template says something that the local stack does not understand."""


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms (`!Ref` and friends)."""


def _short_form(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    value: Any = None
    if isinstance(node, yaml.MappingNode):
        value = loader.construct_mapping(node, deep=True)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    elif isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _short_form)


def load(path: Path) -> dict[str, Any]:
    """The template as plain data, with every intrinsic in its long form."""
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - derives from SafeLoader
    if not isinstance(document, dict):
        raise TemplateError(f"{path} is not a template")
    return document


class Resolver:
    """Replaces intrinsics by values; `attribute(logical id, attribute or None)` knows the resources."""

    def __init__(
        self,
        conditions: dict[str, Any],
        parameters: dict[str, Any],
        attribute: Callable[[str, str | None], Any],
    ) -> None:
        self._conditions = conditions
        self._parameters = parameters
        self._attribute = attribute
        self._functions: dict[str, Callable[[Any], Any]] = {
            "Ref": self._ref,
            "Condition": self.condition,
            "Fn::GetAtt": lambda pair: self._attribute(pair[0], ".".join(pair[1:])),
            "Fn::Sub": self._sub,
            "Fn::Join": lambda pair: pair[0].join(str(part) for part in self(pair[1])),
            "Fn::If": self._if,
            "Fn::Equals": lambda pair: self(pair[0]) == self(pair[1]),
            "Fn::Not": lambda one: not self(one[0]),
            "Fn::And": lambda many: all(self(one) for one in many),
            "Fn::Or": lambda many: any(self(one) for one in many),
        }

    def __call__(self, value: Any) -> Any:
        """The value with its intrinsics worked out."""
        if isinstance(value, list):
            return [one for one in map(self, value) if one is not NO_VALUE]
        if not isinstance(value, dict):
            return value
        name, argument = next(iter(value.items())) if len(value) == 1 else ("", None)
        if name == "Ref" or str(name).startswith("Fn::") or (name == "Condition" and isinstance(argument, str)):
            return self._call(name, argument)
        resolved = {key: self(one) for key, one in value.items()}
        return {key: one for key, one in resolved.items() if one is not NO_VALUE}

    def condition(self, name: str) -> bool:
        """Whether a named condition holds."""
        if name not in self._conditions:
            raise TemplateError(f"no condition {name}")
        return bool(self(self._conditions[name]))

    def _call(self, name: str, argument: Any) -> Any:
        if name not in self._functions:
            raise TemplateError(f"the local stack does not know {name}")
        return self._functions[name](argument)

    def _ref(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return NO_VALUE
        return self._parameters[name] if name in self._parameters else self._attribute(name, None)

    def _if(self, parts: list[Any]) -> Any:
        return self(parts[1] if self.condition(parts[0]) else parts[2])

    def _sub(self, argument: Any) -> str:
        text, names = (argument, {}) if isinstance(argument, str) else argument

        def replace(match: re.Match[str]) -> str:
            name = match[1]
            if name.startswith("!"):
                return "${" + name[1:] + "}"
            if name in names:
                return _text(self(names[name]))
            return _text(self._attribute(*name.split(".", 1)) if "." in name else self._ref(name))

        return _PLACEHOLDER.sub(replace, text)


def _text(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
