"""Finds the route of a request as an HTTP API does: exact before parameters before greedy before `$default`."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote

from local.specs import Route

_DEFAULT = "$default"


def _rank(route: Route) -> tuple[int, int, int]:
    parts = route.path.split("/")
    greedy = sum(part.endswith("+}") for part in parts)
    return (greedy, sum(part.startswith("{") for part in parts), route.method == "ANY")


class Router:
    """The routes, most specific first."""

    def __init__(self, routes: Iterable[Route]) -> None:
        every = list(routes)
        self._default = next((one for one in every if one.path == _DEFAULT), None)
        ordered = sorted((one for one in every if one.path != _DEFAULT), key=_rank)
        self._routes = [(one, one.path.split("/")) for one in ordered]

    def match(self, method: str, raw_path: str) -> tuple[Route, dict[str, str]] | None:
        """The route and its path parameters, decoded."""
        parts = raw_path.split("/")
        for route, pattern in self._routes:
            if route.method in (method, "ANY"):
                found = _parameters(pattern, parts)
                if found is not None:
                    return route, found
        return (self._default, {}) if self._default else None


def _parameters(pattern: list[str], parts: list[str]) -> dict[str, str] | None:
    if pattern[-1].endswith("+}"):
        last = len(pattern) - 1
        parts = [*parts[:last], "/".join(parts[last:])]
    if len(pattern) != len(parts):
        return None
    pairs = list(zip(pattern, parts, strict=True))
    if not all((_is_variable(wanted) and given) or wanted == given for wanted, given in pairs):
        return None
    return {wanted.strip("{}+"): unquote(given) for wanted, given in pairs if _is_variable(wanted)}


def _is_variable(part: str) -> bool:
    return part.startswith("{")
