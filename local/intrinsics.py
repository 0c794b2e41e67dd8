"""CloudFormation's intrinsic functions, as far as the template uses them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import yaml

NO_VALUE = object()
_PLACEHOLDER = re.compile(r"\$\{([^}]+)\}")


class TemplateError(Exception):
    """The template says something that the local stack does not understand."""


def refuse_unknown(given: Iterable[str], known: Iterable[str], what: str) -> None:
    """TemplateError for properties that would otherwise be passed over in silence."""
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise TemplateError(f"the local stack does not know {', '.join(unknown)} of {what}")


def intrinsic(value: dict[str, Any]) -> str | None:
    """The intrinsic that a mapping stands for, if it stands for one."""
    name = str(next(iter(value), ""))
    is_one = name == "Ref" or name.startswith("Fn::")
    return name if is_one and len(value) == 1 else None


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms (`!Ref` and friends)."""


def _short_form(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    name = suffix if suffix == "Ref" else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        return {name: loader.construct_scalar(node)}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    raise TemplateError(f"the local stack does not know !{suffix} of a mapping")


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
            "Fn::GetAtt": self._get_att,
            "Fn::Sub": self._sub,
            "Fn::If": self._if,
            "Fn::Equals": lambda pair: self(pair[0]) == self(pair[1]),
            "Fn::Not": lambda one: not self._truth(one[0]),
        }

    def __call__(self, value: Any) -> Any:
        """The value with its intrinsics worked out."""
        if isinstance(value, list):
            return [one for one in map(self, value) if one is not NO_VALUE]
        return self._mapping(value) if isinstance(value, dict) else value

    def condition(self, name: str) -> bool:
        """Whether a named condition holds."""
        if name not in self._conditions:
            raise TemplateError(f"no condition {name}")
        return self._truth(self._conditions[name])

    def _mapping(self, value: dict[str, Any]) -> Any:
        name = intrinsic(value)
        if name:
            return self._call(name, value[name])
        resolved = {key: self(one) for key, one in value.items()}
        return {key: one for key, one in resolved.items() if one is not NO_VALUE}

    def _truth(self, condition: Any) -> bool:
        """A condition worked out; what is none would otherwise pass for a true one."""
        found = self(condition)
        if not isinstance(found, bool):
            raise TemplateError(f"the local stack does not know the condition {condition}")
        return found

    def _call(self, name: str, argument: Any) -> Any:
        if name not in self._functions:
            raise TemplateError(f"the local stack does not know {name}")
        return self._functions[name](argument)

    def _ref(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return NO_VALUE
        return self._parameters[name] if name in self._parameters else self._attribute(name, None)

    def _get_att(self, name: Any) -> Any:
        if not isinstance(name, str):
            raise TemplateError(f"the local stack knows Fn::GetAtt as resource.attribute, not as {name}")
        return self._attribute(*name.split(".", 1))

    def _if(self, parts: list[Any]) -> Any:
        return self(parts[1] if self.condition(parts[0]) else parts[2])

    def _sub(self, text: Any) -> str:
        if not isinstance(text, str):
            raise TemplateError("the local stack does not know Fn::Sub with names of its own")
        return _PLACEHOLDER.sub(lambda match: self._named(match[1]), text)

    def _named(self, name: str) -> str:
        return str(self._attribute(*name.split(".", 1)) if "." in name else self._ref(name))
