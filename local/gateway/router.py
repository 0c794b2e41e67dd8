"""Finds the route of a request as an HTTP API does: exact before parameters before `$default`."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote

from local.specs import Route

_DEFAULT = "$default"


def _rank(route: Route) -> tuple[int, bool]:
    return (route.path.count("{"), route.method == "ANY")


class Router:
    """The routes, most specific first."""

    def __init__(self, routes: Iterable[Route]) -> None:
        ordered = sorted(routes, key=_rank)
        self._default = next((one for one in ordered if one.path == _DEFAULT), None)
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
    if len(pattern) != len(parts):
        return None
    found: dict[str, str] = {}
    for wanted, given in zip(pattern, parts, strict=True):
        if _is_variable(wanted) and given:
            found[wanted.strip("{}")] = unquote(given)
        elif wanted != given:
            return None
    return found


def _is_variable(part: str) -> bool:
    return part.startswith("{")
